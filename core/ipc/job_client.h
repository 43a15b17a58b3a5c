#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ipc/protocol.h"
#include "core/ipc/worker_process.h"

namespace core::ipc {

// How long a job waits for its worker.
struct JobLimits
{
    std::chrono::milliseconds greeting{60000}; // from start to its hello: it loads libtorch
    std::chrono::milliseconds silence{60000};  // without even a heartbeat
    std::chrono::milliseconds cancel{10000};   // from the cancel message to SIGTERM
    std::chrono::milliseconds terminate{5000}; // from SIGTERM to SIGKILL
};

struct JobRequest
{
    WorkerProcess::Command worker;
    std::string id;
    std::filesystem::path manifest;
};

// Every message of the worker, in order, while the job runs; called from within runJob().
using MessageSink = std::function<void(const FromWorker &)>;

// Starts a worker, runs one job in it to its end and ends the worker. Blocking.
//
// Cancelling is cooperative first; a worker that does not answer gets SIGTERM, then SIGKILL. The
// result is nothing for a job that finished ok, Cancelled for one that was stopped, the job's own
// error for one that failed, and code Worker where the worker died, went silent or broke the
// protocol.
base::Result<void> runJob(const JobRequest &request, const JobLimits &limits,
                          const base::CancelToken &cancel, const MessageSink &sink);

} // namespace core::ipc
