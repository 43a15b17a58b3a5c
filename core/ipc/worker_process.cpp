#include "core/ipc/worker_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace core::ipc {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

// Both ends of a pipe or socket; what was not released closes itself.
class Ends
{
public:
    Ends() = default;
    ~Ends()
    {
        for (const int fd : m_fds) {
            if (fd >= 0) {
                ::close(fd);
            }
        }
    }
    Ends(const Ends &) = delete;
    Ends &operator=(const Ends &) = delete;

    int *data() { return m_fds.data(); }
    int at(std::size_t end) const { return m_fds[end]; }
    int release(std::size_t end) { return std::exchange(m_fds[end], -1); }

private:
    std::array<int, 2> m_fds = {-1, -1};
};

tl::unexpected<base::Error> notStarted(const std::filesystem::path &program, int errorNumber)
{
    const bool isMissing = errorNumber == ENOENT || errorNumber == ENOTDIR;
    return fail({.code = isMissing ? ErrorCode::NotFound : ErrorCode::Worker,
                 .problem = fmt::format("cannot be started: {}", std::strerror(errorNumber)),
                 .file = program.string(),
                 .expected = "the program taloscope-worker"});
}

// Between fork and exec: only calls that POSIX allows there. Never returns.
[[noreturn]] void becomeWorker(char *const *arguments, int inputFd, int outputFd, int errorFd,
                               int reportFd, pid_t parent)
{
    // Ctrl+C in a shell, or its end, reaches the whole group; the worker is asked by message
    // instead.
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGHUP, SIG_IGN);
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const bool isOrphan = ::getppid() != parent; // died before the line above
    if (isOrphan || ::dup2(inputFd, STDIN_FILENO) < 0 || ::dup2(outputFd, STDOUT_FILENO) < 0 ||
        (errorFd >= 0 && ::dup2(errorFd, STDERR_FILENO) < 0)) {
        ::_exit(127);
    }
    ::execv(arguments[0], arguments);
    const int errorNumber = errno;
    [[maybe_unused]] const ssize_t written = ::write(reportFd, &errorNumber, sizeof errorNumber);
    ::_exit(127);
}

// The errno of a failed exec; nothing when the program runs (its end of the pipe closed).
std::optional<int> readExecFailure(int fd)
{
    int errorNumber = 0;
    ssize_t got = 0;
    do {
        got = ::read(fd, &errorNumber, sizeof errorNumber);
    } while (got < 0 && errno == EINTR);
    return got == sizeof errorNumber ? std::optional(errorNumber) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(const Command &command)
{
    // The input is a socket so that writing to a dead worker fails without raising SIGPIPE.
    Ends input;
    Ends output;
    Ends report;
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) != 0 ||
        ::pipe2(output.data(), O_CLOEXEC) != 0 || ::pipe2(report.data(), O_CLOEXEC) != 0) {
        return notStarted(command.program, errno);
    }
    Ends log;
    if (!command.errorLog.empty()) {
        // A folder from elsewhere may hold a link to any file of the user: it is not followed.
        *log.data() = ::open(command.errorLog.c_str(),
                             O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
        if (log.at(0) < 0) {
            return fail({.code = ErrorCode::Io,
                         .problem = fmt::format("cannot be written: {}", std::strerror(errno)),
                         .file = command.errorLog.string()});
        }
    }
    std::string program = command.program.string();
    std::vector<std::string> arguments = command.arguments;
    std::vector<char *> argumentPointers = {program.data()};
    for (std::string &argument : arguments) {
        argumentPointers.push_back(argument.data());
    }
    argumentPointers.push_back(nullptr);

    const pid_t parent = ::getpid();
    const pid_t pid = ::fork();
    if (pid < 0) {
        return notStarted(command.program, errno);
    }
    if (pid == 0) {
        becomeWorker(argumentPointers.data(), input.at(1), output.at(1), log.at(0), report.at(1),
                     parent);
    }
    ::close(report.release(1));
    const std::optional<int> execFailure = readExecFailure(report.at(0));
    std::unique_ptr<WorkerProcess> process(
        new WorkerProcess(pid, input.release(0), output.release(0)));
    if (execFailure) {
        return notStarted(command.program, *execFailure);
    }
    return process;
}

WorkerProcess::WorkerProcess(pid_t pid, int inputFd, int outputFd)
    : m_pid(pid)
    , m_inputFd(inputFd)
    , m_outputFd(outputFd)
{
}

WorkerProcess::~WorkerProcess()
{
    closeInput();
    ::close(m_outputFd);
    if (m_isReleased) {
        return;
    }
    if (!waitForExit(std::chrono::milliseconds(0))) {
        sendSignal(SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
}

Result<void> WorkerProcess::send(const ToWorker &message)
{
    const std::string line = toLine(message) + '\n';
    std::string_view rest = line;
    while (!rest.empty()) {
        const ssize_t sent = ::send(m_inputFd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0) {
            return fail({.code = ErrorCode::Worker,
                         .problem = fmt::format("the worker does not take messages any more: {}",
                                                std::strerror(errno))});
        }
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

void WorkerProcess::closeInput()
{
    if (m_inputFd >= 0) {
        ::close(std::exchange(m_inputFd, -1));
    }
}

std::optional<LineFramer::Line> WorkerProcess::readLine(std::chrono::milliseconds timeout)
{
    using Clock = std::chrono::steady_clock;
    const Clock::time_point deadline = Clock::now() + timeout;
    for (;;) {
        if (std::optional<LineFramer::Line> line = m_framer.next()) {
            return line;
        }
        if (m_isAtEnd) {
            return std::nullopt;
        }
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd waiting = {.fd = m_outputFd, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::max(left.count(), 0L)));
        if (ready <= 0) {
            return std::nullopt; // nothing in time, or a signal that the caller wants to see
        }
        std::array<char, 65536> block;
        const ssize_t got = ::read(m_outputFd, block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            m_isAtEnd = true;
            continue;
        }
        m_framer.add({block.data(), static_cast<std::size_t>(got)});
    }
}

void WorkerProcess::sendSignal(int signal)
{
    if (!m_waitStatus) {
        ::kill(m_pid, signal);
    }
}

void WorkerProcess::release()
{
    m_isReleased = true;
}

bool WorkerProcess::waitForExit(std::chrono::milliseconds timeout)
{
    using Clock = std::chrono::steady_clock;
    const Clock::time_point deadline = Clock::now() + timeout;
    while (!m_waitStatus) {
        int status = 0;
        const pid_t ended = ::waitpid(m_pid, &status, WNOHANG);
        if (ended == m_pid) {
            m_waitStatus = status;
            break;
        }
        if (Clock::now() >= deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

std::string WorkerProcess::howItEnded() const
{
    if (!m_waitStatus) {
        return "is still running";
    }
    if (WIFSIGNALED(*m_waitStatus)) {
        const int signal = WTERMSIG(*m_waitStatus);
        return fmt::format("was killed by signal {} ({})", signal, ::strsignal(signal));
    }
    return fmt::format("ended with exit code {}", WEXITSTATUS(*m_waitStatus));
}

} // namespace core::ipc
