#pragma once

#include <vector>

#include <QObject>
#include <QPointer>

#include "core/base/time.h"

#include "ui/timeline/lane.h"
#include "ui/timeline/segment_item.h"

namespace ui::timeline {

class LaneStack;
class SegmentLane;

// The lane that keys act on and the segments that are selected, always of one lane. Lanes keep
// their selection themselves; this sees to it that only one has any. GUI thread.
class LaneSelection : public QObject
{
    Q_OBJECT

public:
    // The stack must outlive the selection.
    explicit LaneSelection(LaneStack &stack, QObject *parent = nullptr);

    // Null: none yet.
    Lane *activeLane() const { return m_active; }
    void activate(Lane *lane);
    // Activates the lane before (-1) or after (1).
    void activateNeighbour(int step);

    // Selects segments of one lane, which becomes the active one; the last is talked about. A null
    // lane: nothing is selected.
    void select(SegmentLane *lane, const std::vector<qint64> &ids);
    // Of the active lane; ghosts and what the project has no id of are left out.
    void selectAll();
    // In the lowest lane that has a segment at this time (proposals aside).
    void selectAt(core::base::TimeUs time);
    // The segment after (1) or before (-1) the selected one in the active lane, or the one nearest
    // to the time. Null: none.
    const SegmentItem *selectNeighbour(int step, core::base::TimeUs time);
    // Lanes are about to go.
    void forget();

    // The lane with the selection; null: nothing is selected.
    SegmentLane *lane() const;
    // In the order of time.
    std::vector<qint64> ids() const;
    // The one that is talked about; null: none.
    const SegmentItem *item() const;

signals:
    void changed();

private:
    std::vector<SegmentLane *> segmentLanes() const;

    LaneStack &m_stack;
    QPointer<Lane> m_active;
};

} // namespace ui::timeline
