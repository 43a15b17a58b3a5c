#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace core::base {

// A new random UUID (version 4) in its 36-character form. Any thread.
std::string newUuid();

// So many of them in ascending order: rows that are written in this order are neighbours in an
// index of their ids, which then touches each of its pages once.
std::vector<std::string> newUuids(std::size_t count);

} // namespace core::base
