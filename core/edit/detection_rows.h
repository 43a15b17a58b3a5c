#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"

namespace core::edit {

// Private to core/edit: detections of files and runs as rows of the project.

// Range in microseconds of an interval in seconds; none where it has no length, which the project
// does not store. Refused: not finite, huge, reversed, before the video.
base::Result<std::optional<base::TimeRange>> toRange(double start, double end);

// Class ids of a set's class indices, in its order. Unknown classes are added where `adds`, else
// they are refused.
base::Result<std::vector<std::int64_t>> classIds(ProjectSession &session,
                                                 const std::vector<std::string> &classes, bool adds,
                                                 std::int64_t &added);

// Where the segments of a set go.
struct TrackPlan
{
    model::TrackRole role = model::TrackRole::Proposal;
    std::string name = {};
    std::optional<std::int64_t> runId = {};
    std::int64_t revision = 0;
    bool addsVideos = false;
};

// A set as rows.
struct DetectionRows
{
    std::vector<model::Track> tracks = {};     // one a video; locked
    std::vector<model::Segment> segments = {}; // trackId: the place in `tracks` until they have ids
    std::int64_t newVideos = 0;
    std::int64_t newClasses = 0;
    std::int64_t empty = 0; // left out: shorter than a microsecond
};

// The track of a set in a video.
model::Track trackFor(const TrackPlan &plan, std::int64_t videoId);

// The rows of a set. Writes nothing but videos and classes that the project lacks, where the plan
// adds them (then in the caller's transaction). Conflict where a video occurs twice, or has such a
// track already that is not of the same run.
base::Result<DetectionRows> makeRows(ProjectSession &session, const model::DetectionSet &set,
                                     const TrackPlan &plan);

// Once the tracks are written: refers the segments to them.
void referToTracks(DetectionRows &rows);

} // namespace core::edit
