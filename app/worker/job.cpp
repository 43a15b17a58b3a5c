#include "app/worker/job.h"

#include "core/base/file.h"
#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"
#include "core/ml/train/pipeline.h"

#include "app/worker/message_writer.h"
#include "app/worker/protocol_reporter.h"

namespace app::worker {

namespace data = core::data;

core::base::Result<void> runTrainingJob(const std::filesystem::path &manifestPath,
                                        const std::string &id, MessageWriter &writer,
                                        const core::base::CancelToken &cancel)
{
    const data::JobManifest manifest = TRY(data::readJobManifest(manifestPath));
    TRY(core::base::makeFolder(manifest.runFolder));
    TRY(writer.openEvents(manifest.runFolder / data::kEventsFile));
    TRY(data::verifyInputs(manifest));
    ProtocolReporter reporter(writer, id, manifest.runFolder);
    return core::ml::runPipeline(manifest, reporter, cancel);
}

} // namespace app::worker
