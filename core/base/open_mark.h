#pragma once

#include <cstdint>
#include <filesystem>

namespace core::base {

// A file that a program keeps open for as long as it works on something, so that others can tell it
// from a stranger which got the same process number: the number is what somebody wrote down, what a
// process has open is known to the system alone.
class OpenMark
{
public:
    OpenMark() = default; // marks nothing
    // Opens `file`, which is made where it is missing; a link is not followed. A file that cannot
    // be opened marks nothing.
    explicit OpenMark(const std::filesystem::path &file);

    OpenMark(OpenMark &&other) noexcept;
    OpenMark &operator=(OpenMark &&other) noexcept;
    ~OpenMark();

private:
    int m_descriptor = -1;
};

// Whether a living process of this machine has `file` open: an ordinary file, no link to one. Not
// so for a process whose files this user may not see. Takes some microseconds for each file that
// the process has open; thread-safe.
bool hasOpen(std::int64_t pid, const std::filesystem::path &file);

} // namespace core::base
