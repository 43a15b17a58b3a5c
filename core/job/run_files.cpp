#include "core/job/run_files.h"

#include <system_error>

#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"

namespace core::job {

base::Result<void> removeRunFolder(const model::Run &run, const std::filesystem::path &folder)
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
    std::filesystem::remove_all(folder, code);
    if (code) {
        return base::fail({.code = base::ErrorCode::Io,
                           .problem = "cannot be removed: " + code.message(),
                           .file = folder.string()});
    }
    return {};
}

} // namespace core::job
