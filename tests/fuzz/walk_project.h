#pragma once

#include <filesystem>

namespace fuzz {

// Opens a project as the programs do, asks core/edit everything that they ask, then edits, undoes
// and redoes; the file is changed by it. Whatever the project holds, errors are all that may come
// of it.
void walkProject(const std::filesystem::path &project);

} // namespace fuzz
