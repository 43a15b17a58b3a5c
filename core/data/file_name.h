#pragma once

#include <string>

namespace core::data {

// The name of a file in a folder for something whose name may hold anything, such as a video of a
// project that a stranger made: the name itself where it can be one, so that it never leads out of
// the folder; else what is left of it, with a mark that keeps different names apart. Pure.
std::string plainFileName(const std::string &name);

} // namespace core::data
