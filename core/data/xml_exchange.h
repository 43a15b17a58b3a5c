#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <pugixml.hpp>

#include "core/base/result.h"

namespace core::data {

// Parses an XML text of UTF-8 whose outermost element is `root`; `expected` says what it should be.
// Errors name the line.
base::Result<void> parseXml(pugi::xml_document &document, std::string_view text, const char *root,
                            const char *expected);

void setAttributes(pugi::xml_node node,
                   std::initializer_list<std::pair<const char *, std::string>> attributes);

// The document with a declaration, four blanks a level.
std::string xmlText(const pugi::xml_document &document);

} // namespace core::data
