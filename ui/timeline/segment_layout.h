#pragma once

#include <span>
#include <vector>

#include <QRectF>

#include "core/base/time.h"

#include "ui/timeline/time_axis.h"

namespace ui::timeline {

// In which row of a lane each interval lies, so that intervals of one row do not overlap. Depends
// on times only: zooming and panning never move an interval to another row.
struct RowPacking
{
    std::vector<int> rows;        // of each interval; -1: it did not fit
    std::vector<int> clusterRows; // rows that the group of intervals it overlaps with needs
    int rowCount = 0;             // of all
    int hidden = 0;               // intervals that did not fit
};

// Puts each interval into the lowest free row; intervals of higher priority choose first, equal
// ones by start, then by position. priorities: one an interval, or empty. At most maxRows rows.
// O(n · (rows + log n)).
RowPacking packRows(std::span<const core::base::TimeRange> ranges,
                    std::span<const double> priorities, int maxRows);

// How the rows of a lane share its height.
struct RowShape
{
    double top = 0.0;
    double height = 0.0;
    double rowHeight = 0.0; // 0: overlapping intervals split the height between them
    double gap = 1.0;
};

struct SegmentRect
{
    int position = 0; // of the interval in `ranges`
    QRectF rect;      // edges on whole device pixels
};

// Rectangles of the intervals at the given positions, as they are drawn: at least 4 px wide, rows
// that do not fit into the height left out. Order as given.
std::vector<SegmentRect> layoutSegments(std::span<const int> positions,
                                        std::span<const core::base::TimeRange> ranges,
                                        const RowPacking &packing, const TimeScale &scale,
                                        const RowShape &shape, double devicePixelRatio = 1.0);

} // namespace ui::timeline
