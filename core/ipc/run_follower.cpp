#include "core/ipc/run_follower.h"

#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <sys/wait.h>

#include "core/base/open_mark.h"

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
    Stopper(const RunProcess &process, const JobLimits &limits)
        : m_process(process)
        , m_patience(limits.cancel + limits.terminate)
    {
    }

    void ask()
    {
        if (!m_isAsked) {
            m_isAsked = true;
            m_ends = Clock::now() + m_patience;
            send(SIGTERM);
        } else if (Clock::now() >= m_ends) {
            kill();
        }
    }
    void kill()
    {
        m_isAsked = true;
        send(SIGKILL);
    }
    bool isAsked() const { return m_isAsked; }

private:
    using Clock = std::chrono::steady_clock;

    void send(int signal) const
    {
        if (isWorking(m_process)) { // right before: the number is free for others once it ended
            ::kill(static_cast<pid_t>(m_process.pid), signal);
        }
    }

    const RunProcess &m_process;
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

bool isWorking(const RunProcess &process)
{
    return base::hasOpen(process.pid, process.log);
}

Result<JobEnd> followRun(const std::filesystem::path &events, const RunProcess &process,
                         const JobRequest &request, const JobLimits &limits,
                         const base::CancelToken &cancel, const MessageSink &sink)
{
    RunFollower follower(events);
    Stopper stopper(process, limits);
    bool isTheRuns = false;
    for (;;) {
        const bool wasWorking = isWorking(process); // before reading: nothing is missed
        isTheRuns = isTheRuns || wasWorking;
        for (const FromWorker &message : follower.read()) {
            if (sink) {
                sink(message);
            }
        }
        if (follower.finished()) {
            return endOf(*follower.finished());
        }
        if (!wasWorking) {
            if (isTheRuns) { // and a child of this program where it was left and found again
                ::waitpid(static_cast<pid_t>(process.pid), nullptr, WNOHANG);
            }
            if (stopper.isAsked()) {
                return base::fail({.code = ErrorCode::Cancelled, .problem = "stopped"});
            }
            return base::fail(
                {.code = ErrorCode::Worker,
                 .problem = fmt::format("the worker (process {}) ended without saying "
                                        "how the job did",
                                        process.pid),
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
