#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ipc/protocol.h"

#include "app/worker/message_writer.h"
#include "app/worker/stdout_channel.h"

namespace app::worker {

// A job's work: reads the manifest, computes, reports through the writer under this id.
using JobFunction = std::function<core::base::Result<void>(
    const std::filesystem::path &manifest, const std::string &id, MessageWriter &writer,
    const core::base::CancelToken &cancel)>;

struct SessionSetup
{
    std::vector<core::ipc::Device> devices; // for the greeting
    JobFunction job;
    // What is held of a card's memory; asked for at every heartbeat. Empty: never any.
    std::function<std::optional<std::int64_t>()> cardMemory = {};
};

// `taloscope-worker serve`: greets, takes messages from standard input and runs one job at a time
// in a thread of its own, with a heartbeat beside it. The end of the input means that the parent
// died and SIGTERM that the machine wants to stop: both stop the job at its next step and end the
// program. SIGINT is left to the parent. Blocks; the result is the program's exit code.
//
// A job that was told to stop and computes on for two seconds is given up: the session tells that
// it was cancelled and ends the process, with 130 where nothing else went wrong.
int serve(StdoutChannel &output, const SessionSetup &setup);

// `taloscope-worker run JOB.json`: the same for one job, without input; SIGINT and SIGTERM stop it.
int runOnce(StdoutChannel &output, const SessionSetup &setup, const std::string &id,
            const std::filesystem::path &manifest);

} // namespace app::worker
