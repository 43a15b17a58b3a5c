#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/collect.h"
#include "core/model/annotation.h"
#include "core/model/track.h"

namespace core::edit {

// Detections of a project that can be traced to its segments.
struct TrackedDetections
{
    model::DetectionSet set;
    std::vector<std::vector<std::string>> uuids; // of the segments, by video and detection
};

// As collectDetections().
base::Result<TrackedDetections> collectTracked(const ProjectSession &session, model::TrackRole role,
                                               const std::string &trackName = {},
                                               const VideoFilter &only = {});

} // namespace core::edit
