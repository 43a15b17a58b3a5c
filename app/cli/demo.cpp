#include <chrono>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/interrupt.h"
#include "core/data/annotation_json.h"
#include "core/demo/demo_dataset.h"
#include "core/intake/video_file.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/extraction.h"
#include "app/cli/option_check.h"
#include "app/cli/progress_bar.h"
#include "app/cli/project_training.h"

namespace app::cli {

using core::base::CancelToken;
using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::demo::DemoPlan;
using core::edit::ProjectSession;

namespace {

constexpr const char *kFeatureSet = "builtin";

struct DemoArguments
{
    std::string folder;
    core::demo::DemoOptions data;
    core::model::FeatureGrid grid = {
        .sampleFps = 0.0, .windowFrames = 16, .strideFrames = 8, .dim = 512};
    bool isWithoutTraining = false;
    ProjectTrainingOptions training;
};

// Where everything of the demo lies.
struct DemoFolder
{
    std::filesystem::path root;
    std::filesystem::path videos = root / "videos";
    std::filesystem::path features = root / "features";
    std::filesystem::path groundTruth = root / "ground_truth.json";
    std::filesystem::path project = root / "demo.talo";
};

Result<DemoFolder> makeFolders(const std::string &path)
{
    const DemoFolder folder{.root = std::filesystem::absolute(path)};
    std::error_code error;
    if (std::filesystem::exists(folder.project, error)) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "there is a demo already",
                     .file = folder.project.string(),
                     .expected = "another folder, or remove this one"});
    }
    TRY(core::base::makeFolder(folder.videos));
    TRY(core::base::makeFolder(folder.features));
    return folder;
}

Result<void> render(const DemoPlan &plan, const DemoFolder &folder, ProgressBar &bar,
                    const CancelToken &cancel)
{
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t total = std::ssize(plan.videos);
    return core::demo::renderDemo(
        plan, folder.videos, 0,
        [&](int done) {
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
            bar.show("videos", done, total,
                     spent.count() * static_cast<double>(total - done) / done);
        },
        cancel);
}

std::vector<ExtractionItem> extractionItems(const DemoPlan &plan, const DemoFolder &folder)
{
    std::vector<ExtractionItem> items;
    for (const core::demo::DemoVideo &video : plan.videos) {
        items.push_back({.video = video.name,
                         .file = core::demo::videoPath(folder.videos, video),
                         .output = folder.features / (video.name + ".npy")});
    }
    return items;
}

Result<void> fillProject(const DemoFolder &folder, const core::model::GroundTruth &truth,
                         const std::vector<ExtractionItem> &items,
                         const core::model::FeatureGrid &grid)
{
    TRY(ProjectSession::create(folder.project, "Demo"));
    ProjectSession session =
        TRY(ProjectSession::open(folder.project, core::edit::Access::Write, "talo demo"));
    std::vector<core::edit::VideoFile> files;
    for (const ExtractionItem &item : items) {
        files.push_back(TRY(core::intake::readVideoFile(item.file)));
    }
    TRY(core::edit::importVideos(session, std::move(files), {.source = folder.videos.string()}));
    TRY(core::edit::importGroundTruth(session, truth, {.source = folder.groundTruth.string()}));
    TRY(core::edit::importFeatures(session,
                                   featureImport(builtinFeatureSet(kFeatureSet, grid), items),
                                   {.source = folder.features.string()}));
    return {};
}

// Everything up to the training. A project that could not be filled is taken away again.
Result<core::model::GroundTruth> makeProject(const DemoArguments &arguments,
                                             const DemoFolder &folder, const DemoPlan &plan,
                                             const GlobalOptions &global, const CancelToken &cancel)
{
    ProgressBar bar(ProgressBar::styleFor(global.isQuiet));
    TRY(render(plan, folder, bar, cancel));
    const std::vector<ExtractionItem> items = extractionItems(plan, folder);
    TRY(extractAll(items, arguments.grid, 0, bar, cancel));
    bar.finish();
    core::model::GroundTruth truth = core::demo::groundTruthOf(plan);
    TRY(core::data::writeAnnotationJson(folder.groundTruth, truth,
                                        core::data::AnnotationForm::ActivityNet));
    if (const Result<void> filled = fillProject(folder, truth, items, arguments.grid); !filled) {
        std::error_code ignored;
        std::filesystem::remove(folder.project, ignored);
        return fail(filled.error());
    }
    return truth;
}

struct DemoCounts
{
    std::size_t videos = 0;
    std::size_t training = 0;
    std::size_t instances = 0;
};

DemoCounts countsOf(const core::model::GroundTruth &truth)
{
    DemoCounts counts{.videos = truth.videos.size()};
    for (const core::model::VideoGroundTruth &video : truth.videos) {
        counts.training += video.subset == core::demo::kTrainingSubset ? 1 : 0;
        counts.instances += video.instances.size();
    }
    return counts;
}

void printDataSet(const core::model::GroundTruth &truth, const DemoFolder &folder)
{
    const DemoCounts counts = countsOf(truth);
    fmt::print("Made {}: {} videos ({} training, {} test), {} actions of {} classes.\n",
               folder.project.string(), counts.videos, counts.training,
               counts.videos - counts.training, counts.instances, truth.classes.size());
}

nlohmann::ordered_json dataSetJson(const core::model::GroundTruth &truth, const DemoFolder &folder)
{
    const DemoCounts counts = countsOf(truth);
    return {{"project", folder.project.string()}, {"videos", counts.videos},
            {"training_videos", counts.training}, {"test_videos", counts.videos - counts.training},
            {"instances", counts.instances},      {"classes", truth.classes}};
}

Result<void> demo(const DemoArguments &arguments, const GlobalOptions &global)
{
    const CancelToken cancel = core::base::cancelOnInterrupt();
    const DemoPlan plan = TRY(core::demo::planDemo(arguments.data));
    if (!arguments.isWithoutTraining) {
        TRY(core::job::serveCommand(arguments.training.training.worker)); // before anything is made
    }
    const DemoFolder folder = TRY(makeFolders(arguments.folder));
    const core::model::GroundTruth truth =
        TRY(makeProject(arguments, folder, plan, global, cancel));
    if (!global.isJson) {
        printDataSet(truth, folder);
    }
    nlohmann::ordered_json object = dataSetJson(truth, folder);
    if (!arguments.isWithoutTraining) {
        ProjectTrainingOptions training = arguments.training;
        training.training.seed = arguments.data.seed;
        const TrainingReport report = TRY(trainProject(folder.project, training, global, cancel));
        if (global.isJson) {
            object["run"] = report.runName;
            object["metrics"] =
                nlohmann::ordered_json::parse(core::data::runMetricsText(report.metrics));
        } else {
            printReport(report, global);
        }
    }
    if (global.isJson) {
        printJson(object);
    } else {
        fmt::print("Next: talo show {} segments\n", folder.project.string());
    }
    return {};
}

} // namespace

void addDemo(CommandLine &line)
{
    auto arguments = std::make_shared<DemoArguments>();
    arguments->training.training.recipe = "fustal-demo";
    CLI::App *command =
        line.add("demo", "Make a small data set of drawn videos and train on it",
                 [arguments](const GlobalOptions &global) { return demo(*arguments, global); });
    command->add_option("DIR", arguments->folder, "Folder for the demo; made if absent")
        ->required()
        ->check(writtenPath());
    command->add_option("--videos", arguments->data.videos, "How many videos")
        ->capture_default_str();
    command->add_option("--seed", arguments->data.seed, "Seed of the videos and of the training")
        ->capture_default_str();
    command->add_flag("--no-train", arguments->isWithoutTraining,
                      "Stop when the project with its features is made");
    command->add_option("--recipe", arguments->training.training.recipe, "Recipe to train with")
        ->capture_default_str();
    addWorkerOptions(*command, arguments->training.training.worker);
    command->footer(
        "Renders and encodes videos of drawn figures that do five actions, with other movements\n"
        "between them; computes features from the decoded pixels (the built-in descriptor, a\n"
        "baseline); then trains FuSTAL's three stages from weak labels and prints what each is\n"
        "worth on videos that were not trained on. Takes about two minutes on two cores.\n\n"
        "Examples:\n"
        "  talo demo demo\n"
        "  talo demo small --videos 20 --seed 7 --no-train");
}

} // namespace app::cli
