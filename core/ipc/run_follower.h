#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ipc/job_client.h"
#include "core/ipc/line_framer.h"
#include "core/ipc/protocol.h"

namespace core::ipc {

// Reads the events.jsonl of a run while its worker, which somebody else started or which was left
// alone, still writes to it. Not thread-safe; reading blocks on the disk only.
class RunFollower
{
public:
    explicit RunFollower(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }

    // What the worker said since the last call, oldest first; at first everything, of earlier
    // sittings of the run too. A file that is not there yet has nothing.
    std::vector<FromWorker> read();
    // How the newest sitting of the run ended, once it has.
    const std::optional<Finished> &finished() const { return m_finished; }

private:
    std::filesystem::path m_path;
    std::ifstream m_file;
    LineFramer m_framer;
    std::optional<Finished> m_finished;
};

// A process of this machine that somebody noted down for a run. It is the run's as long as it has
// the run's log open, which is where a worker (or ssh before it) writes its errors: the number may
// be another program's by now, and a project of a stranger may name any.
struct RunProcess
{
    std::int64_t pid = 0;
    std::filesystem::path log = {};
};

// Whether it is the run's and works.
bool isWorking(const RunProcess &process);

// Follows a run in another process of this machine to its end: every message goes to `sink`, the
// earlier ones first. Results and limits are those of runJob(), with SIGTERM as the way to ask a
// worker to stop; nothing is sent to a process that is not the run's. Code Worker where the process
// ended without saying how the job did. Detached as soon as `detach` asks for it. Blocking.
base::Result<JobEnd> followRun(const std::filesystem::path &events, const RunProcess &process,
                               const JobRequest &request, const JobLimits &limits,
                               const base::CancelToken &cancel, const MessageSink &sink);

} // namespace core::ipc
