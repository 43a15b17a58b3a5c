#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace core::data {

// Lists of videos, one name a line (split_train.txt). Blank lines are passed over, blanks inside
// names kept. Errors name the line: a name twice, bytes that are no text, an empty file. Blocking.
base::Result<std::vector<std::string>> readSplitList(const std::filesystem::path &path);

// Atomic, blocking.
base::Result<void> writeSplitList(const std::filesystem::path &path,
                                  std::span<const std::string> videos);

} // namespace core::data
