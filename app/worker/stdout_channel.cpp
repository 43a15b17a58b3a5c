#include "app/worker/stdout_channel.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace app::worker {

StdoutChannel StdoutChannel::reserve()
{
    // A reader that is gone shows as a failed write instead of a signal.
    ::signal(SIGPIPE, SIG_IGN);
    const int fd = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    return StdoutChannel(fd);
}

StdoutChannel::~StdoutChannel()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

StdoutChannel::StdoutChannel(StdoutChannel &&other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
{
}

core::base::Result<void> StdoutChannel::write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t written = ::write(m_fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return core::base::fail(
                {.code = core::base::ErrorCode::Io,
                 .problem = fmt::format("cannot be written: {}", std::strerror(errno)),
                 .file = "standard output"});
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

} // namespace app::worker
