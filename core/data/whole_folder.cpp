#include "core/data/whole_folder.h"

#include <system_error>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/ids.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace fs = std::filesystem;

namespace {

Result<void> writeAll(const fs::path &folder, const std::map<std::string, std::string> &files)
{
    TRY(base::makeFolder(folder));
    for (const auto &[name, content] : files) {
        TRY(base::makeFolder((folder / name).parent_path()));
        TRY(base::writeFileAtomically(folder / name, content));
    }
    return {};
}

} // namespace

Result<void> writeFolder(const fs::path &folder, const std::map<std::string, std::string> &files)
{
    std::error_code code;
    const bool isEmptyFolder = fs::is_directory(folder, code) && fs::is_empty(folder, code);
    if (fs::exists(folder, code) && !isEmptyFolder) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "exists already",
                     .file = folder.string(),
                     .expected = "a folder that is new or empty"});
    }
    fs::path target = folder;
    if (!target.has_filename()) {
        target = target.parent_path(); // "out/"
    }
    fs::path temporary = target;
    temporary += fmt::format(".{}.tmp", base::newUuid().substr(0, 8));
    Result<void> written = writeAll(temporary, files);
    if (written) {
        fs::rename(temporary, target, code); // replaces an empty folder
        if (code) {
            written = fail({.code = ErrorCode::Io,
                            .problem = "cannot be written: " + code.message(),
                            .file = folder.string()});
        }
    }
    if (!written) {
        fs::remove_all(temporary, code);
    }
    return written;
}

} // namespace core::data
