#pragma once

#include <string>
#include <string_view>

namespace core::data {

// A text for the content or an attribute in double quotes of XML, HTML or SVG.
std::string escapedMarkup(const std::string &text);

// The text that WebVTT's markup stands for: without its tags ("<c>", "<00:01.000>"), the names of
// characters as those.
std::string plainCueText(std::string_view markup);

} // namespace core::data
