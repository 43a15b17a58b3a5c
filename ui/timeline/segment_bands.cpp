#include "ui/timeline/segment_bands.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace ui::timeline {

using core::base::TimeRange;
using core::base::TimeUs;

namespace {

constexpr double kPackedRow = 6.0;
constexpr double kPackedGap = 2.0;
constexpr int kMaxPackedRows = 64; // more than the tallest lane shows
constexpr int kMaxSharedRows = 8;
constexpr double kMargin = 4.0;
constexpr double kGhostRow = 12.0;
constexpr double kReach = 8.0; // rings and rounding reach past a segment's edge

} // namespace

void SegmentBands::set(std::vector<SegmentItem> items)
{
    m_items = std::move(items);
    if (isPacked()) {
        std::stable_sort(m_items.begin(), m_items.end(),
                         [](const SegmentItem &a, const SegmentItem &b) {
                             return a.score.value_or(0) > b.score.value_or(0);
                         });
        std::set<std::tuple<TimeRange, int>> seen;
        std::erase_if(m_items, [&](const SegmentItem &item) {
            return !seen.emplace(item.range, item.classOrdinal).second;
        });
    }
    m_solid = {};
    m_ghosts = {};
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const bool isGhost = m_items[i].look == SegmentLook::Ghost;
        (isGhost ? m_ghosts : m_solid).items.push_back(i);
    }
    fill(m_solid, isPacked() ? kMaxPackedRows : kMaxSharedRows);
    fill(m_ghosts, 1);
}

void SegmentBands::fill(Band &band, int maxRows)
{
    std::vector<double> priorities;
    for (const std::size_t i : band.items) {
        band.ranges.push_back(m_items[i].range);
        priorities.push_back(m_items[i].score.value_or(0));
    }
    band.packing = packRows(band.ranges, priorities, maxRows);
    band.index = core::model::IntervalIndex(band.ranges);
}

const SegmentItem *SegmentBands::item(qint64 id) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(), [id](const SegmentItem &item) {
        return id >= 0 && item.id == id;
    });
    return found != m_items.end() ? &*found : nullptr;
}

RowShape SegmentBands::solidShape(double height) const
{
    const double bottom = m_ghosts.items.empty() ? 0 : kGhostRow + 4;
    const double room = height - 2 * kMargin - bottom;
    return isPacked() ? RowShape{kMargin, room, kPackedRow, kPackedGap}
                      : RowShape{kMargin, room, 0, 1};
}

RowShape SegmentBands::ghostShape(double height) const
{
    const double top =
        m_solid.items.empty() ? (height - kGhostRow) / 2 : height - kGhostRow - kMargin;
    return {top, kGhostRow, kGhostRow, 0};
}

int SegmentBands::hiddenRows(double height) const
{
    const double fits = (solidShape(height).height + kPackedGap) / (kPackedRow + kPackedGap);
    return isPacked() ? std::max(m_solid.packing.rowCount - static_cast<int>(fits), 0) : 0;
}

const SegmentItem *SegmentBands::neighbour(qint64 id, int step, TimeUs time) const
{
    std::vector<const SegmentItem *> byStart;
    for (const std::size_t i : m_solid.items) {
        byStart.push_back(&m_items[i]);
    }
    std::stable_sort(byStart.begin(), byStart.end(), [](const auto *a, const auto *b) {
        return a->range.startUs < b->range.startUs;
    });
    const auto here = std::find_if(byStart.begin(), byStart.end(), [id](const auto *item) {
        return item->id == id && item->id >= 0;
    });
    std::ptrdiff_t target = 0;
    if (here != byStart.end()) {
        target = here - byStart.begin() + step;
    } else {
        const auto after = std::find_if(byStart.begin(), byStart.end(), [time](const auto *item) {
            return item->range.startUs > time;
        });
        target = after - byStart.begin() - (step < 0 ? 1 : 0);
    }
    const bool exists = target >= 0 && target < static_cast<std::ptrdiff_t>(byStart.size());
    return exists ? byStart[static_cast<std::size_t>(target)] : nullptr;
}

const SegmentItem *SegmentBands::solidItemAt(TimeUs time) const
{
    const SegmentItem *best = nullptr;
    if (isPacked()) {
        return best;
    }
    for (const int position : m_solid.index.at(time)) {
        const SegmentItem &item = m_items[m_solid.items[static_cast<std::size_t>(position)]];
        if (best == nullptr || item.score.value_or(0) > best->score.value_or(0)) {
            best = &item;
        }
    }
    return best;
}

std::vector<SegmentRect> SegmentBands::layout(const Band &band, const RowShape &shape,
                                              const BandView &view, double left, double right)
{
    const TimeRange range = {static_cast<TimeUs>(view.scale.timeAt(left - kReach)),
                             static_cast<TimeUs>(view.scale.timeAt(right + kReach)) + 1};
    return layoutSegments(band.index.overlapping(range), band.ranges, band.packing, view.scale,
                          shape, view.devicePixelRatio);
}

} // namespace ui::timeline
