#pragma once

#include <QRectF>

#include "ui/common/class_style.h"
#include "ui/timeline/segment_item.h"
#include "ui/timeline/segment_tools.h"

class QPainter;

namespace ui::common {
struct Theme;
}

namespace ui::timeline {

// What else decides how a segment looks.
struct PaintStyle
{
    const common::Theme *theme = nullptr;
    const common::ClassStyles *classes = nullptr;
    bool showsPatterns = false;
    ColourBy colourBy = ColourBy::Class;
    bool isHovered = false;
    bool isSelected = false;
    bool hasHandles = false; // its edges can be dragged
};

// Draws one segment: fill by class and score, border by life state, marks and text as they fit.
// `visible` is the part of the lane that is on screen: text stays inside it.
void paintSegment(QPainter &painter, const QRectF &rect, const SegmentItem &item,
                  const PaintStyle &style, const QRectF &visible);

// Where a dragged segment was before.
void paintFormerExtent(QPainter &painter, const QRectF &rect, const common::Theme &theme);

// Ground colour of a segment over the lane.
QColor segmentFill(const SegmentItem &item, const PaintStyle &style);

} // namespace ui::timeline
