#pragma once

#include <string_view>

#include "core/base/result.h"

namespace app::worker {

// The standard output as it was when the program started. From then on file descriptor 1 is stderr,
// so that whatever a library prints cannot get between two messages. Not thread-safe.
class StdoutChannel
{
public:
    // The first thing in main(), before any library can print.
    static StdoutChannel reserve();

    ~StdoutChannel();
    StdoutChannel(StdoutChannel &&other) noexcept;
    StdoutChannel &operator=(StdoutChannel &&) = delete;

    // Writes all of it. Blocks while the reader is slow; fails when it is gone or the disk is full.
    core::base::Result<void> write(std::string_view text);

private:
    explicit StdoutChannel(int fd)
        : m_fd(fd)
    {
    }

    int m_fd;
};

} // namespace app::worker
