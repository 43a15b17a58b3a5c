#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/edit/snapping.h"

#include "ui/timeline/segment_tools.h"

namespace ui::player {
class PlaybackController;
}
namespace ui::timeline {
class TimelineView;
}

namespace ui::edit {

// Where a dragged edge goes: to the playhead, the edges of other segments, threshold crossings and
// peaks of the score curve of its class, the feature grid, else the nearest frame. Both must
// outlive the snapper.
timeline::Snapper edgeSnapper(timeline::TimelineView &timeline,
                              const player::PlaybackController &player);

// The points within reach of a time, strongest reasons first.
std::vector<core::edit::SnapPoint> snapPointsNear(const timeline::TimelineView &timeline,
                                                  const player::PlaybackController &player,
                                                  core::base::TimeUs time,
                                                  core::base::TimeUs reachUs);

} // namespace ui::edit
