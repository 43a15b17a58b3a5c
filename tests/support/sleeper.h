#pragma once

#include <csignal>
#include <filesystem>
#include <string>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tests {

// A process of ours that says nothing. Not a QProcess, which would reap it itself.
class Sleeper
{
public:
    // A stranger to every file.
    Sleeper()
        : Sleeper(std::filesystem::path())
    {
    }
    // With its errors going to `log`, as a worker's do.
    explicit Sleeper(const std::filesystem::path &log)
    {
        std::string program = "sleep";
        std::string seconds = "60";
        char *const arguments[] = {program.data(), seconds.data(), nullptr};
        posix_spawn_file_actions_t files;
        ::posix_spawn_file_actions_init(&files);
        if (!log.empty()) {
            ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(),
                                               O_WRONLY | O_CREAT | O_APPEND, 0644);
        }
        ::posix_spawnp(&m_pid, "sleep", &files, nullptr, arguments, environ);
        ::posix_spawn_file_actions_destroy(&files);
    }
    ~Sleeper()
    {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    Sleeper(const Sleeper &) = delete;
    Sleeper &operator=(const Sleeper &) = delete;

    pid_t pid() const { return m_pid; }
    // Reaps it where it ended.
    bool isAlive() const { return ::waitpid(m_pid, nullptr, WNOHANG) == 0; }

private:
    pid_t m_pid = 0;
};

} // namespace tests
