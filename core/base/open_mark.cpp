#include "core/base/open_mark.h"

#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core::base {

OpenMark::OpenMark(const std::filesystem::path &file)
    // Without waiting: opening a pipe would.
    : m_descriptor(::open(file.c_str(),
                          O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644))
{
}

OpenMark::OpenMark(OpenMark &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

OpenMark &OpenMark::operator=(OpenMark &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

OpenMark::~OpenMark()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

bool hasOpen(std::int64_t pid, const std::filesystem::path &file)
{
    // A second name of the file may be one that a program of the user has open for its own reasons,
    // and so may be what a link leads to.
    struct stat wanted = {};
    if (pid <= 0 || ::lstat(file.c_str(), &wanted) != 0 || !S_ISREG(wanted.st_mode) ||
        wanted.st_nlink != 1) {
        return false;
    }
    std::error_code unreadable; // ended, or of another user
    const std::filesystem::path folder = "/proc/" + std::to_string(pid) + "/fd";
    std::filesystem::directory_iterator entry(folder, unreadable);
    for (const std::filesystem::directory_iterator end; !unreadable && entry != end;
         entry.increment(unreadable)) {
        struct stat open = {};
        if (::stat(entry->path().c_str(), &open) == 0 && open.st_ino == wanted.st_ino &&
            open.st_dev == wanted.st_dev) {
            return true;
        }
    }
    return false;
}

} // namespace core::base
