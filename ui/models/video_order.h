#pragma once

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
};

// The place of each video in that order; equal ones keep the order of the project.
std::vector<int> placesOf(const std::vector<VideoRow> &videos, VideoOrder order);

} // namespace ui::models
