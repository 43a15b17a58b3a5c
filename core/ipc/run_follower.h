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

// Whether a process of this machine works; one that ended and was ours is reaped.
bool isWorking(std::int64_t pid);

// Follows a run in another process of this machine to its end: every message goes to `sink`, the
// earlier ones first. Results and limits are those of runJob(), with SIGTERM as the way to ask a
// worker to stop. Code Worker where the process ended without saying how the job did. Detached as
// soon as `detach` asks for it. Blocking.
base::Result<JobEnd> followRun(const std::filesystem::path &events, std::int64_t pid,
                               const JobRequest &request, const JobLimits &limits,
                               const base::CancelToken &cancel, const MessageSink &sink);

} // namespace core::ipc
