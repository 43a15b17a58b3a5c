#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/result.h"

namespace core::data {

// Writes a folder of files (relative paths with their content), which appears whole or not at all.
// Conflict where something else is there already; an empty folder is replaced. Blocking.
base::Result<void> writeFolder(const std::filesystem::path &folder,
                               const std::map<std::string, std::string> &files);

} // namespace core::data
