#include "app/worker/worker_session.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "core/base/log.h"
#include "core/base/version.h"
#include "core/ipc/line_framer.h"

namespace app::worker {

namespace {

namespace base = core::base;
namespace ipc = core::ipc;
using base::ErrorCode;
using base::Result;
using Clock = std::chrono::steady_clock;

// How long a job that was told to stop may compute on: whoever stops a run shall not wait for more
// than three seconds.
constexpr std::chrono::milliseconds kStopGrace{2000};

// Takes these signals out of their usual course; they are read from the descriptor. Before the
// first thread starts, for threads inherit the mask.
int takeSignals(std::initializer_list<int> signals)
{
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : signals) {
        ::sigaddset(&set, signal);
    }
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    return ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

std::optional<std::int64_t> residentBytes()
{
    std::int64_t pages = 0;
    std::int64_t resident = 0;
    std::ifstream file("/proc/self/statm");
    if (!(file >> pages >> resident)) {
        return std::nullopt;
    }
    return resident * ::sysconf(_SC_PAGESIZE);
}

// What this process uses of the machine.
class ProcessLoad
{
public:
    // With the processor time since the last one.
    ipc::Heartbeat beat()
    {
        const Clock::time_point now = Clock::now();
        const double usedS = cpuSeconds();
        const double elapsedS = std::chrono::duration<double>(now - m_at).count();
        ipc::Heartbeat heartbeat;
        if (elapsedS > 0.0) {
            heartbeat.cpuPercent = 100.0 * (usedS - m_usedS) / elapsedS;
        }
        heartbeat.memoryBytes = residentBytes();
        m_at = now;
        m_usedS = usedS;
        return heartbeat;
    }

private:
    static double cpuSeconds()
    {
        timespec used = {};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
    }
    Clock::time_point m_at = Clock::now();
    double m_usedS = cpuSeconds();
};

// A job's function with every exception of a library turned into an error.
Result<void> runGuarded(const JobFunction &job, const std::filesystem::path &manifest,
                        const std::string &id, MessageWriter &writer,
                        const base::CancelToken &cancel)
{
    try {
        return job(manifest, id, writer, cancel);
    } catch (const std::bad_alloc &) {
        return base::fail(
            {.code = ErrorCode::OutOfMemory, .problem = "there is not enough memory for this job"});
    } catch (const std::exception &exception) {
        return base::fail({.code = ErrorCode::Internal,
                           .problem = fmt::format("unexpected failure: {}", exception.what())});
    }
}

class Session
{
public:
    Session(StdoutChannel &output, const SessionSetup &setup, int signalFd)
        : m_setup(setup)
        , m_signalFd(signalFd)
        , m_doneFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_writer(output)
    {
    }
    ~Session()
    {
        ::close(m_doneFd);
        ::close(m_signalFd);
    }
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    void greet()
    {
        m_writer.send(ipc::WorkerHello{ipc::kProtocol, base::kVersion, m_setup.devices});
    }

    void listenToInput() { m_hasInput = true; }

    void startJob(const std::string &id, const std::filesystem::path &manifest)
    {
        m_knownIds.insert(id);
        m_jobId = id;
        m_cancel = base::CancelToken();
        m_isRunning = true;
        m_writer.send(ipc::Accepted{id});
        m_job =
            std::jthread([this, id, manifest, cancel = m_cancel] { work(id, manifest, cancel); });
    }

    void leaveAfterJob() { m_isLeaving = true; }

    // Until the session is to end and no job runs.
    void loop()
    {
        Clock::time_point nextBeat = Clock::now() + ipc::kHeartbeatInterval;
        while (m_isRunning || !m_isLeaving) {
            std::array<pollfd, 3> waiting = {
                {{.fd = m_hasInput ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0},
                 {.fd = m_signalFd, .events = POLLIN, .revents = 0},
                 {.fd = m_doneFd, .events = POLLIN, .revents = 0}}};
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                std::min(nextBeat, m_mustStopBy.value_or(nextBeat)) - Clock::now());
            ::poll(waiting.data(), waiting.size(), static_cast<int>(std::max(left.count(), 0L)));
            if (Clock::now() >= nextBeat) {
                m_writer.send(withCard(m_load.beat()));
                nextBeat = Clock::now() + ipc::kHeartbeatInterval;
            }
            if (waiting[2].revents != 0) {
                finishJob();
            }
            if (waiting[1].revents != 0) {
                takeSignal();
            }
            if (waiting[0].revents != 0) {
                readInput();
            }
            if (m_mustStopBy && Clock::now() >= *m_mustStopBy) {
                leaveWithoutJob();
            }
        }
        m_writer.flush();
    }

    // Of the last job, and of the conversation itself.
    int jobExitCode() const { return m_jobExitCode; }
    int sessionExitCode() const { return m_sessionExitCode; }

private:
    // ---- the job's thread

    void work(const std::string &id, const std::filesystem::path &manifest,
              const base::CancelToken &cancel)
    {
        const Result<void> done = judged(runGuarded(m_setup.job, manifest, id, m_writer, cancel));
        m_jobExitCode = done ? 0 : base::exitCode(done.error().code);
        // First, so that a parent that answers `finished` with the next job finds the worker free.
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_doneFd, &one, sizeof one);
        tellEnd(id, done);
    }

    // ---- both threads

    // A job whose parent talks nonsense has failed, however it ended.
    Result<void> judged(Result<void> done) const
    {
        if (m_isInputBroken) {
            return base::fail({.code = ErrorCode::Worker,
                               .problem = fmt::format("the parent wrote {} lines that are no "
                                                      "messages",
                                                      ipc::kMaxBadLines)});
        }
        return done;
    }

    ipc::Heartbeat withCard(ipc::Heartbeat heartbeat) const
    {
        if (m_setup.cardMemory) {
            heartbeat.gpuMemoryBytes = m_setup.cardMemory();
        }
        return heartbeat;
    }

    // Whether the job was not over already.
    bool tellEnd(const std::string &id, const Result<void> &done)
    {
        ipc::Finished finished = {.id = id, .status = ipc::FinishStatus::Ok, .error = {}};
        if (!done) {
            const base::Error &error = done.error();
            if (error.code == ErrorCode::Cancelled) {
                finished.status = ipc::FinishStatus::Cancelled;
            } else {
                base::logger("worker")->error("{}", error.sentence());
                finished.status = ipc::FinishStatus::Failed;
                finished.error = error;
                m_writer.send(ipc::Problem{
                    id, error.place.empty() ? std::optional<std::string>() : error.place,
                    base::errorCodeName(error.code), error.sentence()});
            }
        }
        // Also a job that was shorter than the time between two heartbeats tells what it took.
        m_writer.send(withCard({.memoryBytes = residentBytes()}));
        return m_writer.send(finished);
    }

    // ---- the main thread

    void finishJob()
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = ::read(m_doneFd, &count, sizeof count);
        m_job.join();
        m_isRunning = false;
        m_mustStopBy.reset();
    }

    void stopJob()
    {
        m_cancel.cancel();
        if (m_isRunning && !m_mustStopBy) {
            m_mustStopBy = Clock::now() + kStopGrace;
        }
    }

    // One step of a job may take longer than anybody waits, and a thread cannot be stopped from
    // outside. What the job wrote are whole files, its last resume point among them: the step is
    // given up and the process ends without returning to it.
    void leaveWithoutJob()
    {
        const Result<void> done = judged(base::fail(
            {.code = ErrorCode::Cancelled, .problem = "stopped in the middle of a step"}));
        if (!tellEnd(m_jobId, done)) {
            return; // it ended in this very moment
        }
        base::logger("worker")->info("the job was left in the middle of a step");
        m_writer.flush();
        std::_Exit(m_sessionExitCode != 0 ? m_sessionExitCode : base::exitCode(done.error().code));
    }

    void leave(const char *why)
    {
        base::logger("worker")->info("{}", why);
        m_isLeaving = true;
        stopJob();
    }

    void takeSignal()
    {
        signalfd_siginfo info = {};
        [[maybe_unused]] const ssize_t got = ::read(m_signalFd, &info, sizeof info);
        leave("asked to stop by a signal");
    }

    void readInput()
    {
        std::array<char, 65536> block;
        const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
            return;
        }
        if (got <= 0) {
            m_hasInput = false;
            if (!m_isLeaving) {
                leave("the input ended: the parent is gone");
            }
            return;
        }
        m_framer.add({block.data(), static_cast<std::size_t>(got)});
        while (const std::optional<ipc::LineFramer::Line> line = m_framer.next()) {
            take(*line);
        }
    }

    void take(const ipc::LineFramer::Line &line)
    {
        if (line.isTooLong) {
            countBadLine({.code = ErrorCode::BadFormat,
                          .problem = "a line is too long",
                          .expected = fmt::format("at most {} bytes", ipc::kMaxLineBytes)});
            return;
        }
        const Result<ipc::Reading<ipc::ToWorker>> reading = ipc::readToWorker(line.text);
        if (!reading) {
            countBadLine(reading.error());
            return;
        }
        for (const std::string &what : reading->ignored) {
            if (m_warned.insert(what).second) {
                m_writer.send(ipc::Log{std::nullopt, ipc::LogLevel::Warning,
                                       fmt::format("{} is unknown here and is passed over", what)});
            }
        }
        if (reading->message) {
            m_writer.noteReceived(*reading->message);
            std::visit([this](const auto &message) { handle(message); }, *reading->message);
        }
    }

    void countBadLine(const base::Error &error)
    {
        ++m_badLines;
        complain(error.place, error);
        if (m_badLines == ipc::kMaxBadLines) {
            m_isInputBroken = true;
            m_sessionExitCode = base::exitCode(ErrorCode::Worker);
            leave("too many lines that are no messages");
        }
    }

    // Says what is wrong with a message; it belongs to no job.
    void complain(const std::string &field, const base::Error &error)
    {
        m_writer.send(ipc::Problem{std::nullopt,
                                   field.empty() ? std::optional<std::string>() : field,
                                   base::errorCodeName(error.code), error.sentence()});
    }

    void handle(const ipc::ClientHello &hello)
    {
        if (const Result<void> checked = ipc::checkProtocol(hello.protocol); !checked) {
            complain("protocol", checked.error());
            m_sessionExitCode = base::exitCode(checked.error().code);
            leave("the parent speaks another protocol");
            return;
        }
        m_isGreeted = true;
    }

    void handle(const ipc::RunRequest &request)
    {
        if (!m_isGreeted) {
            complain("type", {.code = ErrorCode::Conflict,
                              .problem = "a job was sent before a greeting",
                              .expected = "hello first"});
        } else if (m_isLeaving) {
            complain("id", {.code = ErrorCode::Conflict,
                            .problem = "the worker is about to end and takes no job"});
        } else if (m_knownIds.contains(request.id)) {
            complain("id", {.code = ErrorCode::Conflict,
                            .problem = fmt::format("the id '{}' was used before", request.id),
                            .expected = "a new id for each job"});
        } else if (m_isRunning) {
            complain("id", {.code = ErrorCode::Conflict,
                            .problem = fmt::format("job '{}' is still running", m_jobId),
                            .expected = "one job at a time"});
        } else {
            startJob(request.id, request.manifest);
        }
    }

    void handle(const ipc::CancelRequest &request)
    {
        if (m_isRunning && request.id == m_jobId) {
            stopJob();
        } else if (!m_knownIds.contains(request.id)) {
            complain("id", {.code = ErrorCode::NotFound,
                            .problem = fmt::format("there is no job '{}'", request.id)});
        }
    }

    void handle(const ipc::Ping &ping) { m_writer.send(ipc::Heartbeat{.id = ping.id}); }

    // The parent's end, of which its closed pipe and the system tell, no longer matters.
    void handle(const ipc::DetachRequest &request)
    {
        if (!m_isRunning || request.id != m_jobId) {
            complain("id", {.code = ErrorCode::NotFound,
                            .problem = fmt::format("job '{}' does not run", request.id)});
            return;
        }
        ::prctl(PR_SET_PDEATHSIG, 0);
        ::setsid(); // a terminal that closes must not end it either
        m_isLeaving = true;
        m_writer.send(ipc::Detached{request.id});
    }

    void handle(const ipc::Shutdown &) { leave("asked to end"); }

    const SessionSetup &m_setup;
    int m_signalFd;
    int m_doneFd; // the job's thread tells that it is done
    MessageWriter m_writer;
    ipc::LineFramer m_framer;
    ProcessLoad m_load;
    bool m_hasInput = false;
    bool m_isGreeted = false;
    bool m_isLeaving = false;
    bool m_isRunning = false;
    int m_sessionExitCode = 0;
    int m_badLines = 0;
    std::set<std::string> m_warned;
    std::set<std::string> m_knownIds;
    std::optional<Clock::time_point> m_mustStopBy; // of a job that was told to stop
    std::string m_jobId;
    base::CancelToken m_cancel;
    std::atomic<bool> m_isInputBroken = false;
    int m_jobExitCode = 0; // the job's thread writes it; read after that ended
    std::jthread m_job;    // last: ends before what it uses
};

} // namespace

int serve(StdoutChannel &output, const SessionSetup &setup)
{
    ::signal(SIGINT, SIG_IGN);
    Session session(output, setup, takeSignals({SIGTERM}));
    session.greet();
    session.listenToInput();
    session.loop();
    return session.sessionExitCode();
}

int runOnce(StdoutChannel &output, const SessionSetup &setup, const std::string &id,
            const std::filesystem::path &manifest)
{
    Session session(output, setup, takeSignals({SIGTERM, SIGINT}));
    session.greet();
    session.startJob(id, manifest);
    session.leaveAfterJob();
    session.loop();
    return session.jobExitCode();
}

} // namespace app::worker
