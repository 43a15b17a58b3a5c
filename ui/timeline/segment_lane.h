#pragma once

#include <functional>
#include <set>
#include <vector>

#include "ui/timeline/lane.h"
#include "ui/timeline/segment_bands.h"
#include "ui/timeline/segment_item.h"
#include "ui/timeline/segment_painter.h"

namespace ui::timeline {

class SegmentGestures;

// A lane of segments: ground truth, proposals, pseudo-labels, predictions, a person's labels. Only
// what is visible is looked up and drawn.
class SegmentLane : public Lane
{
    Q_OBJECT

public:
    SegmentLane(const QString &title, SegmentRows rows, int defaultHeight,
                const LaneContext &context, QWidget *parent);

    // Equal intervals of one class are drawn once in a packed lane. What is selected and still
    // there stays selected.
    void setSegments(std::vector<SegmentItem> segments);
    const std::vector<SegmentItem> &segments() const { return m_bands.items(); }
    // By id; null where there is none.
    const SegmentItem *item(qint64 id) const { return m_bands.item(id); }

    // Selects by id, the last one is the one that is talked about.
    void setSelection(std::vector<qint64> ids);
    const std::vector<qint64> &selection() const { return m_selection; }
    // -1: nothing.
    qint64 selected() const { return m_selection.empty() ? -1 : m_selection.back(); }
    bool isSelected(qint64 id) const { return m_selected.contains(id); }
    // A segment that is about to be: marked by I and O, or painted. An empty range: none.
    void setPreview(core::base::TimeRange range);

    // What else is drawn faintly, such as what a moved threshold would no longer make; asked for
    // what is painted only. Null: everything passes.
    void setPassing(std::function<bool(const SegmentItem &)> passes);
    bool isPassing(const SegmentItem &item) const { return !m_passes || m_passes(item); }

    SegmentGestures &gestures() const { return *m_gestures; }
    // Why a locked lane cannot be changed, and what helps.
    void setLockedText(const QString &text) { m_lockedText = text; }
    const QString &lockedText() const { return m_lockedText; }

    // The segment after (step 1) or before (-1) the selected one, or the nearest to the time.
    const SegmentItem *neighbour(int step, core::base::TimeUs time) const
    {
        return m_bands.neighbour(selected(), step, time);
    }
    // The segment drawn at a position, or none.
    const SegmentItem *itemAt(const QPoint &position) const;
    std::vector<qint64> itemsIn(const QRect &area) const;
    // The segment of highest score that contains a time; ghosts and packed lanes have none.
    const SegmentItem *solidItemAt(core::base::TimeUs time) const
    {
        return m_bands.solidItemAt(time);
    }
    // Where a segment is drawn now; empty if it is not visible.
    QRectF rectOf(qint64 id) const;

    // Segments that the last paint event drew.
    int paintedCount() const { return m_paintedCount; }

    int defaultHeight() const override { return m_defaultHeight; }
    bool isEmpty() const override;
    void paintLegend(QPainter &painter, const QRect &area) const override;
    bool cancelGesture() override;

signals:
    void menuWanted(const QPoint &global);
    // A double click, or what a screen reader presses.
    void itemActivated(qint64 id);

protected:
    void paintContent(QPainter &painter, const QRect &exposed) override;
    bool clickAt(const QPoint &position) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    BandView view() const;
    QString toolTipFor(const SegmentItem &item) const;
    void paintDrag(QPainter &painter, const PaintStyle &style) const;
    void paintHiddenRows(QPainter &painter) const;
    QRectF withRange(QRectF rect, const core::base::TimeRange &range) const;

    SegmentBands m_bands;
    int m_defaultHeight;
    std::function<bool(const SegmentItem &)> m_passes;
    std::vector<qint64> m_selection;
    std::set<qint64> m_selected; // the same
    core::base::TimeRange m_preview;
    SegmentGestures *m_gestures;
    QString m_lockedText;
    qint64 m_hovered = -1;
    int m_paintedCount = 0;
};

} // namespace ui::timeline
