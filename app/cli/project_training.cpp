#include "app/cli/project_training.h"

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/data/run_folder.h"
#include "core/job/project_job.h"

namespace app::cli {

namespace base = core::base;
namespace data = core::data;
namespace job = core::job;
using base::Result;

namespace {

using Clock = std::chrono::steady_clock;

job::JobSetup setupOf(const std::filesystem::path &project, const ProjectTrainingOptions &options,
                      const base::CancelToken &cancel)
{
    return {.project = project, .worker = options.training.worker, .cancel = cancel};
}

Result<job::RunRequest> requestOf(const ProjectTrainingOptions &options)
{
    job::RunRequest request;
    request.recipe = options.training.recipe;
    request.config = TRY(resolveConfig(options.training));
    if (!options.training.stages.empty()) {
        request.stages = TRY(data::parseTrainingStages(options.training.stages));
    }
    request.input = {.generatorFeatures = options.generatorFeatures,
                     .studentFeatures = options.studentFeatures,
                     .labelSet = options.labelSet};
    request.device = options.training.device;
    request.runFolder = options.runFolder;
    return request;
}

// A run as it is reported: what it is worth, or why it ended and how to go on.
Result<TrainingReport> reportOf(const std::filesystem::path &project,
                                Result<job::JobOutcome> outcome, Clock::time_point start)
{
    if (!outcome) {
        return base::fail(std::move(outcome).error());
    }
    if (outcome->error) {
        base::Error error = std::move(*outcome->error);
        if (std::filesystem::exists(outcome->folder / data::kJobFile)) {
            error.problem += fmt::format("; resume with 'talo train {} --resume {}'",
                                         project.string(), outcome->run.name);
        }
        return base::fail(std::move(error));
    }
    TrainingReport report;
    report.runName = outcome->run.name;
    report.runFolder = outcome->folder;
    report.metrics = TRY(data::readRunMetrics(outcome->folder / data::kMetricsFile));
    report.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report.warnings = std::move(outcome->warnings);
    return report;
}

} // namespace

Result<TrainingReport> trainProject(const std::filesystem::path &project,
                                    const ProjectTrainingOptions &options,
                                    const GlobalOptions &global, const base::CancelToken &cancel)
{
    const Clock::time_point start = Clock::now();
    const job::RunRequest request = TRY(requestOf(options));
    JobView view(global);
    const job::JobListener listener{.message = std::ref(view)};
    return reportOf(project,
                    job::trainProject(setupOf(project, options, cancel), request, listener), start);
}

Result<TrainingReport> resumeProjectRun(const std::filesystem::path &project,
                                        const std::string &runName,
                                        const ProjectTrainingOptions &options,
                                        const GlobalOptions &global,
                                        const base::CancelToken &cancel)
{
    const Clock::time_point start = Clock::now();
    std::vector<data::TrainingStage> stages;
    if (!options.training.stages.empty()) {
        stages = TRY(data::parseTrainingStages(options.training.stages));
    }
    JobView view(global);
    const job::JobListener listener{.message = std::ref(view)};
    return reportOf(project,
                    job::resumeRun(setupOf(project, options, cancel), runName, stages, listener),
                    start);
}

} // namespace app::cli
