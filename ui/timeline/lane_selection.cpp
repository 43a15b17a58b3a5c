#include "ui/timeline/lane_selection.h"

#include <algorithm>
#include <utility>

#include "ui/timeline/lane_stack.h"
#include "ui/timeline/segment_lane.h"

namespace ui::timeline {

LaneSelection::LaneSelection(LaneStack &stack, QObject *parent)
    : QObject(parent)
    , m_stack(stack)
{
}

std::vector<SegmentLane *> LaneSelection::segmentLanes() const
{
    std::vector<SegmentLane *> found;
    for (Lane *lane : m_stack.lanes()) {
        if (auto *segments = qobject_cast<SegmentLane *>(lane)) {
            found.push_back(segments);
        }
    }
    return found;
}

void LaneSelection::activate(Lane *lane)
{
    if (m_active == lane) {
        return;
    }
    if (m_active != nullptr) {
        m_active->setActive(false);
    }
    m_active = lane;
    if (m_active != nullptr) {
        m_active->setActive(true);
    }
}

void LaneSelection::activateNeighbour(int step)
{
    const std::vector<Lane *> lanes = m_stack.lanes();
    if (lanes.empty()) {
        return;
    }
    const auto current = std::find(lanes.begin(), lanes.end(), m_active);
    std::ptrdiff_t next = current == lanes.end() ? 0 : current - lanes.begin() + step;
    next = std::clamp<std::ptrdiff_t>(next, 0, static_cast<std::ptrdiff_t>(lanes.size()) - 1);
    activate(lanes[static_cast<std::size_t>(next)]);
    m_stack.ensureWidgetVisible(m_active, 0, 0);
}

void LaneSelection::select(SegmentLane *lane, const std::vector<qint64> &ids)
{
    for (SegmentLane *other : m_stack.findChildren<SegmentLane *>()) {
        other->setSelection(other == lane ? ids : std::vector<qint64>());
    }
    if (lane != nullptr) {
        activate(lane);
    }
    emit changed();
}

void LaneSelection::selectAll()
{
    auto *active = qobject_cast<SegmentLane *>(m_active);
    if (active == nullptr) {
        return;
    }
    std::vector<qint64> ids;
    for (const SegmentItem &item : active->segments()) {
        if (item.id >= 0 && item.look != SegmentLook::Ghost) {
            ids.push_back(item.id);
        }
    }
    select(active, ids);
}

void LaneSelection::selectAt(core::base::TimeUs time)
{
    const std::vector<SegmentLane *> all = segmentLanes();
    for (auto lane = all.rbegin(); lane != all.rend(); ++lane) {
        if (const SegmentItem *item = (*lane)->solidItemAt(time)) {
            select(*lane, {item->id});
            return;
        }
    }
}

const SegmentItem *LaneSelection::selectNeighbour(int step, core::base::TimeUs time)
{
    const std::vector<SegmentLane *> lanes = segmentLanes();
    if (m_active == nullptr && !lanes.empty()) {
        activate(lanes.front());
    }
    auto *active = qobject_cast<SegmentLane *>(m_active);
    const SegmentItem *item = active != nullptr ? active->neighbour(step, time) : nullptr;
    if (item != nullptr) {
        select(active, {item->id});
    }
    return item;
}

void LaneSelection::forget()
{
    const bool hadSelection = item() != nullptr;
    m_active = nullptr;
    for (SegmentLane *lane : m_stack.findChildren<SegmentLane *>()) {
        lane->setSelection({});
    }
    if (hadSelection) {
        emit changed();
    }
}

SegmentLane *LaneSelection::lane() const
{
    for (SegmentLane *lane : segmentLanes()) {
        if (lane->selected() >= 0) {
            return lane;
        }
    }
    return nullptr;
}

std::vector<qint64> LaneSelection::ids() const
{
    const SegmentLane *from = lane();
    if (from == nullptr) {
        return {};
    }
    std::vector<std::pair<core::base::TimeRange, qint64>> chosen;
    for (const SegmentItem &item : from->segments()) {
        if (from->isSelected(item.id)) {
            chosen.emplace_back(item.range, item.id);
        }
    }
    std::sort(chosen.begin(), chosen.end());
    std::vector<qint64> ids;
    for (const auto &[range, id] : chosen) {
        ids.push_back(id);
    }
    return ids;
}

const SegmentItem *LaneSelection::item() const
{
    const SegmentLane *from = lane();
    return from != nullptr ? from->item(from->selected()) : nullptr;
}

} // namespace ui::timeline
