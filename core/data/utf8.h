#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace core::data {

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Whether a byte is inside a character: a text must not be cut before it.
bool isUtf8Continuation(char byte);

// Index of the first byte that is not UTF-8 (overlong forms, surrogates and values past U+10FFFF
// included); npos where the text is sound.
std::size_t brokenUtf8(std::string_view text);

// What the first bytes say of a text that is not UTF-8, where they are known: packed by gzip, or
// UTF-16 as Windows writes it; else `otherwise`. For Error::problem.
const char *whyNotUtf8(std::string_view text, const char *otherwise);

// Appends one character.
void appendUtf8(std::string &out, std::uint32_t code);

} // namespace core::data
