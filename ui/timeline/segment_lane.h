#pragma once

#include <set>
#include <vector>

#include "core/model/interval_index.h"

#include "ui/timeline/lane.h"
#include "ui/timeline/segment_item.h"
#include "ui/timeline/segment_layout.h"
#include "ui/timeline/segment_painter.h"

namespace ui::timeline {

class SegmentGestures;

// How a segment lane uses its height.
enum class SegmentRows {
    Shared, // overlapping segments split it; ghosts have a row of their own at the bottom
    Packed, // rows of 6 px, the best scores on top: thousands of proposals
};

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
    const std::vector<SegmentItem> &segments() const { return m_items; }
    // By id; null where there is none.
    const SegmentItem *item(qint64 id) const;

    // Selects by id, the last one is the one that is talked about.
    void setSelection(std::vector<qint64> ids);
    const std::vector<qint64> &selection() const { return m_selection; }
    // -1: nothing.
    qint64 selected() const { return m_selection.empty() ? -1 : m_selection.back(); }
    bool isSelected(qint64 id) const { return m_selected.contains(id); }
    // A segment that is about to be: marked by I and O, or painted. An empty range: none.
    void setPreview(core::base::TimeRange range);

    SegmentGestures &gestures() const { return *m_gestures; }
    // Why a locked lane cannot be changed, and what helps.
    void setLockedText(const QString &text) { m_lockedText = text; }
    const QString &lockedText() const { return m_lockedText; }

    // The segment after (step 1) or before (-1) the selected one, or the nearest to the time.
    const SegmentItem *neighbour(int step, core::base::TimeUs time) const;
    // The segment drawn at a position, or none.
    const SegmentItem *itemAt(const QPoint &position) const;
    std::vector<qint64> itemsIn(const QRect &area) const;
    // The segment of highest score that contains a time; ghosts and packed lanes have none.
    const SegmentItem *solidItemAt(core::base::TimeUs time) const;
    // Where a segment is drawn now; empty if it is not visible.
    QRectF rectOf(qint64 id) const;

    // Segments that the last paint event drew.
    int paintedCount() const { return m_paintedCount; }

    int defaultHeight() const override { return m_defaultHeight; }
    bool isEmpty() const override;
    void paintLegend(QPainter &painter, const QRect &area) const override;

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
    // Solid segments or ghosts, each with its own rows.
    struct Band
    {
        std::vector<std::size_t> items; // positions in m_items
        std::vector<core::base::TimeRange> ranges;
        RowPacking packing;
        core::model::IntervalIndex index;
    };

    void fill(Band &band, int maxRows);
    RowShape solidShape() const;
    RowShape ghostShape() const;
    std::vector<SegmentRect> layout(const Band &band, const RowShape &shape, double left,
                                    double right) const;
    template <typename Visit>
    void visit(double left, double right, Visit &&visit) const;
    QString toolTipFor(const SegmentItem &item) const;
    void paintDrag(QPainter &painter, const PaintStyle &style) const;
    void paintHiddenRows(QPainter &painter) const;
    QRectF withRange(QRectF rect, const core::base::TimeRange &range) const;

    SegmentRows m_rows;
    int m_defaultHeight;
    std::vector<SegmentItem> m_items;
    Band m_solid;
    Band m_ghosts;
    std::vector<qint64> m_selection;
    std::set<qint64> m_selected; // the same
    core::base::TimeRange m_preview;
    SegmentGestures *m_gestures;
    QString m_lockedText;
    qint64 m_hovered = -1;
    int m_paintedCount = 0;
};

} // namespace ui::timeline
