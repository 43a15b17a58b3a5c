#pragma once

#include <map>
#include <vector>

#include "ui/models/project_rows.h"

namespace ui::models {

// How the list of videos is ordered.
enum class VideoOrder {
    Project, // as they were imported
    Name,    // numbers in names by value
    State,   // in work, untouched, done
    Quality, // worst pseudo-labels first; without ground truth last
    Length,  // longest first
    Gain,    // where corrections are worth most first; those without any last
};

// What correcting a video's labels is expected to bring, by its name: the priorities of the
// fix-first queue, summed.
using VideoGains = std::map<QString, double>;

// The place of each video in that order; equal ones keep the order of the project.
std::vector<int> placesOf(const std::vector<VideoRow> &videos, VideoOrder order,
                          const VideoGains &gains = {});

} // namespace ui::models
