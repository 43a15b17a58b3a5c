#pragma once

#include <filesystem>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ipc/protocol.h"
#include "core/job/worker_setup.h"

#include "app/cli/command.h"
#include "app/cli/progress_bar.h"

namespace app::cli {

// Shows on stderr what a worker says.
class JobView
{
public:
    explicit JobView(const GlobalOptions &global);
    void operator()(const core::ipc::FromWorker &message);

private:
    ProgressBar m_bar;
};

// Adds --worker and --nice.
void addWorkerOptions(CLI::App &command, core::job::WorkerSetup &setup);

// Runs the job.json of a run folder in a worker, with progress on stderr. Blocks until the job is
// over; Cancelled after an interrupt, which the worker answers with a resume point.
core::base::Result<void> runInWorker(const std::filesystem::path &runFolder,
                                     const std::string &jobId, const core::job::WorkerSetup &setup,
                                     const GlobalOptions &global,
                                     const core::base::CancelToken &cancel);

} // namespace app::cli
