#include "app/cli/project_training.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/data/run_config.h"
#include "core/data/run_folder.h"
#include "core/edit/collect.h"
#include "core/edit/project_session.h"
#include "core/edit/run_folder_results.h"
#include "core/edit/run_results.h"
#include "core/edit/training_input.h"
#include "core/ipc/run_events.h"

namespace app::cli {

namespace base = core::base;
namespace data = core::data;
namespace edit = core::edit;
namespace model = core::model;
using base::ErrorCode;
using base::Result;
using data::TrainingStage;
using edit::ProjectSession;

namespace {

// A run with its row in the project.
struct PlannedRun
{
    model::Run run;
    data::JobManifest manifest;
    data::RunInputs inputs;
    std::vector<std::string> warnings;
};

bool hasStage(const std::vector<TrainingStage> &stages, TrainingStage stage)
{
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

Result<std::vector<TrainingStage>> chooseStages(const std::string &names,
                                                const edit::TrainingInput &input)
{
    if (!names.empty()) {
        return data::parseTrainingStages(names);
    }
    if (input.pseudoLabels) {
        return std::vector{TrainingStage::Student};
    }
    return std::vector{TrainingStage::Generator, TrainingStage::Filter, TrainingStage::Student};
}

// Detections of the newest track of a role, for a stage whose predecessor does not run.
Result<model::DetectionSet> newestDetections(const ProjectSession &session, model::TrackRole role,
                                             const char *stageBefore)
{
    const std::vector<std::string> names = edit::trackNames(session, role);
    if (names.empty()) {
        return base::fail(
            {.code = ErrorCode::NotFound,
             .problem = fmt::format("holds nothing that the {} stage produced", stageBefore),
             .file = session.path().string(),
             .expected = fmt::format("--stages with {}, or an import", stageBefore)});
    }
    return edit::collectDetections(session, role, names.back());
}

// What the stages read that no stage of this run writes.
Result<data::RunInputs> collectInputs(const ProjectSession &session, edit::TrainingInput &input,
                                      const std::vector<TrainingStage> &stages)
{
    data::RunInputs inputs;
    inputs.testTruth = std::move(input.testGroundTruth);
    std::set<std::string> trainingVideos;
    for (const model::TrainingVideo &video : input.set.videos) {
        if (video.isTraining) {
            trainingVideos.insert(video.name);
        }
    }
    inputs.trainingTruth = TRY(edit::collectGroundTruth(session, trainingVideos));
    const bool hasGenerator = hasStage(stages, TrainingStage::Generator);
    const bool hasFilter = hasStage(stages, TrainingStage::Filter);
    if (hasFilter && !hasGenerator) {
        inputs.proposals = TRY(newestDetections(session, model::TrackRole::Proposal, "generator"));
    }
    if (hasStage(stages, TrainingStage::Student) && !hasFilter) {
        if (input.pseudoLabels) {
            inputs.pseudoLabels = std::move(input.pseudoLabels);
        } else {
            inputs.pseudoLabels =
                TRY(newestDetections(session, model::TrackRole::PseudoLabel, "filter"));
        }
    }
    return inputs;
}

Result<PlannedRun> planRun(ProjectSession &session, const ProjectTrainingOptions &options)
{
    PlannedRun planned;
    planned.manifest.config = TRY(resolveConfig(options.training));
    edit::TrainingInput input =
        TRY(edit::buildTrainingInput(session,
                                     {.generatorFeatures = options.generatorFeatures,
                                      .studentFeatures = options.studentFeatures,
                                      .labelSet = options.labelSet},
                                     &planned.warnings));
    planned.manifest.stages = TRY(chooseStages(options.training.stages, input));
    planned.inputs = TRY(collectInputs(session, input, planned.manifest.stages));
    planned.manifest.id = base::newUuid();
    planned.manifest.recipe = options.training.recipe;
    planned.manifest.set = std::move(input.set);
    planned.manifest.corrections = std::move(input.corrections);

    const std::string config = data::writeRunConfig(planned.manifest.config);
    planned.run.uuid = planned.manifest.id;
    planned.run.kind = "train";
    planned.run.recipe = options.training.recipe;
    if (!options.runFolder.empty()) {
        planned.run.folder = std::filesystem::absolute(options.runFolder).string();
    }
    planned.run.configJson = nlohmann::json{{"toml", config}}.dump();
    planned.run.configHash = base::hashText(config);
    planned.run.seed = planned.manifest.config.seed;
    planned.run.device = options.training.device;
    planned.run = TRY(edit::beginRun(session, std::move(planned.run), input.inputs));
    planned.manifest.runFolder = session.folder() / planned.run.folder;
    return planned;
}

// The metrics that the worker reported, as the project keeps them.
std::vector<model::Metric> metricsOf(const std::filesystem::path &runFolder)
{
    std::vector<model::Metric> metrics;
    const auto messages = core::ipc::readRunEvents(runFolder / data::kEventsFile);
    if (!messages) {
        return metrics;
    }
    for (const core::ipc::FromWorker &message : *messages) {
        if (const auto *metric = std::get_if<core::ipc::Metric>(&message)) {
            metrics.push_back(
                {metric->name, metric->step,
                 std::isfinite(metric->value) ? std::optional(metric->value) : std::nullopt});
        }
    }
    return metrics;
}

// Enters into the project how a run ended, with everything that it brought.
Result<std::vector<std::string>> recordOutcome(const std::filesystem::path &project, model::Run run,
                                               const Result<TrainingReport> &outcome,
                                               const std::filesystem::path &runFolder)
{
    ProjectSession session = TRY(ProjectSession::open(project, edit::Access::Write));
    edit::RunResults results;
    if (outcome) {
        results = TRY(edit::readRunFolder(runFolder));
        results.metrics = metricsOf(runFolder);
        run.status = model::RunStatus::Finished;
    } else {
        const base::Error &error = outcome.error();
        run.status = error.code == ErrorCode::Cancelled ? model::RunStatus::Cancelled
                                                        : model::RunStatus::Failed;
        run.errorJson =
            nlohmann::json{{"code", base::errorCodeName(error.code)}, {"text", error.sentence()}}
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    return edit::finishRun(session, run, results);
}

// The end of a run: recorded in the project whatever it was, then handed on.
Result<TrainingReport> conclude(const std::filesystem::path &project, const model::Run &run,
                                const std::filesystem::path &runFolder,
                                Result<TrainingReport> outcome)
{
    const auto recorded = recordOutcome(project, run, outcome, runFolder);
    const std::string command =
        fmt::format("talo train {} --resume {}", project.string(), run.name);
    if (!outcome) {
        base::Error error = std::move(outcome).error();
        if (std::filesystem::exists(runFolder / data::kJobFile)) {
            error.problem += fmt::format("; resume with '{}'", command);
        }
        return base::fail(std::move(error));
    }
    if (!recorded) {
        base::Error error = recorded.error();
        error.problem += fmt::format("; the results are in {}, '{}' brings them in",
                                     runFolder.string(), command);
        return base::fail(std::move(error));
    }
    outcome->runName = run.name;
    outcome->warnings.insert(outcome->warnings.end(), recorded->begin(), recorded->end());
    return outcome;
}

} // namespace

Result<TrainingReport> trainProject(const std::filesystem::path &project,
                                    const ProjectTrainingOptions &options,
                                    const GlobalOptions &global, const base::CancelToken &cancel)
{
    TRY(findWorker(options.training.worker));
    PlannedRun planned;
    {
        ProjectSession session = TRY(ProjectSession::open(project, edit::Access::Write));
        planned = TRY(planRun(session, options));
    }
    Result<TrainingReport> outcome =
        trainFromManifest(planned.manifest, planned.inputs, options.training, global, cancel);
    if (outcome) {
        outcome->warnings = planned.warnings;
    }
    return conclude(project, planned.run, planned.manifest.runFolder, std::move(outcome));
}

Result<TrainingReport> resumeProjectRun(const std::filesystem::path &project,
                                        const std::string &runName,
                                        const ProjectTrainingOptions &options,
                                        const GlobalOptions &global,
                                        const base::CancelToken &cancel)
{
    TRY(findWorker(options.training.worker));
    model::Run run;
    std::filesystem::path runFolder;
    {
        ProjectSession session = TRY(ProjectSession::open(project, edit::Access::Write));
        run = TRY(edit::findRun(session, runName));
        runFolder = session.folder() / run.folder;
        run = TRY(edit::resumeRun(session, std::move(run)));
    }
    return conclude(project, run, runFolder,
                    resumeTraining(runFolder, options.training, global, cancel));
}

} // namespace app::cli
