#include "core/job/run_plan.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/hash.h"
#include "core/base/ids.h"
#include "core/base/version.h"
#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/edit/run_results.h"
#include "core/edit/run_settings.h"

namespace core::job {

using base::ErrorCode;
using base::Result;
using data::TrainingStage;
using edit::ProjectSession;

namespace {

bool hasStage(const std::vector<TrainingStage> &stages, TrainingStage stage)
{
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

std::vector<TrainingStage> chooseStages(const std::vector<TrainingStage> &wanted,
                                        const edit::TrainingInput &input)
{
    if (!wanted.empty()) {
        return wanted;
    }
    if (input.pseudoLabels) {
        return {TrainingStage::Student};
    }
    return {TrainingStage::Generator, TrainingStage::Filter, TrainingStage::Student};
}

// Detections for a stage whose predecessor does not run: of one run or import, or the newest.
Result<model::DetectionSet> earlierDetections(const ProjectSession &session, model::TrackRole role,
                                              const std::string &source, const char *stageBefore)
{
    const std::vector<std::string> names = edit::trackNames(session, role);
    if (names.empty()) {
        return base::fail(
            {.code = ErrorCode::NotFound,
             .problem = fmt::format("holds nothing that the {} stage produced", stageBefore),
             .file = session.path().string(),
             .expected = fmt::format("the {} stage in the run, or an import", stageBefore)});
    }
    if (!source.empty() && std::find(names.begin(), names.end(), source) == names.end()) {
        return base::fail(
            {.code = ErrorCode::NotFound,
             .problem = fmt::format("'{}' has nothing of the {} stage", source, stageBefore),
             .file = session.path().string(),
             .expected = fmt::format("one of: {}", fmt::join(names, ", "))});
    }
    return edit::collectDetections(session, role, source.empty() ? names.back() : source);
}

// What the stages read that no stage of this run writes.
Result<data::RunInputs> collectInputs(const ProjectSession &session, edit::TrainingInput &input,
                                      const std::vector<TrainingStage> &stages,
                                      const std::string &source)
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
        inputs.proposals =
            TRY(earlierDetections(session, model::TrackRole::Proposal, source, "generator"));
    }
    if (hasStage(stages, TrainingStage::Student) && !hasFilter) {
        if (input.pseudoLabels) {
            inputs.pseudoLabels = std::move(input.pseudoLabels);
        } else {
            inputs.pseudoLabels =
                TRY(earlierDetections(session, model::TrackRole::PseudoLabel, source, "filter"));
        }
    }
    return inputs;
}

// What people said is no action, in the videos of the job.
Result<std::vector<model::CorrectedVideo>> rejectionsOf(const ProjectSession &session,
                                                        const model::TrainingSet &set)
{
    std::set<std::string> videos;
    for (const model::TrainingVideo &video : set.videos) {
        videos.insert(video.name);
    }
    auto rejections = TRY(edit::rejectionsByVideo(session, set.classes));
    std::erase_if(rejections, [&](const model::CorrectedVideo &rejected) {
        return !videos.contains(rejected.video);
    });
    return rejections;
}

// Tells runs apart that read the same label set but were told of other rejections.
model::RunInput rejectionsInput(const std::vector<model::CorrectedVideo> &rejections,
                                const std::vector<std::string> &classes)
{
    std::string lines;
    for (const model::CorrectedVideo &video : rejections) {
        for (const model::Instance &segment : video.segments) {
            lines += fmt::format("{}\t{}\t{}\t{}\n", video.video,
                                 classes.at(static_cast<std::size_t>(segment.classIndex)),
                                 segment.start, segment.end);
        }
    }
    return {.role = "rejections", .entity = "segment", .contentHash = base::hashText(lines)};
}

} // namespace

Result<RunPlan> planRun(ProjectSession &session, const RunRequest &request)
{
    RunPlan plan;
    edit::TrainingInput input =
        TRY(edit::buildTrainingInput(session, request.input, &plan.warnings));
    data::JobManifest &manifest = plan.manifest;
    manifest.config = request.config;
    manifest.stages = chooseStages(request.stages, input);
    plan.inputs = TRY(collectInputs(session, input, manifest.stages, request.source));
    if (!request.input.labelSet.empty()) {
        manifest.rejections = TRY(rejectionsOf(session, input.set));
    }
    if (!manifest.rejections.empty()) {
        input.inputs.push_back(rejectionsInput(manifest.rejections, input.set.classes));
    }
    manifest.id = base::newUuid();
    manifest.recipe = request.recipe;
    manifest.codeVersion = base::kVersion;
    manifest.set = std::move(input.set);
    manifest.corrections = std::move(input.corrections);

    model::Run run{.uuid = manifest.id, .kind = "train", .recipe = request.recipe};
    if (!request.runFolder.empty()) {
        run.folder = std::filesystem::absolute(request.runFolder).string();
    }
    edit::recordSettings(manifest.config, run);
    run.seed = manifest.config.seed;
    run.device = request.device;
    plan.run = TRY(edit::beginRun(session, std::move(run), input.inputs));
    manifest.runFolder =
        std::filesystem::absolute(session.folder() / plan.run.folder).lexically_normal();
    return plan;
}

Result<void> prepareRun(RunPlan &plan)
{
    return data::prepareRunFolder(plan.manifest, plan.inputs);
}

} // namespace core::job
