#include <algorithm>
#include <functional>
#include <memory>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/csv_segments.h"
#include "core/data/detection_json.h"
#include "core/data/exchange.h"
#include "core/data/thumos_txt.h"
#include "core/data/toolkit_annotations.h"
#include "core/edit/collect.h"
#include "core/edit/label_sets.h"

#include "app/cli/command.h"
#include "app/cli/commands.h"
#include "app/cli/project_names.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::ProjectSession;
using core::edit::VideoFilter;
using core::model::DetectionSet;
using core::model::GroundTruth;
using core::model::TrackRole;

namespace {

struct ExportOptions
{
    std::string project;
    std::string what;
    std::string format;
    std::string labelSet;
    std::string track;
    std::vector<std::string> videos;
    std::string target;
};

// What is exported: annotations or scored detections. Each can be written as the other.
using Content = std::variant<GroundTruth, DetectionSet>;

Result<Content> collect(const ProjectSession &session, const ExportOptions &options,
                        const VideoFilter &only)
{
    if (options.what == "labels") {
        const auto labels = options.labelSet.empty()
                                ? TRY(core::edit::currentLabels(session, options.track))
                                : TRY(core::edit::findLabelSet(session, options.labelSet));
        return Content(core::edit::labelsAsDetections(session, labels, only));
    }
    if (options.what == "ground-truth") {
        GroundTruth set = TRY(core::edit::collectGroundTruth(session, only));
        if (set.videos.empty()) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = "has no ground truth to export",
                         .file = session.path().string(),
                         .expected = "ground truth from 'talo import P --kind ground-truth'"});
        }
        return Content(std::move(set));
    }
    return Content(
        TRY(core::edit::collectDetections(session, *roleOf(options.what), options.track, only)));
}

// Scores are left out; what the project knows of the videos comes in.
GroundTruth asAnnotations(const ProjectSession &session, const Content &content)
{
    if (const auto *set = std::get_if<GroundTruth>(&content)) {
        return *set;
    }
    const auto &detections = std::get<DetectionSet>(content);
    GroundTruth set{.classes = detections.classes, .videos = {}};
    for (const core::model::VideoDetections &video : detections.videos) {
        core::model::VideoGroundTruth annotated =
            core::edit::describeVideo(*session.document().videoByName(video.video));
        for (const core::model::Detection &detection : video.detections) {
            annotated.instances.push_back({detection.classIndex, detection.start, detection.end});
        }
        set.videos.push_back(std::move(annotated));
    }
    return set;
}

// What is certain has the score 1.
DetectionSet asDetections(const Content &content)
{
    if (const auto *set = std::get_if<DetectionSet>(&content)) {
        return *set;
    }
    const auto &annotations = std::get<GroundTruth>(content);
    DetectionSet set{.classes = annotations.classes, .videos = {}};
    for (const core::model::VideoGroundTruth &video : annotations.videos) {
        core::model::VideoDetections detections{.video = video.video, .detections = {}};
        for (const core::model::Instance &instance : video.instances) {
            detections.detections.push_back(
                {instance.classIndex, instance.start, instance.end, 1.0});
        }
        set.videos.push_back(std::move(detections));
    }
    return set;
}

// With what labelling programs need to find a video and its frames.
core::data::ExchangeSet asExchangeSet(const ProjectSession &session, const Content &content)
{
    const auto *truth = std::get_if<GroundTruth>(&content);
    core::data::ExchangeSet set = truth != nullptr
                                      ? core::data::exchangeSet(*truth)
                                      : core::data::exchangeSet(std::get<DetectionSet>(content));
    for (core::data::ExchangeVideo &entry : set.videos) {
        const core::model::Video &video = *session.document().videoByName(entry.truth.video);
        const core::model::VideoGroundTruth known = core::edit::describeVideo(video);
        entry.truth.fps = known.fps;
        entry.truth.durationS = known.durationS;
        entry.truth.frames = known.frames;
        entry.media = std::filesystem::path(video.path).filename().string();
    }
    return set;
}

// Returns what the format does not hold.
Result<std::vector<std::string>> writeExchange(const ProjectSession &session,
                                               const Content &content,
                                               core::data::ExchangeFormat format,
                                               const std::filesystem::path &target)
{
    const core::data::ExchangeSet set = asExchangeSet(session, content);
    TRY(core::data::writeExchange(target, set, format));
    return core::data::exchangeLosses(format, set);
}

Result<void> write(const ProjectSession &session, const Content &content, const std::string &format,
                   const std::filesystem::path &target)
{
    using core::data::AnnotationForm;
    using core::data::DetectionForm;
    if (format == "activitynet-gt") {
        return core::data::writeAnnotationJson(target, asAnnotations(session, content),
                                               AnnotationForm::ActivityNet);
    }
    if (format == "actionformer") {
        return core::data::writeAnnotationJson(target, asAnnotations(session, content),
                                               AnnotationForm::ActionFormer);
    }
    if (format == "activitynet-predictions") {
        return core::data::writeDetectionJson(target, asDetections(content),
                                              DetectionForm::ActivityNet);
    }
    if (format == "actionformer-predictions") {
        return core::data::writeDetectionJson(target, asDetections(content),
                                              DetectionForm::ActionFormer);
    }
    if (format == "fustal-proposals") {
        return core::data::writeDetectionJson(target, asDetections(content),
                                              DetectionForm::FustalProposals);
    }
    if (format == "detad" || format == "mmaction2") {
        const GroundTruth truth = asAnnotations(session, content);
        return core::base::writeFileAtomically(target, TRY(format == "detad"
                                                               ? core::data::detadExtraJson(truth)
                                                               : core::data::mmaction2Json(truth)));
    }
    const bool isAnnotation = std::holds_alternative<GroundTruth>(content);
    if (format == "csv") {
        return isAnnotation
                   ? core::data::writeAnnotationCsv(target, std::get<GroundTruth>(content))
                   : core::data::writeDetectionCsv(target, std::get<DetectionSet>(content));
    }
    return isAnnotation
               ? core::data::writeThumosFolder(target, std::get<GroundTruth>(content))
               : core::data::writeThumosDetections(target, std::get<DetectionSet>(content));
}

std::string quotedField(const std::string &field)
{
    if (field.find_first_of(",\"\n") == std::string::npos) {
        return field;
    }
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') {
            quoted += c; // doubled
        }
        quoted += c;
    }
    return quoted + '"';
}

// One line a feature file: what another program needs to find and place the features.
Result<std::size_t> writeFeaturesIndex(const ProjectSession &session, const VideoFilter &only,
                                       const std::filesystem::path &target)
{
    std::string text = "video,feature_set,part,file,snippets,dim,sample_fps,stride_frames,"
                       "window_frames,layout\n";
    std::size_t lines = 0;
    for (const core::model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const core::model::Feature &feature : TRY(session.project().features(set.id))) {
            const core::model::Video *video = session.document().video(feature.videoId);
            if (only && !only->contains(video->name)) {
                continue;
            }
            for (std::size_t i = 0; i < feature.parts.size(); ++i) {
                const auto path =
                    TRY(session.resolve(feature.parts[i].rootId, feature.parts[i].path));
                text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", quotedField(video->name),
                                    quotedField(set.name), i, quotedField(path.string()),
                                    feature.snippets, set.grid.dim, set.grid.sampleFps,
                                    set.grid.strideFrames, set.grid.windowFrames,
                                    set.isTransposed ? "columns" : "rows");
                ++lines;
            }
        }
    }
    TRY(core::base::writeFileAtomically(target, text));
    return lines;
}

std::size_t countSegments(const Content &content)
{
    std::size_t count = 0;
    if (const auto *truth = std::get_if<GroundTruth>(&content)) {
        for (const core::model::VideoGroundTruth &video : truth->videos) {
            count += video.instances.size();
        }
    } else {
        for (const auto &video : std::get<DetectionSet>(content).videos) {
            count += video.detections.size();
        }
    }
    return count;
}

Result<void> exportProject(const ExportOptions &options, const GlobalOptions &global)
{
    const ProjectSession session =
        TRY(ProjectSession::open(options.project, core::edit::Access::Read));
    const VideoFilter only = TRY(videoFilter(session, options.videos));
    std::size_t count = 0;
    std::vector<std::string> warnings;
    if (options.what == "features-index") {
        if (options.format != "csv") {
            return fail(
                {.code = ErrorCode::Usage,
                 .problem = fmt::format("a features index cannot be written as {}", options.format),
                 .expected = "--format csv"});
        }
        count = TRY(writeFeaturesIndex(session, only, options.target));
    } else {
        const Content content = TRY(collect(session, options, only));
        count = countSegments(content);
        if (const auto format = core::data::exchangeFormatOf(options.format)) {
            warnings = TRY(writeExchange(session, content, *format, options.target));
        } else if (auto written = write(session, content, options.format, options.target);
                   !written) {
            return fail(std::move(written).error().in(options.target));
        }
    }
    const char *unit = options.what == "features-index" ? "files" : "segments";
    if (global.isJson) {
        printJson({{"what", options.what},
                   {"format", options.format},
                   {"out", options.target},
                   {unit, count},
                   {"warnings", warnings}});
    } else {
        fmt::print("Wrote {} {} ({}) to {} as {}.\n", count, unit, options.what, options.target,
                   options.format);
        for (const std::string &warning : warnings) {
            fmt::print(stderr, "Note: {}\n", warning);
        }
    }
    return {};
}

std::vector<std::string> formatNames()
{
    std::vector<std::string> names = {"activitynet-gt",   "activitynet-predictions",
                                      "actionformer",     "actionformer-predictions",
                                      "fustal-proposals", "detad",
                                      "mmaction2",        "csv",
                                      "thumos-txt"};
    for (const core::data::ExchangeFormat format : core::data::exchangeFormats()) {
        names.emplace_back(core::data::exchangeFormatName(format));
    }
    return names;
}

// "elan, audacity and srt": those that become a folder.
std::string oneVideoAFile()
{
    std::vector<std::string> names;
    for (const core::data::ExchangeFormat format : core::data::exchangeFormats()) {
        if (core::data::isOneVideoAFile(format)) {
            names.emplace_back(core::data::exchangeFormatName(format));
        }
    }
    return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

} // namespace

void addExport(CommandLine &line)
{
    auto options = std::make_shared<ExportOptions>();
    CLI::App *command = line.add(
        "export", "Write labels, results or ground truth for other programs",
        [options](const GlobalOptions &global) { return exportProject(*options, global); });
    command->add_option("PROJECT", options->project, "The project")->required();
    command
        ->add_option("OUT", options->target,
                     "File to write (folder: thumos-txt of ground truth; formats with one video a "
                     "file, which are " +
                         oneVideoAFile() + ")")
        ->required();
    command->add_option("--what", options->what, "What to write")
        ->required()
        ->check(CLI::IsMember({"labels", "pseudo-labels", "predictions", "proposals",
                               "ground-truth", "features-index"}));
    command->add_option("--format", options->format, "How to write it")
        ->required()
        ->check(CLI::IsMember(formatNames()));
    command->add_option("--labelset", options->labelSet,
                        "Labels of this label set instead of the present ones");
    command->add_option("--track", options->track,
                        "Run or import to take it from, where there are several");
    command->add_option("--video", options->videos, "Only this video (repeatable)");
    command->footer(
        "'labels' are the corrections and the pseudo-labels that nobody corrected: "
        "what the student\n"
        "is trained on. The file appears whole or not at all.\n\n"
        "Examples:\n"
        "  talo export p.talo --what labels --format fustal-proposals proposals.json\n"
        "  talo export p.talo --what ground-truth --format actionformer gt.json\n"
        "  talo export p.talo --what predictions --track train-1 --format "
        "activitynet-predictions out.json\n"
        "  talo export p.talo --what labels --labelset monday --format csv labels.csv\n"
        "  talo export p.talo --what labels --format elan eaf/\n"
        "      VIDEO.eaf for each video; 'talo import --kind labels eaf/' reads them back");
}

} // namespace app::cli
