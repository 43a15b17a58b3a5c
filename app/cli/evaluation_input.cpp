#include "app/cli/evaluation_input.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "core/data/range_list.h"
#include "core/data/read_any.h"
#include "core/data/split_list.h"
#include "core/data/thumos_txt.h"
#include "core/data/video_names.h"
#include "core/edit/collect.h"
#include "core/edit/project_session.h"
#include "core/edit/track_comparison.h"
#include "core/tal/truth_selection.h"
#include "core/tal/video_lists.h"

#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;

namespace {

void addNotes(const data::ReadNotes &notes, std::vector<std::string> &warnings)
{
    for (const std::string &warning : notes.warnings) {
        warnings.push_back(warning + ".");
    }
    for (const data::Skipped &skipped : notes.skipped) {
        warnings.push_back(fmt::format("{} was left out: {}.", skipped.where, skipped.why));
    }
}

// The role that has a track of this name; an error that lists the names where none has.
base::Result<model::TrackRole> roleOfTrack(const edit::ProjectSession &session,
                                           const std::string &name)
{
    std::string known;
    for (const model::TrackRole role :
         {model::TrackRole::Prediction, model::TrackRole::PseudoLabel, model::TrackRole::Proposal,
          model::TrackRole::Manual, model::TrackRole::GroundTruth}) {
        for (const std::string &track : edit::trackNames(session, role)) {
            if (track == name) {
                return role;
            }
            known += (known.empty() ? "'" : ", '") + track + "'";
        }
    }
    return base::fail({.code = base::ErrorCode::NotFound,
                       .problem = fmt::format("there is no track '{}'", name),
                       .file = session.path().string(),
                       .expected = known.empty() ? "a project with tracks" : "one of " + known});
}

// Where nobody named a subset.
base::Result<void> chooseVideos(Comparison &comparison)
{
    const edit::VideoChoice chosen =
        TRY(edit::chooseVideos(comparison.truth, comparison.detections, comparison.testVideos,
                               {.subset = comparison.subset, .videos = comparison.videos}));
    comparison.subset = chosen.subset;
    comparison.videos = chosen.videos;
    if (chosen.isTestSplit) {
        comparison.warnings.push_back(fmt::format(
            "the track covers several subsets; measured on the {} videos of the test split.",
            comparison.videos.size()));
    }
    return {};
}

void dropOtherSubsets(Comparison &comparison)
{
    const auto others = edit::videosOfOtherSubsets(comparison.truth, comparison.subset);
    std::erase_if(comparison.detections.videos, [&others](const model::VideoDetections &video) {
        return others.contains(video.video);
    });
}

// A project's ground truth, and the segments of the track that is asked for; without one its
// predictions. A project without ground truth gives an empty one.
base::Result<Comparison> readProject(const ComparisonSource &source)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(source.project, edit::Access::Read));
    model::TrackRole role = model::TrackRole::Prediction;
    std::string name;
    if (!source.track.empty()) {
        if (const std::optional<model::TrackRole> named = roleOf(source.track)) {
            role = *named;
        } else {
            role = TRY(roleOfTrack(session, source.track));
            name = source.track;
        }
    }
    Comparison comparison;
    comparison.detections = TRY(edit::collectDetections(session, role, name));
    comparison.truth = TRY(edit::collectGroundTruth(session));
    comparison.weakLabels = TRY(edit::collectWeakLabels(session));
    comparison.testVideos = edit::testVideosOf(session, comparison.truth);
    static_cast<VideoRestriction &>(comparison) =
        TRY(readRestriction(source, comparison.truth, comparison.warnings));
    return comparison;
}

} // namespace

void addComparisonOptions(CLI::App &command, ComparisonSource &source, const ComparisonHelp &help)
{
    command.add_option("project", source.project, help.project)->type_name("P.talo");
    command.add_option("--track", source.track, help.track)->type_name("ROLE|NAME");
    command.add_option("--gt", source.truth, help.truth)->type_name("FILE");
    command.add_option(help.detectionsOption, source.detections, help.detections)
        ->type_name("FILE");
    command.add_option("--subset", source.subset, help.subset)->type_name("NAME");
    command.add_option("--videos", source.videos, videoListHelp())->type_name("FILE|NAME");
}

base::Result<VideoRestriction> readRestriction(const ComparisonSource &source,
                                               const model::GroundTruth &truth,
                                               std::vector<std::string> &warnings)
{
    VideoRestriction asked{.subset = source.subset, .videos = {}, .videoList = {}};
    const tal::NamedVideoList *list = tal::videoListByName(source.videos.string());
    if (list != nullptr) {
        asked.videoList = list->name;
        asked.videos = tal::videosOfList(*list, truth);
        if (asked.videos.size() != list->videos) {
            warnings.push_back(fmt::format("{} has {} videos, the ground truth holds {} of them.",
                                           list->name, list->videos, asked.videos.size()));
        }
    } else if (!source.videos.empty()) {
        asked.videos = TRY(data::readSplitList(source.videos));
    }
    return asked;
}

base::Result<model::DetectionSet> readDetections(const std::filesystem::path &path,
                                                 const data::ReadOptions &options,
                                                 std::vector<std::string> &warnings)
{
    data::DetectionFile file = TRY(data::readDetections(path, options));
    addNotes(file.notes, warnings);
    return std::move(file.detections);
}

base::Result<model::GroundTruth> readGroundTruthFile(const std::filesystem::path &path,
                                                     std::vector<std::string> &warnings)
{
    data::AnnotationFile file = TRY(data::readGroundTruth(path));
    addNotes(file.notes, warnings);
    return std::move(file.groundTruth);
}

base::Result<Comparison> readComparison(const ComparisonSource &source, Strangers strangers)
{
    Comparison comparison;
    comparison.truth = TRY(readGroundTruthFile(source.truth, comparison.warnings));
    data::ReadOptions options;
    options.mayStartNegative = source.allowsNegative;
    if (strangers == Strangers::Refuse) {
        options.classes = comparison.truth.classes;
        for (const model::VideoGroundTruth &video : comparison.truth.videos) {
            options.videos.push_back(video.video);
        }
    }
    comparison.detections = TRY(readDetections(source.detections, options, comparison.warnings));
    data::VideoNames known;
    for (const model::VideoGroundTruth &video : comparison.truth.videos) {
        known.insert(video.video);
    }
    if (const std::size_t count = data::adoptKnownNames(comparison.detections, known); count > 0) {
        comparison.warnings.push_back(data::unprefixedNote(count));
    }
    comparison.weakLabels = tal::weakLabelsOf(comparison.truth, comparison.detections.classes);
    static_cast<VideoRestriction &>(comparison) =
        TRY(readRestriction(source, comparison.truth, comparison.warnings));
    return comparison;
}

base::Result<Comparison> readEvaluated(const ComparisonSource &source)
{
    const bool hasFiles = !source.truth.empty() && !source.detections.empty();
    const bool hasAnyFile = !source.truth.empty() || !source.detections.empty();
    if (source.project.empty() ? !hasFiles : hasAnyFile) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "it is not clear what to measure",
                           .expected = "either a project or both --gt and --predictions"});
    }
    Comparison comparison = TRY(source.project.empty() ? readComparison(source, Strangers::Accept)
                                                       : readProject(source));
    TRY(chooseVideos(comparison));
    if (!source.project.empty() && !comparison.subset.empty()) {
        dropOtherSubsets(comparison);
    }
    return comparison;
}

base::Result<void> addAmbiguous(const std::filesystem::path &path, Comparison &comparison)
{
    const bool isText = path.extension() == ".txt" && !std::filesystem::is_directory(path);
    const data::AnnotationFile file =
        TRY(isText ? data::readAmbiguousText(path) : data::readGroundTruth(path));
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t v = 0; v < comparison.truth.videos.size(); ++v) {
        places.emplace(comparison.truth.videos[v].video, v);
    }
    std::size_t added = 0;
    for (const model::VideoGroundTruth &video : file.groundTruth.videos) {
        if (video.ambiguous.empty()) {
            continue;
        }
        const auto [place, isNew] = places.try_emplace(video.video, comparison.truth.videos.size());
        if (isNew) {
            model::VideoGroundTruth unknown;
            unknown.video = video.video;
            unknown.subset = comparison.subset;
            comparison.truth.videos.push_back(std::move(unknown));
        }
        std::vector<model::Interval> &known = comparison.truth.videos[place->second].ambiguous;
        for (const model::Interval &interval : video.ambiguous) {
            if (std::find(known.begin(), known.end(), interval) == known.end()) {
                known.push_back(interval);
                ++added;
            }
        }
    }
    if (added == 0) {
        comparison.warnings.push_back(fmt::format("{} adds no ambiguous segments.", path.string()));
    }
    return {};
}

std::string videoListHelp()
{
    std::string help = "Only these videos, on both sides: a file with one a line, or a named list:";
    for (const tal::NamedVideoList &list : tal::namedVideoLists()) {
        help += fmt::format("\n  {}: {}", list.name, list.description);
    }
    return help;
}

base::Result<std::vector<double>> tiouValues(const std::string &text)
{
    std::optional<std::vector<double>> values = data::decimalList(text);
    const auto isSound = [](double value) { return value > 0.0 && value <= 1.0; };
    if (!values || values->empty() || !std::all_of(values->begin(), values->end(), isSound)) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = fmt::format("'{}' is no list of tIoU values", text),
                           .place = "--tiou",
                           .expected = "numbers above 0, at most 1: 0.5, 0.3,0.5,0.7 or "
                                       "0.1:0.1:0.9 (first:step:last)"});
    }
    return *std::move(values);
}

base::Result<double> oneTiou(const std::string &text)
{
    const std::vector<double> values = TRY(tiouValues(text));
    if (values.size() != 1) {
        return base::fail({.code = base::ErrorCode::Usage,
                           .problem = "quality is measured at one tIoU",
                           .place = "--tiou",
                           .expected = "one number"});
    }
    return values.front();
}

void addNegativeOption(CLI::App &command, ComparisonSource &source)
{
    command.add_flag("--allow-negative", source.allowsNegative,
                     "Take predictions that start before 0 s as they are, as the published "
                     "evaluators do; without it they are an error");
}

} // namespace app::cli
