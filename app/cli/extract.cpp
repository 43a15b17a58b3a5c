#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "core/base/file.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/extraction.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress_bar.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::ProjectSession;

namespace {

struct ExtractOptions
{
    std::string project;
    std::string model = "builtin";
    std::string featureSet = "builtin";
    std::string folder;
    std::vector<std::string> videos;
    core::model::FeatureGrid grid;
    int threads = 0;
};

// What is to be done, and what cannot be.
struct ExtractPlan
{
    std::vector<ExtractionItem> items;
    std::vector<std::string> withoutFile;
    std::size_t present = 0; // have features of this set already
};

// Videos of the project that have features of the set.
Result<std::set<std::int64_t>> videosWithFeatures(const ProjectSession &session,
                                                  const std::string &setName)
{
    std::set<std::int64_t> ids;
    for (const core::model::FeatureSet &set : TRY(session.project().featureSets())) {
        if (set.name == setName) {
            for (const core::model::Feature &feature : TRY(session.project().features(set.id))) {
                ids.insert(feature.videoId);
            }
        }
    }
    return ids;
}

Result<ExtractPlan> plan(const ProjectSession &session, const ExtractOptions &options,
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
    ExtractPlan made;
    const std::set<std::int64_t> present = TRY(videosWithFeatures(session, options.featureSet));
    for (const core::model::Video &video : TRY(session.project().videos())) {
        const bool isWanted = options.videos.empty() ||
                              std::find(options.videos.begin(), options.videos.end(), video.name) !=
                                  options.videos.end();
        if (!isWanted) {
            continue;
        }
        if (present.contains(video.id)) {
            ++made.present;
        } else if (!video.rootId) {
            made.withoutFile.push_back(video.name);
        } else {
            made.items.push_back({.video = video.name,
                                  .file = TRY(session.resolve(video.rootId, video.path)),
                                  .output = folder / (video.name + ".npy")});
        }
    }
    if (made.items.empty() && made.present == 0) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "no video of the project has a file to extract features from",
                     .file = options.project,
                     .expected = "videos that were imported with 'talo import --kind videos'"});
    }
    return made;
}

void print(const ExtractPlan &plan, const ExtractOptions &options,
           const std::filesystem::path &folder, const GlobalOptions &global)
{
    if (global.isJson) {
        printJson({{"feature_set", options.featureSet},
                   {"videos", plan.items.size()},
                   {"present", plan.present},
                   {"dim", options.grid.dim},
                   {"folder", folder.string()},
                   {"skipped", plan.withoutFile}});
        return;
    }
    if (!plan.items.empty()) {
        fmt::print("Extracted features '{}' of {} videos ({} values a snippet) into {}.\n",
                   options.featureSet, plan.items.size(), options.grid.dim, folder.string());
    }
    if (plan.present > 0) {
        fmt::print("{} videos had features '{}' already.\n", plan.present, options.featureSet);
    }
    for (const std::string &video : plan.withoutFile) {
        fmt::print("Left out {}: it has no video file.\n", video);
    }
}

Result<void> extract(const ExtractOptions &options, const GlobalOptions &global)
{
    if (options.model != "builtin") {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = "this version extracts with the built-in descriptor only",
                     .file = options.model,
                     .expected = "--model builtin"});
    }
    const std::filesystem::path folder = std::filesystem::absolute(
        options.folder.empty()
            ? std::filesystem::path(options.project + ".features") / options.featureSet
            : std::filesystem::path(options.folder));
    const core::base::CancelToken cancel = cancelOnInterrupt();
    ExtractPlan planned;
    {
        // The project stays free for others while the videos are read.
        const ProjectSession session =
            TRY(ProjectSession::open(options.project, core::edit::Access::Read));
        planned = TRY(plan(session, options, folder));
    }
    if (!planned.items.empty()) {
        TRY(core::base::makeFolder(folder));
        ProgressBar bar(ProgressBar::styleFor(global.isQuiet));
        TRY(extractAll(planned.items, options.grid, options.threads, bar, cancel));
        bar.finish();
        ProjectSession session =
            TRY(ProjectSession::open(options.project, core::edit::Access::Write, "talo extract"));
        TRY(core::edit::importFeatures(
            session, featureImport(options.featureSet, options.grid, planned.items),
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
    command->add_option("--model", options->model, "What computes them: builtin")
        ->capture_default_str();
    command->add_option("--feature-set", options->featureSet, "Name of the feature set")
        ->capture_default_str();
    command->add_option("--video", options->videos, "Only this video; may be given several times");
    command->add_option("--dim", options->grid.dim, "Values a snippet, 256 to 2048")
        ->capture_default_str();
    command
        ->add_option("--sample-fps", options->grid.sampleFps,
                     "Frames a second to look at; 0: each video's own rate")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--window-frames", options->grid.windowFrames, "Frames a snippet sees")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command
        ->add_option("--stride-frames", options->grid.strideFrames,
                     "Frames from one snippet to the next")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    command->add_option("--out", options->folder,
                        "Folder of the .npy files (default: PROJECT.features/SET)");
    command->add_option("--threads", options->threads, "Videos at a time; 0: one a core")
        ->check(CLI::NonNegativeNumber);
    command->footer(
        "The built-in descriptor measures colours, edges and movement with fixed arithmetic. It\n"
        "needs no downloads and no worker, and it is a baseline: features of a trained network\n"
        "(I3D and its like; 'talo import --kind features') say far more about real videos.\n"
        "Videos that have features of the set already are passed over.\n\n"
        "Examples:\n"
        "  talo extract p.talo\n"
        "  talo extract p.talo --feature-set builtin-8 --stride-frames 8 --dim 512");
}

} // namespace app::cli
