#include "core/ipc/message_order.h"

#include <fmt/format.h>

namespace core::ipc {

namespace {

tl::unexpected<base::Error> broken(const std::string &what)
{
    return base::fail(
        {.code = base::ErrorCode::Worker, .problem = "the worker broke the protocol: " + what});
}

} // namespace

base::Result<void> MessageOrder::add(const FromWorker &message)
{
    const std::string id(jobId(message));
    if (id.empty()) {
        return {};
    }
    const auto job = m_jobs.find(id);
    const bool isAccept = std::holds_alternative<Accepted>(message);
    if (job == m_jobs.end()) {
        if (isAccept) {
            m_jobs.emplace(id, JobState::Running);
            return {};
        }
        if (std::holds_alternative<Problem>(message)) {
            return {};
        }
        return broken(fmt::format("a message of job '{}' before it was accepted", id));
    }
    if (job->second == JobState::Finished) {
        return broken(fmt::format("a message of job '{}' after it finished", id));
    }
    if (isAccept) {
        return broken(fmt::format("job '{}' accepted twice", id));
    }
    if (std::holds_alternative<Finished>(message)) {
        job->second = JobState::Finished;
    }
    return {};
}

} // namespace core::ipc
