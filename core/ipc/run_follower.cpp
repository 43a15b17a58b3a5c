#include "core/ipc/run_follower.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/wait.h>

namespace core::ipc {

using base::ErrorCode;
using base::Result;

namespace {

// The worker writes ten times a second at most.
constexpr std::chrono::milliseconds kTick{100};

// Asks a process to end, each time more firmly.
class Stopper
{
public:
    Stopper(std::int64_t pid, const JobLimits &limits)
        : m_pid(static_cast<pid_t>(pid))
        , m_patience(limits.cancel + limits.terminate)
    {
    }

    void ask()
    {
        if (!m_isAsked) {
            m_isAsked = true;
            m_ends = Clock::now() + m_patience;
            ::kill(m_pid, SIGTERM);
        } else if (Clock::now() >= m_ends) {
            kill();
        }
    }
    void kill()
    {
        m_isAsked = true;
        ::kill(m_pid, SIGKILL);
    }
    bool isAsked() const { return m_isAsked; }

private:
    using Clock = std::chrono::steady_clock;
    pid_t m_pid;
    std::chrono::milliseconds m_patience;
    bool m_isAsked = false;
    Clock::time_point m_ends;
};

} // namespace

std::vector<FromWorker> RunFollower::read()
{
    if (!m_file.is_open()) {
        m_file.open(m_path, std::ios::binary);
    }
    m_file.clear(); // of the end that was reached before
    std::array<char, 65536> block;
    while (m_file.read(block.data(), block.size()), m_file.gcount() > 0) {
        m_framer.add({block.data(), static_cast<std::size_t>(m_file.gcount())});
    }
    std::vector<FromWorker> messages;
    while (const std::optional<LineFramer::Line> line = m_framer.next()) {
        if (line->isTooLong || line->text.ends_with(R"("from":"parent"})")) {
            continue;
        }
        Result<Reading<FromWorker>> reading = readFromWorker(line->text);
        if (!reading || !reading->message) {
            continue; // the last line of a worker that was killed
        }
        if (std::holds_alternative<Accepted>(*reading->message)) {
            m_finished.reset();
        } else if (const auto *finished = std::get_if<Finished>(&*reading->message)) {
            m_finished = *finished;
        }
        messages.push_back(std::move(*reading->message));
    }
    return messages;
}

bool isWorking(std::int64_t pid)
{
    const auto process = static_cast<pid_t>(pid);
    if (pid <= 0 || ::waitpid(process, nullptr, WNOHANG) == process) {
        return false;
    }
    return ::kill(process, 0) == 0 || errno == EPERM;
}

Result<JobEnd> followRun(const std::filesystem::path &events, std::int64_t pid,
                         const JobRequest &request, const JobLimits &limits,
                         const base::CancelToken &cancel, const MessageSink &sink)
{
    RunFollower follower(events);
    Stopper stopper(pid, limits);
    for (;;) {
        const bool wasWorking = isWorking(pid); // before reading: nothing is missed
        for (const FromWorker &message : follower.read()) {
            if (sink) {
                sink(message);
            }
        }
        if (follower.finished()) {
            return endOf(*follower.finished());
        }
        if (!wasWorking) {
            if (stopper.isAsked()) {
                return base::fail({.code = ErrorCode::Cancelled, .problem = "stopped"});
            }
            return base::fail(
                {.code = ErrorCode::Worker,
                 .problem = fmt::format("the worker (process {}) ended without saying "
                                        "how the job did",
                                        pid),
                 .file = events.string()});
        }
        if (request.kill.isCancelled()) {
            stopper.kill();
        } else if (cancel.isCancelled()) {
            stopper.ask();
        } else if (request.detach.isCancelled()) {
            return JobEnd::Detached;
        }
        std::this_thread::sleep_for(kTick);
    }
}

} // namespace core::ipc
