#include "core/ipc/job_client.h"

#include <algorithm>
#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/ipc/job_conversation.h"

namespace core::ipc {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using std::chrono::milliseconds;

// How often the cancel flag and the limits are looked at while the worker says nothing.
constexpr milliseconds kTick{50};
// A worker that finished its job and was asked to leave.
constexpr milliseconds kGoodbye{5000};

// The end of a worker's error log, for the sentence that says why it died.
std::string lastLineOf(const std::filesystem::path &errorLog)
{
    Result<std::string> text = base::readFile(errorLog);
    if (!text) {
        return {};
    }
    while (!text->empty() && text->back() == '\n') {
        text->pop_back();
    }
    constexpr std::size_t kShown = 300;
    const std::string line = text->substr(text->rfind('\n') + 1);
    return line.substr(0, kShown);
}

// One job in one worker, step by step.
class Job
{
public:
    Job(const JobRequest &request, const JobLimits &limits, const base::CancelToken &cancel,
        const MessageSink &sink, WorkerProcess &worker)
        : m_request(request)
        , m_limits(limits)
        , m_cancel(cancel)
        , m_sink(sink)
        , m_worker(worker)
        , m_conversation(request.id)
    {
    }

    Result<JobEnd> run()
    {
        TRY(ask());
        while (!m_conversation.finished()) {
            if (m_request.kill.isCancelled()) {
                kill();
            } else if (m_cancel.isCancelled() || m_isLeavingInVain) {
                escalate();
            } else if (m_request.detach.isCancelled()) {
                askToDetach();
            }
            if (m_conversation.isDetached()) {
                m_worker.release();
                return JobEnd::Detached;
            }
            const std::optional<LineFramer::Line> line = m_worker.readLine(kTick);
            if (line) {
                m_silence = milliseconds(0);
                TRY(hear(*line));
            } else if (m_worker.isAtEnd()) {
                return died();
            } else {
                // Counted in ticks, not by the clock: a machine that slept was not silent.
                m_silence += kTick;
                TRY(checkPatience());
            }
        }
        TRY(sayGoodbye());
        return endOf(*m_conversation.finished());
    }

private:
    Result<void> ask()
    {
        for (const ToWorker &message :
             {ToWorker(ClientHello{}), ToWorker(RunRequest{m_request.id, m_request.manifest})}) {
            if (!m_worker.send(message)) {
                break; // it died; reading its output will tell
            }
        }
        return {};
    }

    Result<void> hear(const LineFramer::Line &line)
    {
        const std::optional<FromWorker> message = TRY(m_conversation.take(line));
        if (message && m_sink) {
            m_sink(*message);
        }
        if (const std::optional<Problem> &refusal = m_conversation.refusal()) {
            return fail({.code = base::errorCodeFromName(refusal->code),
                         .problem = fmt::format("the worker refused the job: {}", refusal->text),
                         .place = refusal->field.value_or("")});
        }
        return {};
    }

    // Asks the worker to stop, each time more firmly.
    void escalate()
    {
        using Clock = std::chrono::steady_clock;
        const Clock::time_point now = Clock::now();
        if (m_stage == Stage::Running) {
            static_cast<void>(m_worker.send(CancelRequest{m_request.id}));
            m_stage = Stage::Asked;
            m_patienceEnds = now + m_limits.cancel;
        } else if (m_stage == Stage::Asked && now >= m_patienceEnds) {
            base::logger("ipc")->warn("the worker did not stop when asked; sending SIGTERM");
            m_worker.sendSignal(SIGTERM);
            m_stage = Stage::Terminated;
            m_patienceEnds = now + m_limits.terminate;
        } else if (m_stage == Stage::Terminated && now >= m_patienceEnds) {
            base::logger("ipc")->warn("the worker did not stop on SIGTERM; killing it");
            m_worker.sendSignal(SIGKILL);
            m_stage = Stage::Killed;
        }
    }

    void kill()
    {
        if (m_stage != Stage::Killed) {
            m_worker.sendSignal(SIGKILL);
            m_stage = Stage::Killed;
        }
    }

    void askToDetach()
    {
        const auto now = std::chrono::steady_clock::now();
        if (!m_detachEnds) {
            static_cast<void>(m_worker.send(DetachRequest{m_request.id}));
            m_detachEnds = now + m_limits.cancel;
        } else if (now >= *m_detachEnds) {
            base::logger("ipc")->warn("the worker cannot go on alone; stopping it");
            m_isLeavingInVain = true;
        }
    }

    Result<void> checkPatience()
    {
        const milliseconds limit =
            m_conversation.hasGreeted() ? m_limits.silence : m_limits.greeting;
        if (m_silence < limit || m_stage != Stage::Running) {
            return {};
        }
        return fail({.code = ErrorCode::Worker,
                     .problem = fmt::format("the worker has been silent for {} s",
                                            std::chrono::duration<double>(limit).count()),
                     .file = m_request.worker.program.string(),
                     .expected = m_conversation.hasGreeted() ? "a heartbeat every 2 s"
                                                             : "a greeting after its start"});
    }

    tl::unexpected<base::Error> died()
    {
        m_worker.waitForExit(kGoodbye);
        if (m_stage != Stage::Running) {
            return fail({.code = ErrorCode::Cancelled, .problem = "stopped"});
        }
        const std::string lastLine = lastLineOf(m_request.worker.errorLog);
        return fail({.code = ErrorCode::Worker,
                     .problem = fmt::format("the worker {} before the job was finished{}{}",
                                            m_worker.howItEnded(),
                                            lastLine.empty() ? "" : "; it last said: ", lastLine),
                     .file = m_request.worker.program.string()});
    }

    // Hears what still comes, so that a message after `finished` is noticed, and reaps the worker.
    Result<void> sayGoodbye()
    {
        static_cast<void>(m_worker.send(Shutdown{}));
        m_worker.closeInput();
        const auto deadline = std::chrono::steady_clock::now() + kGoodbye;
        while (!m_worker.isAtEnd() && std::chrono::steady_clock::now() < deadline) {
            if (const std::optional<LineFramer::Line> line = m_worker.readLine(kTick)) {
                TRY(m_conversation.take(*line));
            }
        }
        m_worker.waitForExit(kGoodbye);
        return {};
    }

    enum class Stage { Running, Asked, Terminated, Killed };

    const JobRequest &m_request;
    const JobLimits &m_limits;
    const base::CancelToken &m_cancel;
    const MessageSink &m_sink;
    WorkerProcess &m_worker;
    JobConversation m_conversation;
    Stage m_stage = Stage::Running;
    std::chrono::steady_clock::time_point m_patienceEnds;
    std::optional<std::chrono::steady_clock::time_point> m_detachEnds; // once it was asked for
    bool m_isLeavingInVain = false;
    milliseconds m_silence{0};
};

} // namespace

Result<JobEnd> endOf(const Finished &finished)
{
    switch (finished.status) {
    case FinishStatus::Ok:
        return JobEnd::Done;
    case FinishStatus::Cancelled:
        return base::fail({.code = ErrorCode::Cancelled, .problem = "stopped"});
    case FinishStatus::Failed:
        break;
    }
    return base::fail(finished.error.value_or(base::Error{
        .code = ErrorCode::Worker, .problem = "the job failed; the worker did not say why"}));
}

Result<JobEnd> runJob(const JobRequest &request, const JobLimits &limits,
                      const base::CancelToken &cancel, const MessageSink &sink)
{
    const std::unique_ptr<WorkerProcess> worker = TRY(WorkerProcess::start(request.worker));
    if (request.onStarted) {
        request.onStarted(worker->pid());
    }
    return Job(request, limits, cancel, sink, *worker).run();
}

} // namespace core::ipc
