#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/interrupt.h"
#include "core/data/extraction_job.h"
#include "core/data/file_name.h"
#include "core/data/npy_file.h"
#include "core/data/run_folder.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/extraction.h"
#include "app/cli/option_check.h"
#include "app/cli/progress_bar.h"
#include "app/cli/worker_run.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::ProjectSession;

namespace {

struct ExtractOptions
{
    std::string project;
    std::string model = kBuiltin;
    std::string settings;   // of a network
    std::string featureSet; // empty: named after what computes them
    std::string folder;
    std::vector<std::string> videos;
    bool isBeside = false;  // the studio that started this has the project open
    std::optional<int> dim; // these four: else the set's, or FeatureGrid's
    std::optional<double> sampleFps;
    std::optional<int> windowFrames;
    std::optional<int> strideFrames;
    int threads = 0;
    core::model::DeviceChoice device = core::model::DeviceChoice::Auto;
    core::job::WorkerSetup worker;

    bool isBuiltin() const { return model == kBuiltin; }
    bool hasGrid() const { return dim || sampleFps || windowFrames || strideFrames; }
    std::string extractor() const
    {
        return isBuiltin() ? model : std::filesystem::path(model).stem().string();
    }
};

// What is to be done, and what cannot be.
struct ExtractPlan
{
    std::vector<ExtractionItem> items;
    std::vector<std::string> withoutFile;
    std::vector<std::string> present; // have features of this set already
    core::model::FeatureSet set;      // that is made or extended; dim 0 until a network has told it
    core::data::ExtractionJob job;    // of a network
};

// The set of that name in the project, and the videos that have features of it.
struct KnownFeatures
{
    std::optional<core::model::FeatureSet> set;
    std::set<std::int64_t> videos;
};

Result<KnownFeatures> knownFeatures(const ProjectSession &session, const std::string &setName)
{
    KnownFeatures known;
    for (const core::model::FeatureSet &set : TRY(session.project().featureSets())) {
        if (set.name == setName) {
            known.set = set;
            for (const core::model::Feature &feature : TRY(session.project().features(set.id))) {
                known.videos.insert(feature.videoId);
            }
        }
    }
    return known;
}

Result<void> planVideos(ExtractPlan &made, const ProjectSession &session,
                        const ExtractOptions &options, const std::set<std::int64_t> &present,
                        const std::filesystem::path &folder)
{
    for (const std::string &name : options.videos) {
        if (session.document().videoByName(name) == nullptr) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = fmt::format("the project has no video '{}'", name),
                         .file = options.project,
                         .expected = "a name that 'talo show PROJECT videos' lists"});
        }
    }
    for (const core::model::Video &video : TRY(session.project().videos())) {
        const bool isWanted = options.videos.empty() ||
                              std::find(options.videos.begin(), options.videos.end(), video.name) !=
                                  options.videos.end();
        if (!isWanted) {
            continue;
        }
        if (present.contains(video.id)) {
            made.present.push_back(video.name);
        } else if (!video.rootId) {
            made.withoutFile.push_back(video.name);
        } else {
            auto file = TRY(session.resolve(video.rootId, video.path));
            made.items.push_back(
                {.video = video.name,
                 .file = std::move(file),
                 .output = folder / (core::data::plainFileName(video.name) + ".npy")});
        }
    }
    if (made.items.empty() && made.present.empty()) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "no video of the project has a file to extract features from",
                     .file = options.project,
                     .expected = "videos that were imported with 'talo import --kind videos'"});
    }
    return {};
}

void print(const ExtractPlan &plan, const ExtractOptions &options,
           const std::filesystem::path &folder, const GlobalOptions &global)
{
    if (global.isJson) {
        printJson({{"feature_set", options.featureSet},
                   {"videos", plan.items.size()},
                   {"present", plan.present.size()},
                   {"dim", plan.set.grid.dim},
                   {"folder", folder.string()},
                   {"skipped", plan.withoutFile}});
        return;
    }
    if (!plan.items.empty()) {
        fmt::print("Extracted features '{}' of {} videos ({} values a snippet) into {}.\n",
                   options.featureSet, plan.items.size(), plan.set.grid.dim, folder.string());
    }
    if (!plan.present.empty()) {
        fmt::print("{} videos had features '{}' already.\n", plan.present.size(),
                   options.featureSet);
    }
    for (const std::string &video : plan.withoutFile) {
        fmt::print("Left out {}: it has no video file.\n", video);
    }
}

// The file of motion that the settings give for a video.
std::optional<std::filesystem::path> givenMotion(const core::data::NetworkSettings &settings,
                                                 const std::string &video)
{
    if (!settings.flow || settings.flow->given.empty()) {
        return std::nullopt;
    }
    return settings.flow->given / (video + ".npy");
}

// The job of an extraction by a network.
Result<core::data::ExtractionJob> networkJob(const ExtractOptions &options,
                                             std::vector<ExtractionItem> items)
{
    const auto network = std::filesystem::absolute(options.model);
    const auto settings = std::filesystem::absolute(
        options.settings.empty() ? std::filesystem::path(network).replace_extension(".toml")
                                 : std::filesystem::path(options.settings));
    std::string hash = TRY(core::base::hashFile(network));
    std::string settingsText = TRY(core::base::readFile(settings));
    auto networkSettings = TRY(core::data::readNetworkSettings(settings));
    std::string flowHash;
    if (networkSettings.flow) {
        flowHash = TRY(core::base::hashFile(networkSettings.flow->network));
        for (ExtractionItem &item : items) {
            if (const auto motion = givenMotion(networkSettings, item.video)) {
                item.motionHash = TRY(core::data::hashMotion(*motion));
            }
        }
    }
    core::data::ExtractionJob job{.id = options.featureSet,
                                  .network = network,
                                  .networkHash = std::move(hash),
                                  .flowHash = std::move(flowHash),
                                  .settingsText = std::move(settingsText),
                                  .settingsFolder = settings.parent_path(),
                                  .settings = std::move(networkSettings),
                                  .device = options.device,
                                  .threads = options.threads,
                                  .items = std::move(items)};
    return job;
}

// Motion that was given for a video of the set may have become another since: what is made now
// would not go with it. Motion that is gone says nothing.
Result<void> checkPresentMotion(const ExtractPlan &plan, const std::filesystem::path &folder)
{
    const auto earlier = core::data::readExtractionJob(folder / core::data::kJobFile);
    if (!earlier || core::data::extractionIdentity(*earlier) != plan.set.paramsJson) {
        return {};
    }
    std::vector<ExtractionItem> made = earlier->items;
    made.insert(made.end(), earlier->earlier.begin(), earlier->earlier.end());
    for (const ExtractionItem &item : made) {
        const auto motion = givenMotion(plan.job.settings, item.video);
        const bool isPresent =
            std::find(plan.present.begin(), plan.present.end(), item.video) != plan.present.end();
        if (!motion || !isPresent) {
            continue;
        }
        const auto hash = core::data::hashMotion(*motion);
        if (hash && *hash != item.motionHash) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("is other motion than what the features '{}' of {} "
                                                "were made from",
                                                plan.set.name, item.video),
                         .file = motion->string(),
                         .expected = "the same file, or another name (--feature-set)"});
        }
    }
    return {};
}

core::model::FeatureGrid builtinGrid(const ExtractOptions &options,
                                     const std::optional<core::model::FeatureSet> &known)
{
    core::model::FeatureGrid grid = known ? known->grid : core::model::FeatureGrid();
    grid.dim = options.dim.value_or(grid.dim);
    grid.sampleFps = options.sampleFps.value_or(grid.sampleFps);
    grid.windowFrames = options.windowFrames.value_or(grid.windowFrames);
    grid.strideFrames = options.strideFrames.value_or(grid.strideFrames);
    return grid;
}

Result<ExtractPlan> plan(const ExtractOptions &options, const std::filesystem::path &folder)
{
    const ProjectSession session =
        TRY(ProjectSession::open(options.project, core::edit::Access::Read));
    const KnownFeatures known = TRY(knownFeatures(session, options.featureSet));
    ExtractPlan made;
    TRY(planVideos(made, session, options, known.videos, folder));
    if (known.set && options.isBuiltin() != (known.set->extractor == kBuiltin)) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = fmt::format("the features '{}' were {}made by the built-in "
                                            "descriptor",
                                            options.featureSet, options.isBuiltin() ? "not " : ""),
                     .file = options.project,
                     .expected = "another name (--feature-set)"});
    }
    if (options.isBuiltin()) {
        made.set = builtinFeatureSet(options.featureSet, builtinGrid(options, known.set));
    } else {
        made.job = TRY(networkJob(options, made.items));
        made.set = {.name = options.featureSet,
                    .extractor = options.extractor(),
                    .modality = made.job.settings.flow ? "rgb+flow" : "rgb",
                    .grid = made.job.settings.grid,
                    .paramsJson = core::data::extractionIdentity(made.job)};
        made.set.grid.dim = 0;
        TRY(checkPresentMotion(made, folder));
    }
    TRY(core::edit::checkFeatureSet(session, made.set));
    if (known.set) {
        made.set.grid.dim = known.set->grid.dim;
    }
    return made;
}

// Computes the features in the worker and sets their dimension.
Result<void> extractByNetwork(const ExtractOptions &options, ExtractPlan &plan,
                              const std::filesystem::path &folder, const GlobalOptions &global,
                              const core::base::CancelToken &cancel)
{
    core::data::continueJob(folder / core::data::kJobFile, plan.job);
    TRY(core::data::writeExtractionJob(folder / core::data::kJobFile, plan.job));
    TRY(runInWorker(folder, plan.job.id, options.worker, global, cancel));
    plan.set.grid.dim =
        static_cast<int>(TRY(core::data::readNpy(plan.items.front().output)).shape().back());
    return {};
}

Result<void> extractByDescriptor(const ExtractOptions &options, const ExtractPlan &plan,
                                 const std::filesystem::path &folder, const GlobalOptions &global,
                                 const core::base::CancelToken &cancel)
{
    // What a network made in the folder is overwritten: its job must not be gone on with.
    std::error_code absent;
    std::filesystem::remove(folder / core::data::kJobFile, absent);
    ProgressBar bar(ProgressBar::styleFor(global.isQuiet));
    TRY(extractAll(plan.items, plan.set.grid, options.threads, bar, cancel));
    bar.finish();
    return {};
}

Result<void> extract(ExtractOptions options, const GlobalOptions &global)
{
    if (!options.isBuiltin() && options.hasGrid()) {
        return fail({.code = ErrorCode::Usage,
                     .problem =
                         "--dim, --sample-fps, --window-frames and --stride-frames belong to "
                         "the built-in descriptor",
                     .expected = "sample_fps, window_frames and stride_frames in the network's "
                                 "settings"});
    }
    if (options.featureSet.empty()) {
        options.featureSet = options.extractor();
    }
    const std::filesystem::path folder = std::filesystem::absolute(
        options.folder.empty()
            ? std::filesystem::path(options.project + ".features") / options.featureSet
            : std::filesystem::path(options.folder));
    const core::base::CancelToken cancel = core::base::cancelOnInterrupt();
    // The project stays free for others while the videos are read.
    ExtractPlan planned = TRY(plan(options, folder));
    if (!planned.items.empty()) {
        TRY(core::base::makeFolder(folder));
        TRY(options.isBuiltin() ? extractByDescriptor(options, planned, folder, global, cancel)
                                : extractByNetwork(options, planned, folder, global, cancel));
        using core::edit::Access;
        ProjectSession session = TRY(ProjectSession::open(
            options.project, options.isBeside ? Access::WriteBeside : Access::Write,
            "talo extract"));
        TRY(core::edit::importFeatures(session, featureImport(planned.set, planned.items),
                                       {.source = folder.string()}));
    }
    print(planned, options, folder, global);
    return {};
}

} // namespace

void addExtract(CommandLine &line)
{
    auto options = std::make_shared<ExtractOptions>();
    CLI::App *command =
        line.add("extract", "Compute features from the project's videos",
                 [options](const GlobalOptions &global) { return extract(*options, global); });
    command->add_option("PROJECT", options->project, "The project")->required();
    command
        ->add_option("--model", options->model,
                     "What computes them: builtin, or a TorchScript file")
        ->capture_default_str();
    command->add_option("--settings", options->settings,
                        "What the network wants to see (default: MODEL.toml beside it)");
    command->add_option("--feature-set", options->featureSet,
                        "Name of the feature set (default: builtin, or the network's name)");
    command->add_option("--video", options->videos, "Only this video; may be given several times");
    command->add_option("--dim", options->dim,
                        "Values a snippet, 256 to 2048 (default: the set's, or 2048)");
    command
        ->add_option("--sample-fps", options->sampleFps,
                     "Frames a second to look at; 0: each video's own rate (default: the set's, or "
                     "25)")
        ->check(nonNegativeNumber());
    command
        ->add_option("--window-frames", options->windowFrames,
                     "Frames a snippet sees (default: the set's, or 16)")
        ->check(positiveNumber());
    command
        ->add_option("--stride-frames", options->strideFrames,
                     "Frames from one snippet to the next (default: the set's, or 16)")
        ->check(positiveNumber());
    command
        ->add_option("--out", options->folder,
                     "Folder of the .npy files (default: PROJECT.features/SET)")
        ->check(writtenPath());
    command->add_option("--threads", options->threads, "Threads; 0: one a core")
        ->check(nonNegativeNumber());
    command->add_option("--device", options->device, "Where a network computes")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, core::model::DeviceChoice>{
                {"auto", core::model::DeviceChoice::Auto},
                {"cpu", core::model::DeviceChoice::Cpu},
                {"cuda", core::model::DeviceChoice::Cuda}},
            CLI::ignore_case));
    command->add_flag("--beside", options->isBeside,
                      "The program that starts this has the project open");
    addWorkerOptions(*command, options->worker);
    command->footer(
        "The built-in descriptor measures colours, edges and movement with fixed arithmetic. It\n"
        "needs no downloads and no worker, and it is a baseline: features of a trained network\n"
        "say far more about real videos. Bring them ('talo import --kind features'), or compute\n"
        "them with any network saved by torch.jit.save: a TOML file beside it says whether it\n"
        "takes clips or frames, their size, mean and deviation, batch, sample_fps, window_frames\n"
        "and stride_frames; a table [flow] in it names a second network, which sees motion\n"
        "(FFmpeg's, or given as .npy) and whose values follow those of the first.\n"
        "A TorchScript file is a program: use only those that you trust.\n"
        "Videos that have features of the set already are passed over; what was made with\n"
        "another network, other settings or other motion goes into a set of another name.\n\n"
        "Examples:\n"
        "  talo extract p.talo\n"
        "  talo extract p.talo --feature-set builtin-8 --stride-frames 8 --dim 512\n"
        "  talo extract p.talo --model i3d.pt --settings i3d.toml --device cuda");
}

} // namespace app::cli
