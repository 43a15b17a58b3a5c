#pragma once

#include <vector>

#include "core/model/track.h"

#include "ui/timeline/segment_item.h"

namespace core::edit {
class Document;
}

namespace ui::models {

// A prediction below this score is not shown unless a person asks for it, and finds nothing.
inline constexpr double kLeastScore = 0.3;

// Says of the segments of a track what is wrong with them, measured on the ground truth of the
// video; of ground truth, what the newest student, or else the newest pseudo-labels, do not find.
// Leaves them as they are where there is no ground truth.
void addErrors(core::edit::Document &document, const core::model::Track &track,
               std::vector<timeline::SegmentItem> &items);

} // namespace ui::models
