#include "ui/timeline/segment_gestures.h"

#include <algorithm>

#include <QApplication>
#include <QMouseEvent>

#include "ui/timeline/segment_lane.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr Qt::KeyboardModifiers kAdding = Qt::ShiftModifier | Qt::ControlModifier;

} // namespace

SegmentGestures::SegmentGestures(SegmentLane &lane)
    : QObject(&lane)
    , m_lane(lane)
{
}

TimeUs SegmentGestures::timeAt(const QPoint &position) const
{
    return static_cast<TimeUs>(m_lane.context().axis->scale().timeAt(position.x()));
}

bool SegmentGestures::press(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton) {
        return !isIdle(); // a second button does not disturb a drag
    }
    const SegmentItem *item = m_lane.itemAt(event.pos());
    const Tool tool = m_lane.context().tool;
    m_hit = -1;
    if (!m_lane.isLocked() && tool == Tool::Paint) {
        m_state = State::Painting;
        emit paintingStarted();
        return true;
    }
    if (!m_lane.isLocked() && tool == Tool::Split && item != nullptr) {
        const TimeUs time = timeAt(event.pos());
        const bool isFree = event.modifiers().testFlag(Qt::AltModifier);
        emit splitWanted(item->id, isFree ? time : m_lane.context().snapped(time));
        return true;
    }
    if (item == nullptr && m_lane.isLocked() && (event.modifiers() & kAdding) == 0) {
        return false;
    }
    m_state = State::Pressed;
    m_pressedAt = event.pos();
    m_modifiers = event.modifiers();
    m_hit = item != nullptr ? item->id : -1;
    m_grip = item != nullptr ? gripAt(m_lane.rectOf(item->id), event.pos().x() + 0.5) : Grip::None;
    return true;
}

bool SegmentGestures::move(const QMouseEvent &event)
{
    // The release went to a window that came up meanwhile.
    if (!isIdle() && !event.buttons().testFlag(Qt::LeftButton)) {
        giveUp();
    }
    if (m_state == State::Pressed &&
        (event.pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance()) {
        begin(m_pressedAt);
    }
    if (m_state == State::Dragging) {
        const bool isFree = event.modifiers().testFlag(Qt::AltModifier);
        m_drag->moveTo(timeAt(event.pos()), isFree ? Snapper() : m_lane.context().snapper);
        emit dragged(drag(), event.pos());
        m_lane.update();
    } else if (m_state == State::Banding) {
        m_band = QRect(m_pressedAt, event.pos()).normalized();
        m_lane.update();
    }
    return !isIdle();
}

void SegmentGestures::begin(const QPoint &position)
{
    const LaneContext &context = m_lane.context();
    if (isHitGone()) {
        finish();
        return;
    }
    if (m_hit >= 0 && m_lane.isLocked()) {
        m_state = State::Refused;
        m_lane.setCursor(Qt::ForbiddenCursor);
        emit refused(m_lane.lockedText());
        return;
    }
    if (m_hit < 0 && (m_modifiers & kAdding) != 0) {
        m_state = State::Banding;
        return;
    }
    m_state = State::Dragging;
    std::vector<RangeWish> before;
    auto kind = SegmentDrag::Kind::Create;
    if (m_hit < 0) {
        const TimeUs at = timeAt(position);
        before.push_back({-1, {at, at}});
    } else {
        kind = m_grip == Grip::Start ? SegmentDrag::Kind::TrimStart
               : m_grip == Grip::End ? SegmentDrag::Kind::TrimEnd
                                     : SegmentDrag::Kind::Move;
        if (!m_lane.isSelected(m_hit)) {
            emit selectionWanted({m_hit});
        }
        before.push_back({m_hit, m_lane.item(m_hit)->range});
        for (const SegmentItem &item : m_lane.segments()) {
            if (kind == SegmentDrag::Kind::Move && item.id != m_hit && m_lane.isSelected(item.id)) {
                before.push_back({item.id, item.range});
            }
        }
        m_lane.setCursor(kind == SegmentDrag::Kind::Move ? Qt::ClosedHandCursor
                                                         : Qt::SizeHorCursor);
    }
    m_drag.emplace(kind, std::move(before), timeAt(position), context.axis->durationUs(),
                   context.frameUs);
}

bool SegmentGestures::release(const QMouseEvent &event)
{
    if (isIdle() || event.button() != Qt::LeftButton) {
        return !isIdle();
    }
    const State state = m_state;
    const std::optional<SegmentDrag> drag = m_drag;
    if (isHitGone()) {
        giveUp();
        return true;
    }
    if (state == State::Banding) {
        selectBanded();
    }
    finish();
    switch (state) {
    case State::Pressed:
        if (m_hit < 0 && (m_modifiers & kAdding) == 0) {
            emit m_lane.seekRequested(m_lane.context().axis->timeAt(event.position().x()));
        }
        select(m_hit, m_modifiers);
        break;
    case State::Dragging:
        if (drag->hasChanged() && drag->kind() == SegmentDrag::Kind::Create) {
            emit drawn(drag->ranges().front().range);
        } else if (drag->hasChanged()) {
            emit rangesWanted(drag->ranges());
        }
        break;
    case State::Painting:
        emit paintingStopped();
        break;
    default:
        break;
    }
    return true;
}

// A key may remove a segment while the mouse holds it.
bool SegmentGestures::isHitGone() const
{
    return m_hit >= 0 && m_lane.item(m_hit) == nullptr;
}

void SegmentGestures::giveUp()
{
    const bool wasPainting = m_state == State::Painting;
    finish();
    if (wasPainting) {
        emit paintingStopped();
    }
}

bool SegmentGestures::cancel()
{
    if (m_state != State::Dragging && m_state != State::Banding) {
        return false;
    }
    finish();
    return true;
}

void SegmentGestures::finish()
{
    m_state = State::Idle;
    m_drag.reset();
    m_band = {};
    m_lane.unsetCursor();
    m_lane.update();
    emit dragged(nullptr, {});
}

// Ctrl adds one or takes it away; Shift adds all from the last one to this.
void SegmentGestures::select(qint64 hit, Qt::KeyboardModifiers modifiers)
{
    if ((modifiers & kAdding) == 0) {
        emit selectionWanted(hit < 0 ? std::vector<qint64>() : std::vector<qint64>{hit});
        return;
    }
    if (hit < 0) {
        return;
    }
    std::vector<qint64> ids = m_lane.selection();
    const SegmentItem *anchor = m_lane.item(m_lane.selected());
    if (modifiers.testFlag(Qt::ShiftModifier) && anchor != nullptr) {
        const SegmentItem *end = m_lane.item(hit);
        const TimeUs from = std::min(anchor->range.startUs, end->range.startUs);
        const TimeUs to = std::max(anchor->range.startUs, end->range.startUs);
        for (const SegmentItem &item : m_lane.segments()) {
            if (item.look != SegmentLook::Ghost && from <= item.range.startUs &&
                item.range.startUs <= to && !m_lane.isSelected(item.id)) {
                ids.push_back(item.id);
            }
        }
        std::erase(ids, hit);
        ids.push_back(hit);
    } else if (std::erase(ids, hit) == 0) {
        ids.push_back(hit);
    }
    emit selectionWanted(ids);
}

void SegmentGestures::selectBanded()
{
    std::vector<qint64> ids = m_lane.selection();
    for (const qint64 id : m_lane.itemsIn(m_band)) {
        if (!m_lane.isSelected(id)) {
            ids.push_back(id);
        }
    }
    emit selectionWanted(ids);
}

Qt::CursorShape SegmentGestures::cursorAt(const QPoint &position) const
{
    if (m_lane.isLocked()) {
        return Qt::ArrowCursor;
    }
    const SegmentItem *item = m_lane.itemAt(position);
    if (m_lane.context().tool == Tool::Split) {
        return item != nullptr ? Qt::SplitHCursor : Qt::ArrowCursor;
    }
    if (item == nullptr || m_lane.context().tool == Tool::Paint) {
        return Qt::CrossCursor;
    }
    return gripAt(m_lane.rectOf(item->id), position.x() + 0.5) == Grip::Body ? Qt::OpenHandCursor
                                                                             : Qt::SizeHorCursor;
}

} // namespace ui::timeline
