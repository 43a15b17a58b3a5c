#include "core/edit/export_project.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/csv_segments.h"
#include "core/data/csv_table.h"
#include "core/data/detection_json.h"
#include "core/data/exchange.h"
#include "core/data/thumos_txt.h"
#include "core/data/toolkit_annotations.h"
#include "core/edit/label_sets.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::DetectionSet;
using model::GroundTruth;
using model::TrackRole;

namespace {

constexpr std::array<std::pair<ExportKind, const char *>, 6> kKindNames = {{
    {ExportKind::Labels, "labels"},
    {ExportKind::PseudoLabels, "pseudo-labels"},
    {ExportKind::Predictions, "predictions"},
    {ExportKind::Proposals, "proposals"},
    {ExportKind::GroundTruth, "ground-truth"},
    {ExportKind::FeaturesIndex, "features-index"},
}};

// What is exported: annotations or scored detections. Each can be written as the other.
using Content = std::variant<GroundTruth, DetectionSet>;

Result<Content> collect(const ProjectSession &session, const ExportRequest &request)
{
    if (request.kind == ExportKind::Labels) {
        const auto labels = request.labelSet.empty() ? TRY(currentLabels(session, request.track))
                                                     : TRY(findLabelSet(session, request.labelSet));
        return Content(labelsAsDetections(session, labels, request.only));
    }
    if (request.kind == ExportKind::GroundTruth) {
        GroundTruth set = TRY(collectGroundTruth(session, request.only));
        if (set.videos.empty()) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = "has no ground truth to export",
                         .file = session.path().string(),
                         .expected = "ground truth that was imported"});
        }
        return Content(std::move(set));
    }
    return Content(
        TRY(collectDetections(session, *scoredRole(request.kind), request.track, request.only)));
}

// Scores are left out; what the project knows of the videos comes in.
GroundTruth asAnnotations(const ProjectSession &session, const Content &content)
{
    if (const auto *set = std::get_if<GroundTruth>(&content)) {
        return *set;
    }
    const auto &detections = std::get<DetectionSet>(content);
    GroundTruth set{.classes = detections.classes, .videos = {}};
    for (const model::VideoDetections &video : detections.videos) {
        model::VideoGroundTruth annotated =
            describeVideo(*session.document().videoByName(video.video));
        for (const model::Detection &detection : video.detections) {
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
    for (const model::VideoGroundTruth &video : annotations.videos) {
        model::VideoDetections detections{.video = video.video, .detections = {}};
        for (const model::Instance &instance : video.instances) {
            detections.detections.push_back(
                {instance.classIndex, instance.start, instance.end, 1.0});
        }
        set.videos.push_back(std::move(detections));
    }
    return set;
}

// With what labelling programs need to find a video and its frames.
data::ExchangeSet asExchangeSet(const ProjectSession &session, const Content &content)
{
    const auto *truth = std::get_if<GroundTruth>(&content);
    data::ExchangeSet set = truth != nullptr ? data::exchangeSet(*truth)
                                             : data::exchangeSet(std::get<DetectionSet>(content));
    for (data::ExchangeVideo &entry : set.videos) {
        const model::Video &video = *session.document().videoByName(entry.truth.video);
        const model::VideoGroundTruth known = describeVideo(video);
        entry.truth.fps = known.fps;
        entry.truth.durationS = known.durationS;
        entry.truth.frames = known.frames;
        entry.media = std::filesystem::path(video.path).filename().string();
    }
    return set;
}

// Returns what the format does not hold.
Result<std::vector<std::string>> writeExchange(const ProjectSession &session,
                                               const Content &content, data::ExchangeFormat format,
                                               const std::filesystem::path &target)
{
    const data::ExchangeSet set = asExchangeSet(session, content);
    TRY(data::writeExchange(target, set, format));
    return data::exchangeLosses(format, set);
}

Result<void> write(const ProjectSession &session, const Content &content, const std::string &format,
                   const std::filesystem::path &target)
{
    using data::AnnotationForm;
    using data::DetectionForm;
    if (format == "activitynet-gt") {
        return data::writeAnnotationJson(target, asAnnotations(session, content),
                                         AnnotationForm::ActivityNet);
    }
    if (format == "actionformer") {
        return data::writeAnnotationJson(target, asAnnotations(session, content),
                                         AnnotationForm::ActionFormer);
    }
    if (format == "activitynet-predictions") {
        return data::writeDetectionJson(target, asDetections(content), DetectionForm::ActivityNet);
    }
    if (format == "actionformer-predictions") {
        return data::writeDetectionJson(target, asDetections(content), DetectionForm::ActionFormer);
    }
    if (format == "fustal-proposals") {
        return data::writeDetectionJson(target, asDetections(content),
                                        DetectionForm::FustalProposals);
    }
    if (format == "detad" || format == "mmaction2") {
        const GroundTruth truth = asAnnotations(session, content);
        return base::writeFileAtomically(
            target,
            TRY(format == "detad" ? data::detadExtraJson(truth) : data::mmaction2Json(truth)));
    }
    const bool isAnnotation = std::holds_alternative<GroundTruth>(content);
    if (format == "csv") {
        return isAnnotation ? data::writeAnnotationCsv(target, std::get<GroundTruth>(content))
                            : data::writeDetectionCsv(target, std::get<DetectionSet>(content));
    }
    return isAnnotation ? data::writeThumosFolder(target, std::get<GroundTruth>(content))
                        : data::writeThumosDetections(target, std::get<DetectionSet>(content));
}

// One line a feature file: what another program needs to find and place the features.
Result<std::size_t> writeFeaturesIndex(const ProjectSession &session, const VideoFilter &only,
                                       const std::filesystem::path &target)
{
    std::string text = "video,feature_set,part,file,snippets,dim,sample_fps,stride_frames,"
                       "window_frames,layout\n";
    std::size_t lines = 0;
    for (const model::FeatureSet &set : TRY(session.project().featureSets())) {
        for (const model::Feature &feature : TRY(session.project().features(set.id))) {
            const model::Video *video = session.document().video(feature.videoId);
            if (only && !only->contains(video->name)) {
                continue;
            }
            for (std::size_t i = 0; i < feature.parts.size(); ++i) {
                const auto path =
                    TRY(session.resolve(feature.parts[i].rootId, feature.parts[i].path));
                data::appendCsvField(text, video->name);
                text += ',';
                data::appendCsvField(text, set.name);
                text += fmt::format(",{},", i);
                data::appendCsvField(text, path.string());
                text += fmt::format(",{},{},{},{},{},{}\n", feature.snippets, set.grid.dim,
                                    set.grid.sampleFps, set.grid.strideFrames,
                                    set.grid.windowFrames, set.isTransposed ? "columns" : "rows");
                ++lines;
            }
        }
    }
    TRY(base::writeFileAtomically(target, text));
    return lines;
}

std::size_t countSegments(const Content &content)
{
    std::size_t count = 0;
    if (const auto *truth = std::get_if<GroundTruth>(&content)) {
        for (const model::VideoGroundTruth &video : truth->videos) {
            count += video.instances.size();
        }
    } else {
        for (const auto &video : std::get<DetectionSet>(content).videos) {
            count += video.detections.size();
        }
    }
    return count;
}

// Intervals without a class, which excuse errors; few formats hold them.
std::size_t countAmbiguous(const Content &content)
{
    std::size_t count = 0;
    if (const auto *truth = std::get_if<GroundTruth>(&content)) {
        for (const model::VideoGroundTruth &video : truth->videos) {
            count += video.ambiguous.size();
        }
    }
    return count;
}

bool holdsAmbiguous(const std::string &format)
{
    return format == "activitynet-gt" || format == "csv" || format == "thumos-txt";
}

} // namespace

const char *exportKindName(ExportKind kind)
{
    return std::find_if(kKindNames.begin(), kKindNames.end(),
                        [kind](const auto &known) { return known.first == kind; })
        ->second;
}

std::optional<ExportKind> exportKindOf(std::string_view name)
{
    for (const auto &[kind, known] : kKindNames) {
        if (name == known) {
            return kind;
        }
    }
    return std::nullopt;
}

const std::vector<ExportKind> &exportKinds()
{
    static const std::vector<ExportKind> kKinds = [] {
        std::vector<ExportKind> kinds;
        for (const auto &[kind, name] : kKindNames) {
            kinds.push_back(kind);
        }
        return kinds;
    }();
    return kKinds;
}

std::optional<TrackRole> scoredRole(ExportKind kind)
{
    switch (kind) {
    case ExportKind::PseudoLabels:
        return TrackRole::PseudoLabel;
    case ExportKind::Predictions:
        return TrackRole::Prediction;
    case ExportKind::Proposals:
        return TrackRole::Proposal;
    default:
        return std::nullopt;
    }
}

std::vector<ExportFormat> exportFormats(ExportKind kind)
{
    if (kind == ExportKind::FeaturesIndex) {
        return {{"csv", ".csv"}};
    }
    std::vector<ExportFormat> formats = {
        {"activitynet-gt", ".json"},
        {"activitynet-predictions", ".json"},
        {"actionformer", ".json"},
        {"actionformer-predictions", ".json"},
        {"fustal-proposals", ".json"},
        {"detad", ".json"},
        {"mmaction2", ".json"},
        {"csv", ".csv"},
        {"thumos-txt", kind == ExportKind::GroundTruth ? "" : ".txt"},
    };
    for (const data::ExchangeFormat format : data::exchangeFormats()) {
        formats.push_back({data::exchangeFormatName(format),
                           data::isOneVideoAFile(format) ? "" : data::exchangeEnding(format)});
    }
    return formats;
}

Result<ExportReport> exportProject(const ProjectSession &session, const ExportRequest &request)
{
    const std::vector<ExportFormat> formats = exportFormats(request.kind);
    const auto isWanted = [&](const ExportFormat &format) { return format.name == request.format; };
    if (std::none_of(formats.begin(), formats.end(), isWanted)) {
        return fail({.code = ErrorCode::Usage,
                     .problem = fmt::format("{} cannot be written as {}",
                                            exportKindName(request.kind), request.format),
                     .expected = "the format " + formats.front().name});
    }
    ExportReport report;
    if (request.kind == ExportKind::FeaturesIndex) {
        report.count = TRY(writeFeaturesIndex(session, request.only, request.target));
        return report;
    }
    const Content content = TRY(collect(session, request));
    report.count = countSegments(content);
    if (const auto format = data::exchangeFormatOf(request.format)) {
        report.warnings = TRY(writeExchange(session, content, *format, request.target));
    } else if (auto written = write(session, content, request.format, request.target); !written) {
        return fail(std::move(written).error().in(request.target));
    }
    if (const std::size_t count = countAmbiguous(content);
        count > 0 && !holdsAmbiguous(request.format)) {
        report.warnings.push_back(
            fmt::format("{} holds no ambiguous intervals: {} are left out", request.format, count));
    }
    return report;
}

} // namespace core::edit
