#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace core::data {

// A line of a text file that says something.
struct TextLine
{
    int number = 0;   // from 1
    std::string text; // without line end and blanks around it; never empty
};

// The lines of a text file that hold something. A byte-order mark and Windows line ends are fine;
// bytes that are not UTF-8, control characters and a file without any line are errors that name the
// line. Blocking.
base::Result<std::vector<TextLine>> readTextLines(const std::filesystem::path &path);

// Takes the first line off a text; without its line end, whichever that is.
std::string_view takeLine(std::string_view &text);

// Refuses bytes that are not UTF-8, in content that should be `expected`.
base::Result<void> checkUtf8(std::string_view text, const char *expected);

} // namespace core::data
