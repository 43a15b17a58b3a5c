#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace core::data {

// Levenshtein distance in bytes, upper and lower case taken as equal.
std::size_t editDistance(std::string_view a, std::string_view b);

// The name that is most like `name`, the first of several; empty where none is like it at all (more
// than half of its letters differ).
std::string nearestName(std::string_view name, std::span<const std::string> names);

// What to expect instead of an unknown name: "did you mean 'x'?", or the names themselves where
// they are few, for Error::expected.
std::string suggestion(std::string_view name, std::span<const std::string> names);

} // namespace core::data
