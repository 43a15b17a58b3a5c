#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "core/base/result.h"
#include "core/ipc/protocol.h"

namespace core::ipc {

// Checks the order of a worker's messages: a job's messages come after its `accepted`, exactly one
// `finished` ends them, and nothing of that job follows. An `error` may name a job that was never
// accepted: it says why. Not thread-safe.
class MessageOrder
{
public:
    // What rule a message breaks (code Worker), if it breaks one.
    base::Result<void> add(const FromWorker &message);

    bool isAccepted(const std::string &id) const { return m_jobs.contains(id); }

private:
    enum class JobState : std::uint8_t { Running, Finished };
    std::unordered_map<std::string, JobState> m_jobs;
};

} // namespace core::ipc
