#include "app/cli/evaluation_input.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/number_text.h"
#include "core/edit/collect.h"
#include "core/edit/project_session.h"

#include "app/cli/project_names.h"

namespace app::cli {

using namespace core;

namespace {

// What both kinds of input have in common: the video list and the subset.
base::Result<void> addRestrictions(Comparison &comparison, const ComparisonFiles &files)
{
    if (!files.videos.empty()) {
        comparison.videos = TRY(readVideoList(files.videos));
    }
    comparison.subset = files.subset;
    return {};
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

} // namespace

base::Result<Comparison> readProjectComparison(const std::filesystem::path &project,
                                               const std::string &track, model::TrackRole role,
                                               const ComparisonFiles &restrictions)
{
    const edit::ProjectSession session =
        TRY(edit::ProjectSession::open(project, edit::Access::Read));
    std::string name;
    if (!track.empty()) {
        if (const std::optional<model::TrackRole> named = roleOf(track)) {
            role = *named;
        } else {
            role = TRY(roleOfTrack(session, track));
            name = track;
        }
    }
    Comparison comparison;
    comparison.detections = TRY(edit::collectDetections(session, role, name));
    comparison.truth = TRY(edit::collectGroundTruth(session));
    TRY(addRestrictions(comparison, restrictions));
    return comparison;
}

base::Result<Comparison> readComparison(const ComparisonFiles &files, Strangers strangers)
{
    Comparison comparison;
    data::AnnotationFile truth = TRY(data::readAnnotationJson(files.truth));
    // Published code writes proposals that start a little before 0 s; they change no result.
    data::ReadOptions options{.mayStartNegative = true};
    if (strangers == Strangers::Refuse) {
        options.classes = truth.groundTruth.classes;
        for (const model::VideoGroundTruth &video : truth.groundTruth.videos) {
            options.videos.push_back(video.video);
        }
    }
    data::DetectionFile detections = TRY(data::readDetectionJson(files.detections, options));
    comparison.truth = std::move(truth.groundTruth);
    comparison.detections = std::move(detections.detections);
    for (const data::ReadNotes &notes : {truth.notes, detections.notes}) {
        for (const std::string &warning : notes.warnings) {
            comparison.warnings.push_back(warning + ".");
        }
        for (const data::Skipped &skipped : notes.skipped) {
            comparison.warnings.push_back(
                fmt::format("{} was left out: {}.", skipped.where, skipped.why));
        }
    }
    TRY(addRestrictions(comparison, files));
    return comparison;
}

base::Result<std::vector<std::string>> readVideoList(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    std::vector<std::string> videos;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t to = std::min(text.find('\n', from), text.size());
        const std::string_view line = data::trimmed(std::string_view(text).substr(from, to - from));
        if (!line.empty()) {
            videos.emplace_back(line);
        }
        from = to + 1;
    }
    if (videos.empty() || text.find('\0') != std::string::npos) {
        return base::fail(
            {.code = base::ErrorCode::BadFormat,
             .problem = videos.empty() ? "the list names no video" : "the file is not text",
             .file = path.string(),
             .expected = "one video a line"});
    }
    return videos;
}

} // namespace app::cli
