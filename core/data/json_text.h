#pragma once

#include <string>
#include <string_view>

namespace core::data {

// Appends a JSON text in quotes. UTF-8 stays as it is; broken bytes become U+FFFD.
void appendJsonText(std::string &out, std::string_view text);

// Appends "key": for the next value of an object.
void appendJsonKey(std::string &out, std::string_view key);

// Appends [start, end].
void appendJsonSegment(std::string &out, double start, double end);

} // namespace core::data
