#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace core::store {

// The right to write to a project: held by one program at a time, as the lock file "P.talo.lock"
// beside it, which names its holder. The system drops the lock when the holder dies; what is left
// of the file is then taken over. Readers need no lock.
class ProjectLock
{
public:
    // Locked, naming program and process, where another one holds it; also where the file was
    // written on another machine (whose processes cannot be seen from here). `program` is shown to
    // others. Does not wait.
    static base::Result<ProjectLock> acquire(const std::filesystem::path &project,
                                             const std::string &program);

    ProjectLock(ProjectLock &&other) noexcept;
    ProjectLock &operator=(ProjectLock &&other) noexcept;
    // Releases the lock and removes the file.
    ~ProjectLock();

private:
    ProjectLock(std::filesystem::path file, int descriptor);
    void release();

    std::filesystem::path m_file;
    int m_descriptor = -1;
};

// The lock file of a project.
std::filesystem::path lockFile(const std::filesystem::path &project);

// This machine's name.
std::string hostName();

} // namespace core::store
