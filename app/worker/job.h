#pragma once

#include <filesystem>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"

namespace app::worker {

class MessageWriter;

// The job of a job.json, a training or an extraction of features, from reading it to its last
// artifact: messages go to the writer and to events.jsonl of the run folder. Blocks while it works.
core::base::Result<void> runJob(const std::filesystem::path &manifestPath, const std::string &id,
                                MessageWriter &writer, const core::base::CancelToken &cancel);

} // namespace app::worker
