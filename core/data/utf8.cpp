#include "core/data/utf8.h"

#include <algorithm>
#include <cstring>

namespace core::data {

namespace {

// Bytes of the UTF-8 sequence that starts at `at`; 0 where it is broken (overlong forms, surrogates
// and values past U+10FFFF included).
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const unsigned first = byte(0);
    const unsigned second = byte(1);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    const bool isOutside = first < 0xc2 || first > 0xf4 || (first == 0xe0 && second < 0xa0) ||
                           (first == 0xed && second >= 0xa0) || (first == 0xf0 && second < 0x90) ||
                           (first == 0xf4 && second >= 0x90);
    if (isOutside || at + length > text.size() ||
        !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at + 1),
                     text.begin() + static_cast<std::ptrdiff_t>(at + length), isUtf8Continuation)) {
        return 0;
    }
    return length;
}

} // namespace

bool isUtf8Continuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U;
}

std::size_t brokenUtf8(std::string_view text)
{
    constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t block = 0;
        if (at + sizeof(block) <= text.size()) {
            std::memcpy(&block, text.data() + at, sizeof(block));
            if ((block & kHighBits) == 0) {
                at += sizeof(block);
                continue;
            }
        }
        const std::size_t length = sequenceLength(text, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::string_view::npos;
}

const char *whyNotUtf8(std::string_view text, const char *otherwise)
{
    if (text.starts_with("\x1f\x8b")) {
        return "is packed by gzip";
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        return "is a text in UTF-16";
    }
    return otherwise;
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xc0U | (code >> 6));
        byte(0x80U | (code & 0x3fU));
    } else if (code < 0x10000) {
        byte(0xe0U | (code >> 12));
        byte(0x80U | ((code >> 6) & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    } else {
        byte(0xf0U | (code >> 18));
        byte(0x80U | ((code >> 12) & 0x3fU));
        byte(0x80U | ((code >> 6) & 0x3fU));
        byte(0x80U | (code & 0x3fU));
    }
}

} // namespace core::data
