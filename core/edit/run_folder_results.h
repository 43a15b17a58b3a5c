#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/edit/run_results.h"

namespace core::edit {

// What the stages of a run left in its folder, ready for finishRun(): of every complete stage its
// detections (with what the filter refused and why), its score curves and its files. Metrics come
// with the worker's messages and are not here. Errors: a job.json or a result that cannot be read.
// Blocking.
base::Result<RunResults> readRunFolder(const std::filesystem::path &runFolder);

} // namespace core::edit
