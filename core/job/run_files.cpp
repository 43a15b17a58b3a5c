#include "core/job/run_files.h"

#include <system_error>

#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"

namespace core::job {

namespace {

tl::unexpected<base::Error> notRemoved(const std::filesystem::path &folder,
                                       const std::error_code &code)
{
    return base::fail({.code = base::ErrorCode::Io,
                       .problem = "cannot be removed: " + code.message(),
                       .file = folder.string()});
}

} // namespace

base::Result<std::filesystem::path> setRunFolderAside(const model::Run &run,
                                                      const std::filesystem::path &folder)
{
    const auto manifest = data::readJobManifest(folder / data::kJobFile);
    if (!manifest || manifest->id != run.uuid) {
        return base::fail(
            {.code = base::ErrorCode::Conflict,
             .problem = "is not removed: it is not the folder of run '" + run.name + "'",
             .file = folder.string(),
             .expected = "a folder with the job.json of the run"});
    }
    std::error_code code;
    const std::filesystem::path aside = folder.parent_path() / ("deleted-" + run.uuid);
    std::filesystem::rename(folder, aside, code);
    if (code) {
        return notRemoved(folder, code);
    }
    return aside;
}

base::Result<void> removeFolder(const std::filesystem::path &aside)
{
    std::error_code code;
    std::filesystem::remove_all(aside, code);
    if (code) {
        return notRemoved(aside, code);
    }
    return {};
}

} // namespace core::job
