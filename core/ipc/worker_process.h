#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/base/result.h"
#include "core/ipc/line_framer.h"
#include "core/ipc/protocol.h"

namespace core::ipc {

// A running taloscope-worker and the two pipes to it. It dies with this process: it reads the end
// of its input, and Linux sends it SIGTERM when the thread that started it ends, so start it from a
// thread that lives as long as the worker shall. Not thread-safe. The destructor kills what still
// runs.
class WorkerProcess
{
public:
    // How the worker is started.
    struct Command
    {
        std::filesystem::path program;
        std::vector<std::string> arguments = {"serve"};
        std::filesystem::path errorLog =
            {}; // the worker's stderr is appended here; empty: inherited
    };

    // Fails where the program cannot be started; that it speaks the protocol shows later.
    static base::Result<std::unique_ptr<WorkerProcess>> start(const Command &command);

    ~WorkerProcess();
    WorkerProcess(const WorkerProcess &) = delete;
    WorkerProcess &operator=(const WorkerProcess &) = delete;

    // Fails where the worker is gone. Messages are small: this does not block on a worker that
    // reads.
    base::Result<void> send(const ToWorker &message);
    // Nothing more will be sent: the worker reads the end of its input.
    void closeInput();

    // The next line, waiting for it at most so long; none: nothing came, or isAtEnd().
    std::optional<LineFramer::Line> readLine(std::chrono::milliseconds timeout);
    // The worker closed its output and every line was read.
    bool isAtEnd() const { return m_isAtEnd; }

    void sendSignal(int signal);
    // Lets go of a worker that was told to go on alone: it is neither killed nor waited for.
    void release();
    // Waits at most so long for the process to end; whether it has.
    bool waitForExit(std::chrono::milliseconds timeout);
    // "ended with exit code 1", "was killed by signal 9 (Killed)", "is still running".
    std::string howItEnded() const;
    pid_t pid() const { return m_pid; }

private:
    WorkerProcess(pid_t pid, int inputFd, int outputFd);

    pid_t m_pid;
    int m_inputFd; // we write, the worker reads
    int m_outputFd;
    LineFramer m_framer;
    bool m_isAtEnd = false;
    std::optional<int> m_waitStatus; // as waitpid() gives it
    bool m_isReleased = false;
};

} // namespace core::ipc
