#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/data/split_list.h"
#include "core/edit/import_curves.h"
#include "core/edit/project_import.h"
#include "core/intake/import_files.h"
#include "core/intake/import_sets.h"
#include "core/intake/video_file.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/option_check.h"
#include "app/cli/project_names.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::ImportReport;
using core::edit::ProjectSession;
using core::intake::DetectionInput;
using core::intake::GroundTruthInput;
using core::model::TrackRole;
using Json = nlohmann::ordered_json;

namespace {

struct ImportArguments
{
    std::string project;
    std::string kind;
    std::vector<std::string> paths;
    std::string format;
    std::string track;
    std::string split;
    std::string featureSet = "features";
    std::string extractor;
    std::string modality;
    std::string layout = "rows";
    std::string rgb;
    std::string flow;
    std::string array;
    core::model::FeatureGrid grid = {
        .sampleFps = 25.0, .windowFrames = 16, .strideFrames = 16, .dim = 0};
    bool isDryRun = false;
    bool addsUnknown = false;
    bool skipsUnknown = false;
};

// What is printed about an import.
struct Outcome
{
    std::string format;
    std::string unit; // what instances are: "segments", "feature files" …
    ImportReport report = {};
    std::size_t classes = 0;
    core::data::ReadNotes notes = {};
};

template <typename Input>
Outcome outcomeOf(Input &&input, const std::string &unit, const ImportReport &report)
{
    return {.format = input.format,
            .unit = unit,
            .report = report,
            .classes = input.set.classes.size(),
            .notes = std::move(input.notes)};
}

core::edit::ImportOptions optionsOf(const ImportArguments &arguments)
{
    return {.source = arguments.paths.empty() ? arguments.rgb : arguments.paths.front(),
            .trackName = arguments.track,
            .isDryRun = arguments.isDryRun,
            .addsUnknown = arguments.addsUnknown};
}

Result<void> needPaths(const ImportArguments &arguments)
{
    if (arguments.paths.empty()) {
        return fail({.code = ErrorCode::Usage,
                     .problem = "there is nothing to import",
                     .expected = "at least one PATH"});
    }
    return {};
}

Result<Outcome> importGroundTruthFiles(ProjectSession &session, const ImportArguments &arguments)
{
    GroundTruthInput input =
        TRY(core::intake::readGroundTruth(session, arguments.paths, arguments.format, {}));
    core::edit::ImportOptions options = optionsOf(arguments);
    options.sources = input.sources;
    ImportReport report = TRY(core::edit::importGroundTruth(session, input.set, options));
    return outcomeOf(std::move(input), "segments", report);
}

Result<Outcome> importLabelFiles(ProjectSession &session, const ImportArguments &arguments)
{
    GroundTruthInput input = TRY(core::intake::readGroundTruth(
        session, arguments.paths, arguments.format, {.mustBeKnown = true}));
    core::edit::ImportOptions options = optionsOf(arguments);
    options.sources = input.sources;
    ImportReport report = TRY(core::edit::importLabels(session, input.set, options));
    return outcomeOf(std::move(input), "labels", report);
}

Result<Outcome> importWeakLabelFiles(ProjectSession &session, const ImportArguments &arguments)
{
    const bool isFirst = session.document().classes().empty();
    GroundTruthInput input =
        TRY(core::intake::readGroundTruth(session, arguments.paths, arguments.format,
                                          {.mustBeKnown = !arguments.addsUnknown && !isFirst,
                                           .takesPoints = true,
                                           .skipsUnknownVideos = arguments.skipsUnknown}));
    ImportReport report =
        TRY(core::edit::importWeakLabels(session, input.set, optionsOf(arguments)));
    return outcomeOf(std::move(input), "weak labels", report);
}

Result<Outcome> importDetectionFiles(ProjectSession &session, const ImportArguments &arguments,
                                     TrackRole role)
{
    DetectionInput input = TRY(core::intake::readDetections(
        session, arguments.paths, arguments.format,
        {.mustBeKnown = !arguments.addsUnknown, .skipsUnknownVideos = arguments.skipsUnknown}));
    ImportReport report =
        TRY(core::edit::importDetections(session, role, input.set, optionsOf(arguments)));
    return outcomeOf(std::move(input), roleTitle(role), report);
}

// Whether a list is the training or the test split: --split, else the file's name.
Result<core::model::Split> splitOfFile(const std::string &path, const std::string &wanted)
{
    if (!wanted.empty()) {
        return wanted == "training" ? core::model::Split::Training : core::model::Split::Test;
    }
    const std::optional<core::model::Split> named = core::intake::splitOfName(path);
    if (!named) {
        return fail({.code = ErrorCode::Usage,
                     .problem = "its name does not say which split it is",
                     .file = path,
                     .expected = "'train' or 'test' in the name, or --split training|test"});
    }
    return *named;
}

Result<Outcome> importSplitFiles(ProjectSession &session, const ImportArguments &arguments)
{
    std::vector<std::string> training;
    std::vector<std::string> test;
    for (const std::string &path : arguments.paths) {
        const core::model::Split split = TRY(splitOfFile(path, arguments.split));
        std::vector<std::string> &names = split == core::model::Split::Training ? training : test;
        for (std::string &name : TRY(core::data::readSplitList(path))) {
            names.push_back(std::move(name));
        }
    }
    ImportReport report =
        TRY(core::edit::importSplits(session, training, test, optionsOf(arguments)));
    return Outcome{.format = "split-list", .unit = "split entries", .report = std::move(report)};
}

// A table of videos (rates, lengths) instead of the videos themselves.
Result<Outcome> importVideoTables(ProjectSession &session, const ImportArguments &arguments)
{
    GroundTruthInput input = TRY(core::intake::readVideoTables(arguments.paths, arguments.format));
    core::edit::ImportOptions options = optionsOf(arguments);
    options.addsUnknown = true;
    ImportReport report = TRY(core::edit::importWeakLabels(session, input.set, options));
    return outcomeOf(std::move(input), "weak labels", report);
}

Result<Outcome> importVideoFiles(ProjectSession &session, const ImportArguments &arguments)
{
    if (std::all_of(arguments.paths.begin(), arguments.paths.end(), core::intake::isVideoTable)) {
        return importVideoTables(session, arguments);
    }
    std::vector<core::edit::VideoFile> files;
    for (const std::filesystem::path &path :
         TRY(core::intake::expandPaths(arguments.paths, core::intake::videoExtensions()))) {
        files.push_back(TRY(core::intake::readVideoFile(path)));
    }
    ImportReport report =
        TRY(core::edit::importVideos(session, std::move(files), optionsOf(arguments)));
    return Outcome{.format = "video", .unit = "files", .report = std::move(report)};
}

// Feature or curve files by video, less those that --skip-unknown leaves out.
Result<std::map<std::string, std::filesystem::path>>
filesByVideo(const ProjectSession &session, const std::vector<std::string> &paths,
             const std::vector<std::string> &endings, bool skipsUnknown,
             std::vector<core::data::Skipped> &skipped)
{
    auto matched =
        TRY(core::intake::matchToVideos(session, TRY(core::intake::expandPaths(paths, endings))));
    if (skipsUnknown) {
        std::erase_if(matched, [&](const auto &entry) {
            const bool isUnknown = session.document().videoByName(entry.first) == nullptr;
            if (isUnknown) {
                skipped.push_back({entry.second.string(), "the project has no such video"});
            }
            return isUnknown;
        });
    }
    return matched;
}

Result<std::map<std::string, std::vector<std::filesystem::path>>>
collectFeatureFiles(const ProjectSession &session, const ImportArguments &arguments,
                    std::vector<core::data::Skipped> &skipped)
{
    std::map<std::string, std::vector<std::filesystem::path>> files;
    const bool isTwoStream = !arguments.rgb.empty() || !arguments.flow.empty();
    if (!isTwoStream) {
        TRY(needPaths(arguments));
        for (const auto &[video, path] : TRY(filesByVideo(session, arguments.paths, {".npy"},
                                                          arguments.skipsUnknown, skipped))) {
            files[video] = {path};
        }
        return files;
    }
    if (arguments.rgb.empty() || arguments.flow.empty() || !arguments.paths.empty()) {
        return fail({.code = ErrorCode::Usage,
                     .problem = "features of two streams need two folders",
                     .expected = "--rgb DIR and --flow DIR, and no other PATH"});
    }
    const auto rgb =
        TRY(filesByVideo(session, {arguments.rgb}, {".npy"}, arguments.skipsUnknown, skipped));
    const auto flow =
        TRY(filesByVideo(session, {arguments.flow}, {".npy"}, arguments.skipsUnknown, skipped));
    for (const auto &[video, path] : rgb) {
        const auto other = flow.find(video);
        if (other == flow.end()) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("video '{}' has RGB features but no flow", video),
                         .file = path.string(),
                         .expected = fmt::format("a file for it in {}", arguments.flow)});
        }
        files[video] = {path, other->second};
    }
    return files;
}

Result<Outcome> importFeatureFiles(ProjectSession &session, const ImportArguments &arguments)
{
    Outcome outcome{.format = "npy", .unit = "feature matrices"};
    const bool isTwoStream = !arguments.rgb.empty();
    auto files = TRY(collectFeatureFiles(session, arguments, outcome.notes.skipped));
    core::edit::FeatureImport features{.set = {.name = arguments.featureSet,
                                               .extractor = arguments.extractor,
                                               .modality = arguments.modality.empty() && isTwoStream
                                                               ? "rgb+flow"
                                                               : arguments.modality,
                                               .grid = arguments.grid,
                                               .isTransposed = arguments.layout == "columns"},
                                       .files = std::move(files)};
    outcome.report = TRY(core::edit::importFeatures(session, features, optionsOf(arguments)));
    return outcome;
}

// Curves are files of a run; imported ones get a run of their own.
Result<Outcome> importCurveFiles(ProjectSession &session, const ImportArguments &arguments)
{
    Outcome outcome{.format = "npy", .unit = "curves"};
    auto files = TRY(filesByVideo(session, arguments.paths, {".npy", ".npz"},
                                  arguments.skipsUnknown, outcome.notes.skipped));
    const core::edit::CurveImport curves{.name = arguments.track,
                                         .files = std::move(files),
                                         .grid = arguments.grid,
                                         .array = arguments.array,
                                         .isDryRun = arguments.isDryRun};
    outcome.report.instances = TRY(core::edit::importCurves(session, curves));
    outcome.report.videos = outcome.report.instances;
    return outcome;
}

Result<Outcome> importAs(ProjectSession &session, const ImportArguments &arguments)
{
    if (arguments.kind == "features") {
        return importFeatureFiles(session, arguments);
    }
    TRY(needPaths(arguments));
    if (arguments.kind == "videos") {
        return importVideoFiles(session, arguments);
    }
    if (arguments.kind == "ground-truth") {
        return importGroundTruthFiles(session, arguments);
    }
    if (arguments.kind == "weak-labels") {
        return importWeakLabelFiles(session, arguments);
    }
    if (arguments.kind == "labels") {
        return importLabelFiles(session, arguments);
    }
    if (arguments.kind == "splits") {
        return importSplitFiles(session, arguments);
    }
    if (arguments.kind == "curves") {
        return importCurveFiles(session, arguments);
    }
    return importDetectionFiles(session, arguments, *roleOf(arguments.kind));
}

void print(const Outcome &outcome, const ImportArguments &arguments, const GlobalOptions &global)
{
    std::vector<std::string> warnings = outcome.notes.warnings;
    for (const std::string &warning : outcome.report.warnings) {
        if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) {
            warnings.push_back(warning);
        }
    }
    if (global.isJson) {
        Json skipped = Json::array();
        for (const core::data::Skipped &item : outcome.notes.skipped) {
            skipped.push_back({{"where", item.where}, {"why", item.why}});
        }
        printJson({{"format", outcome.format},
                   {"kind", arguments.kind},
                   {"videos", outcome.report.videos},
                   {"instances", outcome.report.instances},
                   {"classes", outcome.classes},
                   {"warnings", warnings},
                   {"skipped", skipped},
                   {"new_videos", outcome.report.newVideos},
                   {"new_classes", outcome.report.newClasses},
                   {"dry_run", arguments.isDryRun}});
        return;
    }
    fmt::print("Understood {} as {}: {} videos, {} {}", arguments.kind, outcome.format,
               outcome.report.videos, outcome.report.instances, outcome.unit);
    if (outcome.classes > 0) {
        fmt::print(", {} classes", outcome.classes);
    }
    fmt::print(".\n");
    for (const std::string &warning : warnings) {
        fmt::print("Warning: {}.\n", warning);
    }
    for (const core::data::Skipped &item : outcome.notes.skipped) {
        fmt::print("Left out {}: {}.\n", item.where, item.why);
    }
    fmt::print("{}\n", arguments.isDryRun ? "Nothing was changed (--dry-run)." : "Imported.");
}

Result<void> import(const ImportArguments &arguments, const GlobalOptions &global)
{
    ProjectSession session =
        TRY(ProjectSession::open(arguments.project, core::edit::Access::Write, "talo import"));
    for (const std::string &notice : session.notices()) {
        fmt::print(stderr, "{}\n", notice);
    }
    auto outcome = importAs(session, arguments);
    if (!outcome) {
        const std::string source = optionsOf(arguments).source;
        return fail(std::move(outcome).error().in(source.empty() ? arguments.project : source));
    }
    print(*outcome, arguments, global);
    return {};
}

void addFeatureOptions(CLI::App &command, ImportArguments &arguments)
{
    const std::string group = "Features";
    command.add_option("--feature-set", arguments.featureSet, "Name of the feature set")
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--stride-frames", arguments.grid.strideFrames,
                    "Frames from one snippet to the next")
        ->check(positiveNumber())
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--window-frames", arguments.grid.windowFrames, "Frames that a snippet sees")
        ->check(positiveNumber())
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--sample-fps", arguments.grid.sampleFps,
                    "Frames a second that the extractor saw; 0: each video's own rate")
        ->check(nonNegativeNumber())
        ->capture_default_str()
        ->group(group);
    command
        .add_option("--layout", arguments.layout,
                    "rows: files hold snippets x values; columns: values x snippets")
        ->check(CLI::IsMember({"rows", "columns"}))
        ->capture_default_str()
        ->group(group);
    command.add_option("--rgb", arguments.rgb, "Folder of the RGB half; needs --flow")
        ->group(group);
    command.add_option("--flow", arguments.flow, "Folder of the flow half; needs --rgb")
        ->group(group);
    command.add_option("--extractor", arguments.extractor, "What made them, such as i3d")
        ->group(group);
    command.add_option("--modality", arguments.modality, "rgb, flow or rgb+flow")->group(group);
}

} // namespace

void addImport(CommandLine &line)
{
    auto arguments = std::make_shared<ImportArguments>();
    CLI::App *command =
        line.add("import", "Bring videos, features, annotations or results into a project",
                 [arguments](const GlobalOptions &global) { return import(*arguments, global); });
    command->add_option("PROJECT", arguments->project, "The project")->required();
    command->add_option("PATH", arguments->paths,
                        "Files, folders or quoted patterns such as 'features/*.npy'");
    command->add_option("--kind", arguments->kind, "What it is")
        ->required()
        ->check(CLI::IsMember({"videos", "features", "ground-truth", "weak-labels", "splits",
                               "curves", "proposals", "pseudo-labels", "predictions", "labels"}));
    command->add_option("--format", arguments->format,
                        "How it is written, as 'talo export' names it; found out where not given");
    command->add_option("--track", arguments->track,
                        "Name of the tracks to make (default: the file's name)");
    command->add_option("--array", arguments->array,
                        "With curves in .npz files: the array; default: the only matrix");
    command->add_option("--split", arguments->split, "Which split a list is (default: its name)")
        ->check(CLI::IsMember({"training", "test"}));
    command->add_flag("--dry-run", arguments->isDryRun, "Check everything, change nothing");
    command->add_flag("--add-unknown", arguments->addsUnknown,
                      "Add videos and classes that the project does not know");
    command->add_flag("--skip-unknown", arguments->skipsUnknown,
                      "Leave out videos that the project does not know, and list them");
    addFeatureOptions(*command, *arguments);
    command->footer(
        "Everything is checked first and written in one step: after an error nothing has changed.\n"
        "Ground truth brings videos, classes and weak labels; everything else must match them.\n"
        "Training uses the split files, else the subsets (validation or training, and test).\n"
        "Annotations and scored segments are recognised as ActivityNet, ActionFormer, DETAD, "
        "MMAction2,\n"
        "FuSTAL, THUMOS'14 text or CSV; and as the files of VIA 3, Label Studio, ELAN, Audacity, "
        "CVAT,\n"
        "Vidat, FiftyOne, WebVTT, SRT, DeepEthogram, X-AnyLabeling, BORIS, NOVA, Sonic\n"
        "Visualiser and LosslessCut.\n\n"
        "Examples:\n"
        "  talo import p.talo --kind ground-truth gt.json\n"
        "  talo import p.talo --kind splits split_train.txt split_test.txt\n"
        "  talo import p.talo --kind features features/ --feature-set i3d --stride-frames 16\n"
        "  talo import p.talo --kind features --rgb i3d/rgb --flow i3d/flow --layout columns\n"
        "  talo import p.talo --kind proposals proposals.json --track p-mil --dry-run\n"
        "  talo import p.talo --kind videos 'videos/*.mp4'");
}

} // namespace app::cli
