#pragma once

#include <QString>

#include "ui/timeline/segment_item.h"

namespace ui::common {
class ClassStyles;
}

namespace ui::timeline {

// What a screen reader says of a segment: "BasketballDunk, 51.000 to 52.500 seconds, draft".
QString spokenText(const SegmentItem &item, const common::ClassStyles &classes);

// From here on every SegmentLane is a list to accessibility tools, its visible segments are the
// items, and pressing one selects it. Once is enough; again does nothing.
void makeLanesAccessible();

} // namespace ui::timeline
