#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/intake/item.h"

namespace core::intake {

// Finds out what files and folders hold and reads them: videos are opened and decoded once,
// annotations and detections parsed, feature files only listed. Folders are looked through three
// levels deep; projects, their runs and backups are passed by. What cannot be read becomes a
// problem of its item, never an error. `classes` are the project's, for files that give classes by
// number. Items come in the order in which they must be imported. Errors: Cancelled. Blocking.
base::Result<std::vector<Item>> recognise(const std::vector<std::filesystem::path> &paths,
                                          const std::vector<std::string> &classes,
                                          const Progress &progress = {},
                                          const base::CancelToken &cancel = {});

} // namespace core::intake
