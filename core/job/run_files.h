#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/run.h"

namespace core::job {

// Renames the folder of a training run, so that no other run can come to it before it is removed,
// and tells its new name. Refused (Conflict) where the folder holds no job of this run: a project
// that somebody else made may name any folder. Some milliseconds.
base::Result<std::filesystem::path> setRunFolderAside(const model::Run &run,
                                                      const std::filesystem::path &folder);

// Removes a folder that was set aside, with everything in it. Blocking.
base::Result<void> removeFolder(const std::filesystem::path &aside);

} // namespace core::job
