#include "app/worker/job.h"

#include "core/base/file.h"
#include "core/data/extraction_job.h"
#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"
#include "core/ml/network/network_extraction.h"
#include "core/ml/train/pipeline.h"

#include "app/worker/followers.h"
#include "app/worker/message_writer.h"
#include "app/worker/protocol_reporter.h"

namespace app::worker {

namespace data = core::data;

namespace {

core::base::Result<void> runExtractionJob(const std::filesystem::path &path, const std::string &id,
                                          MessageWriter &writer,
                                          const core::base::CancelToken &cancel)
{
    const data::ExtractionJob job = TRY(data::readExtractionJob(path));
    TRY(writer.openEvents(path.parent_path() / data::kEventsFile));
    ProtocolReporter reporter(writer, id, path.parent_path());
    return core::ml::runExtraction(job, reporter, cancel);
}

core::base::Result<void> runTrainingJob(const Sharing &sharing, const std::filesystem::path &path,
                                        const std::string &id, MessageWriter &writer,
                                        const core::base::CancelToken &cancel)
{
    const data::JobManifest manifest = TRY(data::readJobManifest(path));
    TRY(core::base::makeFolder(manifest.runFolder));
    TRY(writer.openEvents(manifest.runFolder / data::kEventsFile));
    TRY(data::verifyInputs(manifest));
    ProtocolReporter reporter(writer, id, manifest.runFolder);
    const auto followers = TRY(Followers::gather(path, sharing.processes, sharing.place));
    return core::ml::runPipeline(manifest, reporter, cancel, followers->ranks());
}

} // namespace

core::base::Result<void> runJob(const Sharing &sharing, const std::filesystem::path &path,
                                const std::string &id, MessageWriter &writer,
                                const core::base::CancelToken &cancel)
{
    return data::isExtractionJob(path) ? runExtractionJob(path, id, writer, cancel)
                                       : runTrainingJob(sharing, path, id, writer, cancel);
}

} // namespace app::worker
