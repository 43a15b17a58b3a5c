#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core::base {

// Largest text file that is read into memory at once.
inline constexpr std::int64_t kMaxTextBytes = std::int64_t{1} << 30;

// The whole of a regular file. Missing, a directory, unreadable or larger than maxBytes: an error
// that names the path. Blocking.
Result<std::string> readFile(const std::filesystem::path &path,
                             std::int64_t maxBytes = kMaxTextBytes);

// Writes so that the file has either its old content or all of the new one, whatever happens:
// a temporary file beside it, fsync, rename, fsync of the folder. Blocking.
Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view content);

// Writes like writeFileAtomically() where a library insists on writing by itself: give it
// temporaryPath(), then commit(). Without commit() the temporary file is removed.
class AtomicFile
{
public:
    // The folder must exist.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    const std::filesystem::path &temporaryPath() const { return m_temporary; }
    Result<void> commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
    bool m_isCommitted = false;
};

// Creates a folder with its parents; an existing folder is fine.
Result<void> makeFolder(const std::filesystem::path &path);

} // namespace core::base
