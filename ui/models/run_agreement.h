#pragma once

#include <vector>

#include "ui/timeline/segment_item.h"

namespace ui::models {

// Marks the segments of two lanes that nothing in the other lane agrees with (tal::agreesWith).
void markDisagreement(std::vector<timeline::SegmentItem> &first,
                      std::vector<timeline::SegmentItem> &second);

} // namespace ui::models
