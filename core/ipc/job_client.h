#pragma once

#include <chrono>
#include <cstdint>
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

// A job for a worker of its own: who computes it, what, and how the caller breaks it off.
struct JobRequest
{
    WorkerProcess::Command worker;
    std::string id;
    std::filesystem::path manifest;
    base::CancelToken kill = {};   // ends the worker at once; what it computed since is lost
    base::CancelToken detach = {}; // leaves the worker to itself
    std::function<void(std::int64_t pid)> onStarted = {}; // called from within runJob()
};

// How runJob() came back without an error.
enum class JobEnd {
    Done,
    Detached, // the worker goes on alone; its events.jsonl tells the rest
};

// Every message of the worker, in order, while the job runs; called from within runJob().
using MessageSink = std::function<void(const FromWorker &)>;

// Starts a worker, runs one job in it to its end and ends the worker, or leaves both alone when
// asked to. Blocking. A worker too old to be left alone is stopped as by `cancel`.
//
// Cancelling is cooperative first; a worker that does not answer gets SIGTERM, then SIGKILL. The
// result is Done for a job that finished ok, Cancelled for one that was stopped, the job's own
// error for one that failed, and code Worker where the worker died, went silent or broke the
// protocol.
base::Result<JobEnd> runJob(const JobRequest &request, const JobLimits &limits,
                            const base::CancelToken &cancel, const MessageSink &sink);

// The same for what a worker said last.
base::Result<JobEnd> endOf(const Finished &finished);

} // namespace core::ipc
