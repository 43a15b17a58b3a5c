#pragma once

#include <filesystem>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"

#include "app/cli/command.h"

namespace app::cli {

// How a command starts the worker.
struct WorkerOptions
{
    std::string program; // empty: TALOSCOPE_WORKER, else the one beside talo
    int niceness = 0;
};

// Adds --worker and --nice.
void addWorkerOptions(CLI::App &command, WorkerOptions &options);

// The worker's program; NotFound tells where it was looked for.
core::base::Result<std::filesystem::path> findWorker(const WorkerOptions &options);

// Runs the job.json of a run folder in a worker, with progress on stderr. Blocks until the job is
// over; Cancelled after an interrupt, which the worker answers with a resume point.
core::base::Result<void> runInWorker(const std::filesystem::path &runFolder,
                                     const std::string &jobId, const WorkerOptions &options,
                                     const GlobalOptions &global,
                                     const core::base::CancelToken &cancel);

} // namespace app::cli
