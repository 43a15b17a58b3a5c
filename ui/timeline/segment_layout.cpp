#include "ui/timeline/segment_layout.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace ui::timeline {

using core::base::TimeRange;
using core::base::TimeUs;

namespace {

constexpr double kMinWidth = 4.0;

// Intervals of one row by start; they do not overlap.
using Row = std::map<TimeUs, TimeUs>;

bool isFree(const Row &row, const TimeRange &range)
{
    const auto next = row.lower_bound(range.startUs);
    if (next != row.end() && next->first < range.endUs) {
        return false;
    }
    return next == row.begin() || std::prev(next)->second <= range.startUs;
}

// Highest row + 1 of each group of intervals that hang together by overlaps.
std::vector<int> rowsOfClusters(std::span<const TimeRange> ranges, const std::vector<int> &rows)
{
    std::vector<std::size_t> byStart(ranges.size());
    std::iota(byStart.begin(), byStart.end(), std::size_t{0});
    std::stable_sort(byStart.begin(), byStart.end(), [&](std::size_t a, std::size_t b) {
        return ranges[a].startUs < ranges[b].startUs;
    });
    std::vector<int> clusterRows(ranges.size(), 1);
    std::size_t begin = 0;
    while (begin < byStart.size()) {
        TimeUs end = ranges[byStart[begin]].endUs;
        int most = 1;
        std::size_t next = begin;
        while (next < byStart.size() && (next == begin || ranges[byStart[next]].startUs < end)) {
            end = std::max(end, ranges[byStart[next]].endUs);
            most = std::max(most, rows[byStart[next]] + 1);
            ++next;
        }
        for (; begin < next; ++begin) {
            clusterRows[byStart[begin]] = most;
        }
    }
    return clusterRows;
}

double snapped(double value, double devicePixelRatio)
{
    return std::round(value * devicePixelRatio) / devicePixelRatio;
}

} // namespace

RowPacking packRows(std::span<const TimeRange> ranges, std::span<const double> priorities,
                    int maxRows)
{
    std::vector<std::size_t> order(ranges.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (!priorities.empty() && priorities[a] != priorities[b]) {
            return priorities[a] > priorities[b];
        }
        return ranges[a].startUs < ranges[b].startUs;
    });
    RowPacking packing;
    packing.rows.assign(ranges.size(), -1);
    std::vector<Row> rows;
    for (const std::size_t position : order) {
        const TimeRange &range = ranges[position];
        auto found = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row &row) { return isFree(row, range); });
        if (found == rows.end()) {
            if (static_cast<int>(rows.size()) >= maxRows) {
                ++packing.hidden;
                continue;
            }
            found = rows.insert(rows.end(), Row());
        }
        found->emplace(range.startUs, range.endUs);
        packing.rows[position] = static_cast<int>(found - rows.begin());
    }
    packing.rowCount = static_cast<int>(rows.size());
    packing.clusterRows = rowsOfClusters(ranges, packing.rows);
    return packing;
}

std::vector<SegmentRect> layoutSegments(std::span<const int> positions,
                                        std::span<const TimeRange> ranges,
                                        const RowPacking &packing, const TimeScale &scale,
                                        const RowShape &shape, double devicePixelRatio)
{
    std::vector<SegmentRect> result;
    result.reserve(positions.size());
    for (const int position : positions) {
        const auto at = static_cast<std::size_t>(position);
        const int row = packing.rows[at];
        if (row < 0) {
            continue;
        }
        const int sharing = packing.clusterRows[at];
        const double rowHeight = shape.rowHeight > 0
                                     ? shape.rowHeight
                                     : (shape.height - shape.gap * (sharing - 1)) / sharing;
        const double top = shape.top + row * (rowHeight + shape.gap);
        if (top + rowHeight > shape.top + shape.height + 0.01) {
            continue;
        }
        const double left = snapped(scale.xOf(ranges[at].startUs), devicePixelRatio);
        const double right =
            std::max(snapped(scale.xOf(ranges[at].endUs), devicePixelRatio), left + kMinWidth);
        const double y0 = snapped(top, devicePixelRatio);
        const double y1 =
            std::max(snapped(top + rowHeight, devicePixelRatio), y0 + 1 / devicePixelRatio);
        result.push_back({position, QRectF(left, y0, right - left, y1 - y0)});
    }
    return result;
}

} // namespace ui::timeline
