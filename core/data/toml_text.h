#pragma once

#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "core/base/result.h"

namespace core::data {

// Private to core/data: TOML that anyone may have written. BadFormat names the line; also where a
// dotted name has so many parts that toml++, which calls itself for each, would use up the stack.
base::Result<toml::table> parseToml(std::string_view text);

// "line N" of a value's or a problem's place; empty where it has none.
std::string lineOf(const toml::source_region &source);

} // namespace core::data
