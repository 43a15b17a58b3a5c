#pragma once

#include <span>
#include <vector>

#include "core/model/annotation.h"

#include "ui/timeline/segment_item.h"

namespace ui::models {

// Two segments of one class agree from this overlap on.
inline constexpr double kAgreementTiou = 0.5;

// Of each detection of a video: whether one of its class among the others overlaps it enough.
std::vector<bool> agreesWith(std::span<const core::model::Detection> detections,
                             std::span<const core::model::Detection> others);

// The same for segments of two lanes: marks those that nothing in the other lane agrees with.
void markDisagreement(std::vector<timeline::SegmentItem> &first,
                      std::vector<timeline::SegmentItem> &second);

} // namespace ui::models
