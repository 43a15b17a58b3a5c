#pragma once

#include <cstdint>
#include <map>
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

// What was written.
struct WrittenRows
{
    std::int64_t videos = 0;
    std::int64_t newVideos = 0;
    std::int64_t newClasses = 0;
    std::int64_t segments = 0;
    std::int64_t empty = 0;                          // left out: shorter than a microsecond
    std::map<std::string, std::int64_t> tracks = {}; // id by video
};

// Writes a set as locked tracks, one a video, in the caller's transaction. Conflict where a video
// has such a track already.
base::Result<WrittenRows> writeDetections(ProjectSession &session, const model::DetectionSet &set,
                                          const TrackPlan &plan);

} // namespace core::edit
