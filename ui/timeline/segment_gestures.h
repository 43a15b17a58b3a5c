#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QPoint>
#include <QRect>

#include "ui/timeline/segment_tools.h"

class QMouseEvent;

namespace ui::timeline {

class SegmentLane;

// The mouse in a segment lane: press, drag with a preview, release. It says what the person wants,
// once, on release; it changes no segment. In a locked lane segments can be selected only, and a
// drag on one is refused with the reason. GUI thread; owned by its lane.
class SegmentGestures : public QObject
{
    Q_OBJECT

public:
    explicit SegmentGestures(SegmentLane &lane);

    // Each returns whether the event belongs to a gesture; otherwise it pans or seeks.
    bool press(const QMouseEvent &event);
    bool move(const QMouseEvent &event);
    bool release(const QMouseEvent &event);
    // Escape: forgets what the drag would do. False: there is none.
    bool cancel();
    bool isIdle() const { return m_state == State::Idle; }

    // What is dragged now; null: nothing.
    const SegmentDrag *drag() const { return m_drag ? &*m_drag : nullptr; }
    // The rubber band; null: none.
    QRect band() const { return m_band; }
    Qt::CursorShape cursorAt(const QPoint &position) const;

signals:
    // A segment was drawn on empty ground.
    void drawn(core::base::TimeRange range);
    // Segments were moved or trimmed.
    void rangesWanted(const std::vector<ui::timeline::RangeWish> &wishes);
    void splitWanted(qint64 id, core::base::TimeUs time);
    void paintingStarted();
    void paintingStopped();
    void refused(const QString &reason);
    // The last one is the segment that was hit.
    void selectionWanted(const std::vector<qint64> &ids);
    // The drag went on, or ended (null).
    void dragged(const ui::timeline::SegmentDrag *drag, QPoint position);

private:
    enum class State { Idle, Pressed, Dragging, Banding, Painting, Refused };

    void begin(const QPoint &position);
    bool isHitGone() const;
    // Ends the gesture without its change; what was painted stays.
    void giveUp();
    void select(qint64 hit, Qt::KeyboardModifiers modifiers);
    void selectBanded();
    core::base::TimeUs timeAt(const QPoint &position) const;
    void finish();

    SegmentLane &m_lane;
    State m_state = State::Idle;
    QPoint m_pressedAt;
    Qt::KeyboardModifiers m_modifiers;
    qint64 m_hit = -1;
    Grip m_grip = Grip::None;
    std::optional<SegmentDrag> m_drag;
    QRect m_band;
};

} // namespace ui::timeline
