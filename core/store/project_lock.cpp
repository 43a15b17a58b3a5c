#include "core/store/project_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core::store {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// The three lines of a lock file.
struct Holder
{
    std::string pid;
    std::string host;
    std::string program;
};

Holder readHolder(int descriptor)
{
    std::array<char, 512> buffer{};
    const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), 0);
    std::istringstream lines(
        std::string(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0));
    Holder holder;
    std::getline(lines, holder.pid);
    std::getline(lines, holder.host);
    std::getline(lines, holder.program);
    return holder;
}

tl::unexpected<base::Error> heldBy(const std::filesystem::path &project, const Holder &holder)
{
    return fail({.code = ErrorCode::Locked,
                 .problem = fmt::format("is open for writing in {} (process {} on {})",
                                        holder.program.empty() ? "another program" : holder.program,
                                        holder.pid.empty() ? "?" : holder.pid,
                                        holder.host.empty() ? "?" : holder.host),
                 .file = project.string(),
                 .expected = fmt::format("that it is closed there first (if that machine is gone, "
                                         "remove {})",
                                         lockFile(project).string())});
}

tl::unexpected<base::Error> cannotLock(const std::filesystem::path &project, int number)
{
    return fail({.code = ErrorCode::Io,
                 .problem = fmt::format("cannot be locked for writing: {}", std::strerror(number)),
                 .file = project.string(),
                 .expected = "a folder that may be written"});
}

// The file that was locked may have been removed by its former holder in between.
bool isStillThere(int descriptor, const std::filesystem::path &file)
{
    struct stat locked = {};
    struct stat named = {};
    return ::fstat(descriptor, &locked) == 0 && ::stat(file.c_str(), &named) == 0 &&
           locked.st_ino == named.st_ino && locked.st_dev == named.st_dev;
}

} // namespace

std::filesystem::path lockFile(const std::filesystem::path &project)
{
    std::error_code code;
    const bool isLink = std::filesystem::is_symlink(project, code);
    const std::filesystem::path file = isLink ? std::filesystem::canonical(project, code) : project;
    return (code ? project : file).string() + ".lock";
}

std::string hostName()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "localhost";
}

Result<ProjectLock> ProjectLock::acquire(const std::filesystem::path &project,
                                         const std::string &program)
{
    const std::filesystem::path file = lockFile(project);
    for (;;) {
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor < 0) {
            return cannotLock(project, errno);
        }
        ProjectLock lock(file, descriptor);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            const int number = errno;
            const Holder holder = readHolder(descriptor);
            ::close(std::exchange(lock.m_descriptor, -1)); // not ours to remove
            return number == EWOULDBLOCK ? heldBy(project, holder) : cannotLock(project, number);
        }
        if (!isStillThere(descriptor, file)) {
            ::close(std::exchange(lock.m_descriptor, -1));
            continue;
        }
        const Holder former = readHolder(descriptor);
        if (!former.host.empty() && former.host != hostName()) {
            ::close(std::exchange(lock.m_descriptor, -1));
            return heldBy(project, former);
        }
        const std::string content = fmt::format("{}\n{}\n{}\n", ::getpid(), hostName(), program);
        if (::ftruncate(descriptor, 0) != 0 ||
            ::pwrite(descriptor, content.data(), content.size(), 0) < 0) {
            return cannotLock(project, errno);
        }
        return lock;
    }
}

ProjectLock::ProjectLock(std::filesystem::path file, int descriptor)
    : m_file(std::move(file))
    , m_descriptor(descriptor)
{
}

ProjectLock::ProjectLock(ProjectLock &&other) noexcept
    : m_file(std::move(other.m_file))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

ProjectLock &ProjectLock::operator=(ProjectLock &&other) noexcept
{
    if (this != &other) {
        release();
        m_file = std::move(other.m_file);
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

ProjectLock::~ProjectLock()
{
    release();
}

void ProjectLock::release()
{
    if (m_descriptor >= 0) {
        std::error_code ignored;
        std::filesystem::remove(m_file, ignored); // while it is still ours
        ::close(std::exchange(m_descriptor, -1));
    }
}

} // namespace core::store
