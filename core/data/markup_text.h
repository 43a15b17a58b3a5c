#pragma once

#include <string>

namespace core::data {

// A text for the content or an attribute in double quotes of XML, HTML or SVG.
std::string escapedMarkup(const std::string &text);

} // namespace core::data
