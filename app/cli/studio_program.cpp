#include "app/cli/studio_program.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;

namespace {

core::base::Error cannotStart(int reason)
{
    return {.code = ErrorCode::NotFound,
            .problem = fmt::format("the studio, which draws, cannot be started: {}",
                                   std::strerror(reason)),
            .file = studioProgram().string(),
            .expected = "taloscope beside talo"};
}

// A file in memory that a child inherits; -1 where there is none to be had.
int memoryFile(const std::string &content)
{
    const int file = ::memfd_create("talo", 0);
    std::size_t written = 0;
    while (file >= 0 && written < content.size()) {
        const ssize_t more = ::write(file, content.data() + written, content.size() - written);
        if (more < 0 && errno != EINTR) {
            ::close(file);
            return -1;
        }
        written += static_cast<std::size_t>(std::max<ssize_t>(more, 0));
    }
    return file;
}

} // namespace

std::filesystem::path studioProgram()
{
    std::error_code unreadable;
    return std::filesystem::read_symlink("/proc/self/exe", unreadable).parent_path() / "taloscope";
}

core::base::Error becomeStudio(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), studioProgram().string());
    std::vector<char *> words;
    for (std::string &word : arguments) {
        words.push_back(word.data());
    }
    words.push_back(nullptr);
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    ::execv(words.front(), words.data());
    return cannotStart(errno);
}

Result<void> runStudio(std::vector<std::string> arguments, const std::string &input)
{
    const int file = memoryFile(input);
    const std::string name = fmt::format("/proc/self/fd/{}", file);
    std::replace(arguments.begin(), arguments.end(), std::string(kInputFile), name);
    const pid_t child = file < 0 ? -1 : ::fork();
    if (child == 0) {
        becomeStudio(std::move(arguments));
        ::_exit(127);
    }
    const int reason = errno;
    if (file >= 0) {
        ::close(file);
    }
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child < 0 || (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
        return fail(cannotStart(child < 0 ? reason : ENOENT));
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail({.code = ErrorCode::Io,
                     .problem = "the studio, which draws, ended with an error",
                     .file = studioProgram().string()});
    }
    return {};
}

} // namespace app::cli
