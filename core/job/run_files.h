#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/run.h"

namespace core::job {

// Removes the folder of a training run with everything in it. Refused (Conflict) where the folder
// holds no job of this run: a project that somebody else made may name any folder. Blocking.
base::Result<void> removeRunFolder(const model::Run &run, const std::filesystem::path &folder);

} // namespace core::job
