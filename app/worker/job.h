#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ml/runtime/ranks.h"

namespace app::worker {

class MessageWriter;

// How many processes train a job together.
struct Sharing
{
    int processes = 1;                             // of which this one starts the others
    std::optional<core::ml::RankPlace> place = {}; // or among those that a launcher started
};

// The job of a job.json, a training or an extraction of features, from reading it to its last
// artifact: messages go to the writer and to events.jsonl of the run folder. Blocks while it works.
// A training is shared with the processes that `sharing` speaks of.
core::base::Result<void> runJob(const Sharing &sharing, const std::filesystem::path &manifestPath,
                                const std::string &id, MessageWriter &writer,
                                const core::base::CancelToken &cancel);

} // namespace app::worker
