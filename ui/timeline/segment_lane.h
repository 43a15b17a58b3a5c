#pragma once

#include <vector>

#include "core/model/interval_index.h"

#include "ui/timeline/lane.h"
#include "ui/timeline/segment_item.h"
#include "ui/timeline/segment_layout.h"

namespace ui::timeline {

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

    // Equal intervals of one class are drawn once in a packed lane.
    void setSegments(std::vector<SegmentItem> segments);
    const std::vector<SegmentItem> &segments() const { return m_items; }

    // Selects by id; -1 nothing.
    void select(qint64 id);
    qint64 selected() const { return m_selected; }
    // The segment after (step 1) or before (-1) the selected one, or the nearest to the time.
    const SegmentItem *neighbour(int step, core::base::TimeUs time) const;
    // The segment drawn at a position, or none.
    const SegmentItem *itemAt(const QPoint &position) const;
    // The segment of highest score that contains a time; ghosts and packed lanes have none.
    const SegmentItem *solidItemAt(core::base::TimeUs time) const;
    // Where a segment is drawn now; empty if it is not visible.
    QRectF rectOf(qint64 id) const;

    // Segments that the last paint event drew.
    int paintedCount() const { return m_paintedCount; }

    int defaultHeight() const override { return m_defaultHeight; }
    bool isEmpty() const override { return m_items.empty(); }
    void paintLegend(QPainter &painter, const QRect &area) const override;

signals:
    void selectionChanged(qint64 id);

protected:
    void paintContent(QPainter &painter, const QRect &exposed) override;
    bool clickAt(const QPoint &position) override;
    void mouseMoveEvent(QMouseEvent *event) override;
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

    SegmentRows m_rows;
    int m_defaultHeight;
    std::vector<SegmentItem> m_items;
    Band m_solid;
    Band m_ghosts;
    qint64 m_selected = -1;
    qint64 m_hovered = -1;
    int m_paintedCount = 0;
};

} // namespace ui::timeline
