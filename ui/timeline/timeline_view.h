#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <QWidget>

#include "core/base/time.h"

#include "ui/common/class_style.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/lane_arrangement.h"
#include "ui/timeline/segment_item.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

class CurveLane;
class DragGuide;
class LaneSelection;
class LaneStack;
class OverviewBar;
class PlayheadOverlay;
class Ruler;
class SegmentLane;
class TimelineToolBar;

// The lanes of one video under a ruler, with their headers at the left, the whole video below, and
// the playhead over all. Owns the TimeAxis and what lanes share. GUI thread.
class TimelineView : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(const common::Theme &theme, QWidget *parent = nullptr);
    ~TimelineView() override;

    TimeAxis &axis() { return *m_axis; }
    const LaneContext &context() const { return m_context; }

    void setTheme(const common::Theme &theme);
    // Styles by class ordinal of the open project; patterns where classes of the video look alike.
    void setClasses(common::ClassStyles classes, bool showsPatterns);

    // Takes the lane and puts it below those that are there. height: what it starts with and
    // returns to; 0: the lane's own default.
    void addLane(std::unique_ptr<Lane> lane, int height = 0);
    // Removes all lanes; a new video or project follows.
    void clearLanes();
    // Those that are shown, from top to bottom.
    std::vector<Lane *> lanes() const;
    std::vector<SegmentLane *> segmentLanes() const;
    // The lane with class activation sequences; null: none is shown.
    CurveLane *curveLane() const;
    LaneStack &stack() { return *m_stack; }
    // Which lanes are shown, in which order and how high.
    const LaneArrangement &arrangement() const;
    void setArrangement(LaneArrangement arrangement);
    // What the hue of segments means.
    void setColourBy(ColourBy colourBy);
    ColourBy colourBy() const { return m_context.colourBy; }

    void setDuration(core::base::TimeUs duration);
    void setFrameRate(double framesPerSecond);
    // Where pictures are shown without decoding; the ruler marks it.
    void setKept(std::vector<core::base::TimeRange> ranges);
    // Numbers the frames for what is said about a drag.
    void setFrameNumbers(std::function<qint64(core::base::TimeUs)> frameAt);
    void setOverview(std::vector<SegmentItem> segments);
    void setTime(core::base::TimeUs time);
    core::base::TimeUs time() const;

    // The lane that keys act on; null: none yet.
    Lane *activeLane() const;
    void activate(Lane *lane);
    // Activates the lane before (-1) or after (1).
    void activateNeighbour(int step);
    // Selects the segment at the playhead in the lowest lane that has one (proposals aside).
    void selectAtPlayhead();
    // Selects the segment after (1) or before (-1) the selected one and moves the playhead there.
    void selectNeighbour(int step);
    // Selects segments of one lane, which becomes the active one; the last is talked about.
    void select(SegmentLane *lane, const std::vector<qint64> &ids);
    // The same in whichever lane has the last of them; false where none has.
    bool select(const std::vector<qint64> &ids);
    void selectAllOfLane();
    void clearSelection();
    // Takes a drag back, or else clears the selection.
    void escape();
    // The lane with the selection; null: nothing is selected.
    SegmentLane *selectionLane() const;
    // In the order of time.
    std::vector<qint64> selection() const;
    const SegmentItem *selectedItem() const;

    // Without it, in a picture.
    void setToolBarShown(bool isShown);
    void setTool(Tool tool);
    Tool tool() const { return m_context.tool; }
    // Where dragged edges go while snapping is on.
    void setSnapper(Snapper snapper);
    void setSnapping(bool isOn);
    bool isSnapping() const { return m_isSnapping; }
    // The class that a segment gets which is drawn now.
    void setDrawClass(int ordinal) { m_context.drawClass = ordinal; }
    const DragGuide &guide() const { return *m_guide; }

    void zoomIn();
    void zoomOut();
    void showAll();
    void showSelection();

    QSize sizeHint() const override;

signals:
    void seekRequested(core::base::TimeUs time);
    void seekFinished();
    // An edge is dragged to this time; it was let go.
    void edgeDragged(core::base::TimeUs time);
    void edgeReleased();
    // The selected segment changed; ask selectedItem().
    void selectionChanged();
    void toolChanged();
    // A lane was shown, hidden, moved or resized.
    void lanesArranged();
    // The menu of the lane, of all lanes, of what is selected.
    void laneMenuWanted(ui::timeline::Lane *lane, const QPoint &global);
    void lanesMenuWanted(const QPoint &global);
    void segmentMenuWanted(const QPoint &global);

    // What a person wants by mouse; the timeline itself changes no segment.
    void drawn(core::base::TimeRange range);
    void rangesWanted(const std::vector<ui::timeline::RangeWish> &wishes);
    void splitWanted(qint64 id, core::base::TimeUs time);
    void paintingStarted();
    void paintingStopped();
    void refused(const QString &reason);
    void itemActivated(qint64 id);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void connectToolBar();
    QWidget *makeRow(QWidget *left, QWidget *right);
    int headerWidth() const;
    void connectSegments(SegmentLane *lane);
    void refreshSnapper();
    void showDrag(const SegmentLane &lane, const SegmentDrag *drag, const QPoint &position);
    void openMenu(Lane *lane, const QPoint &global);
    void restyle();
    void placeOverlay();
    void updateRangeLabel();

    TimeAxis *m_axis;
    common::ClassStyles m_classes;
    LaneContext m_context;
    TimelineToolBar *m_toolBar;
    Ruler *m_ruler;
    OverviewBar *m_overview;
    PlayheadOverlay *m_playhead;
    DragGuide *m_guide;
    Snapper m_snapper;
    bool m_isSnapping = true;
    std::function<qint64(core::base::TimeUs)> m_frameAt;
    LaneStack *m_stack;
    LaneSelection *m_selection;
    std::vector<QWidget *> m_corners;
};

} // namespace ui::timeline
