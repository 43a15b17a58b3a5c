#include "core/edit/detection_rows.h"

#include <cmath>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// About 31 years; beyond it a time is no time of a video.
constexpr double kMaxSeconds = 1e9;

Result<std::int64_t> videoId(ProjectSession &session, const std::string &name,
                             std::unordered_map<std::string, std::int64_t> &added, bool adds)
{
    if (const model::Video *video = session.document().videoByName(name)) {
        return video->id;
    }
    if (const auto found = added.find(name); found != added.end()) {
        return found->second;
    }
    if (!adds) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "the project has no such video",
                     .place = name,
                     .expected = "videos that were imported before (or --add-unknown)"});
    }
    model::Video video{.name = name};
    TRY(session.project().insertVideo(video));
    added.emplace(name, video.id);
    return video.id;
}

} // namespace

Result<std::optional<base::TimeRange>> toRange(double start, double end)
{
    base::Error error{.code = ErrorCode::BadValue, .problem = {}};
    if (!std::isfinite(start) || !std::isfinite(end) || std::abs(start) > kMaxSeconds ||
        std::abs(end) > kMaxSeconds) {
        error.problem = fmt::format("the times {} and {} are no times of a video", start, end);
        error.expected = "numbers of seconds";
        return fail(std::move(error));
    }
    if (start < 0.0) {
        error.problem = fmt::format("the segment starts at {} s, before the video", start);
        error.expected = "a start of 0 or more";
        return fail(std::move(error));
    }
    const base::TimeRange range{base::secondsToUs(start), base::secondsToUs(end)};
    if (range.startUs < range.endUs) {
        return std::optional(range);
    }
    if (range.startUs == range.endUs) {
        return std::optional<base::TimeRange>();
    }
    error.problem =
        fmt::format("the segment ends at {} s, not after its start at {} s", end, start);
    error.expected = "a start before the end";
    return fail(std::move(error));
}

Result<std::vector<std::int64_t>> classIds(ProjectSession &session,
                                           const std::vector<std::string> &classes, bool adds,
                                           std::int64_t &added)
{
    std::vector<std::int64_t> ids;
    // Not the document's list: a class may have been added in this transaction.
    std::vector<model::ActionClass> known = TRY(session.project().classes());
    for (const std::string &key : classes) {
        const auto found = std::find_if(known.begin(), known.end(),
                                        [&](const model::ActionClass &c) { return c.key == key; });
        if (found != known.end()) {
            ids.push_back(found->id);
            continue;
        }
        if (!adds) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = fmt::format("the project has no class '{}'", key),
                         .expected = "classes of the ground truth or weak labels that were "
                                     "imported before (or --add-unknown)"});
        }
        model::ActionClass actionClass{
            .key = key, .name = key, .ordinal = static_cast<int>(known.size())};
        TRY(session.project().insertClass(actionClass));
        ids.push_back(actionClass.id);
        known.push_back(std::move(actionClass));
        ++added;
    }
    return ids;
}

model::Track trackFor(const TrackPlan &plan, std::int64_t videoId)
{
    return {.videoId = videoId,
            .role = plan.role,
            .name = plan.name,
            .sourceRunId = plan.runId,
            .isLocked = true,
            .ordinal = static_cast<int>(plan.role)};
}

Result<DetectionRows> makeRows(ProjectSession &session, const model::DetectionSet &set,
                               const TrackPlan &plan)
{
    DetectionRows rows;
    const std::vector<std::int64_t> classes =
        TRY(classIds(session, set.classes, plan.addsVideos, rows.newClasses));
    std::set<std::int64_t> taken;
    for (const model::Track &track : session.document().tracks()) {
        const bool isReplaced = plan.runId && track.sourceRunId == plan.runId;
        if (track.role == plan.role && track.name == plan.name && !isReplaced) {
            taken.insert(track.videoId);
        }
    }
    std::unordered_map<std::string, std::int64_t> added;
    for (const model::VideoDetections &video : set.videos) {
        const std::int64_t id = TRY(videoId(session, video.video, added, plan.addsVideos));
        if (!taken.insert(id).second) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("the video has a {} track '{}' already",
                                                model::toText(plan.role), plan.name),
                         .place = video.video,
                         .expected = "each video once, and another name (--track)"});
        }
        for (std::size_t i = 0; i < video.detections.size(); ++i) {
            const model::Detection &detection = video.detections[i];
            auto range = toRange(detection.start, detection.end);
            if (!range) {
                return fail(std::move(range).error().at(fmt::format("{}[{}]", video.video, i)));
            }
            if (!*range) {
                ++rows.empty;
                continue;
            }
            rows.segments.push_back(
                {.trackId = std::ssize(rows.tracks),
                 .classId = classes.at(static_cast<std::size_t>(detection.classIndex)),
                 .range = **range,
                 .score =
                     std::isfinite(detection.score) ? std::optional(detection.score) : std::nullopt,
                 .origin = plan.runId ? model::SegmentOrigin::Run : model::SegmentOrigin::Import,
                 .originRunId = plan.runId,
                 .createdRevision = plan.revision,
                 .changedRevision = plan.revision});
        }
        rows.tracks.push_back(trackFor(plan, id));
    }
    rows.newVideos = std::ssize(added);
    return rows;
}

void referToTracks(DetectionRows &rows)
{
    for (model::Segment &segment : rows.segments) {
        segment.trackId = rows.tracks.at(static_cast<std::size_t>(segment.trackId)).id;
    }
}

} // namespace core::edit
