#include "ui/timeline/segment_tools.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ui::timeline {

using core::base::TimeRange;
using core::base::TimeUs;

namespace {

constexpr double kEdge = 6.0;
constexpr double kNarrowEdge = 3.0;
constexpr double kNarrow = 18.0;
constexpr double kOutside = 3.0;

SnapHit snapped(const Snapper &snap, TimeUs wanted)
{
    return snap ? snap(wanted) : SnapHit{wanted, {}};
}

} // namespace

Grip gripAt(const QRectF &rect, double x)
{
    if (x < rect.left() - kOutside || x > rect.right() + kOutside) {
        return Grip::None;
    }
    const double inside = rect.width() < kNarrow ? kNarrowEdge : kEdge;
    const double fromStart = x - rect.left();
    const double fromEnd = rect.right() - x;
    if (fromStart > inside && fromEnd > inside) {
        return Grip::Body;
    }
    return fromStart < fromEnd ? Grip::Start : Grip::End;
}

SegmentDrag::SegmentDrag(Kind kind, std::vector<RangeWish> before, TimeUs pressedAt,
                         TimeUs durationUs, TimeUs leastUs)
    : m_kind(kind)
    , m_before(std::move(before))
    , m_ranges(m_before)
    , m_pressedAt(pressedAt)
    , m_durationUs(durationUs)
    , m_leastUs(leastUs)
    , m_edge(pressedAt)
{
}

bool SegmentDrag::hasChanged() const
{
    return m_kind == Kind::Create ? m_ranges.front().range.durationUs() >= m_leastUs
                                  : m_ranges.front().range != m_before.front().range;
}

void SegmentDrag::moveTo(TimeUs time, const Snapper &snap)
{
    switch (m_kind) {
    case Kind::Create:
        create(time, snap);
        break;
    case Kind::Move:
        shift(time, snap);
        break;
    case Kind::TrimStart:
    case Kind::TrimEnd:
        trim(time, snap);
        break;
    }
}

void SegmentDrag::create(TimeUs time, const Snapper &snap)
{
    const TimeUs fixed = snapped(snap, m_pressedAt).time;
    const SnapHit hit = snapped(snap, std::clamp<TimeUs>(time, 0, m_durationUs));
    m_edge = std::clamp<TimeUs>(hit.time, 0, m_durationUs);
    m_movedBy = m_edge - fixed;
    m_snappedTo = hit.text;
    m_ranges.front().range = {std::min(fixed, m_edge), std::max(fixed, m_edge)};
}

void SegmentDrag::trim(TimeUs time, const Snapper &snap)
{
    const TimeRange &before = m_before.front().range;
    TimeRange &range = m_ranges.front().range;
    const bool isStart = m_kind == Kind::TrimStart;
    const TimeUs from = isStart ? before.startUs : before.endUs;
    const TimeUs wanted = from + time - m_pressedAt;
    const SnapHit hit = snapped(snap, wanted);
    // A frame is the shortest, but never longer than what a person has already drawn.
    const TimeUs least = std::min(m_leastUs, before.durationUs());
    m_edge = isStart ? std::clamp<TimeUs>(hit.time, 0, before.endUs - least)
                     : std::clamp<TimeUs>(hit.time, before.startUs + least,
                                          std::max(m_durationUs, before.endUs));
    m_snappedTo = m_edge == hit.time ? hit.text : QString();
    m_movedBy = m_edge - from;
    (isStart ? range.startUs : range.endUs) = m_edge;
}

// Whichever edge of the grabbed segment is nearer to something takes the others along.
void SegmentDrag::shift(TimeUs time, const Snapper &snap)
{
    const TimeRange &grabbed = m_before.front().range;
    TimeUs by = time - m_pressedAt;
    const SnapHit start = snapped(snap, grabbed.startUs + by);
    const SnapHit end = snapped(snap, grabbed.endUs + by);
    const TimeUs startOff = start.time - (grabbed.startUs + by);
    const TimeUs endOff = end.time - (grabbed.endUs + by);
    const bool endHolds = start.text.isEmpty() != end.text.isEmpty()
                              ? !end.text.isEmpty()
                              : !end.text.isEmpty() && std::abs(endOff) < std::abs(startOff);
    by += endHolds ? endOff : startOff;
    TimeUs first = grabbed.startUs;
    TimeUs last = grabbed.endUs;
    for (const RangeWish &item : m_before) {
        first = std::min(first, item.range.startUs);
        last = std::max(last, item.range.endUs);
    }
    const TimeUs wanted = by;
    by = std::clamp<TimeUs>(by, -first, std::max<TimeUs>(m_durationUs - last, -first));
    m_snappedTo = by != wanted ? QString() : endHolds ? end.text : start.text;
    m_movedBy = by;
    m_edge = (endHolds ? grabbed.endUs : grabbed.startUs) + by;
    for (std::size_t i = 0; i < m_before.size(); ++i) {
        m_ranges[i].range = {m_before[i].range.startUs + by, m_before[i].range.endUs + by};
    }
}

} // namespace ui::timeline
