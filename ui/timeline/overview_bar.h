#pragma once

#include <vector>

#include <QWidget>

#include "core/base/time.h"

#include "ui/timeline/segment_item.h"

namespace ui::timeline {

struct LaneContext;

// The whole video in one strip: the segments of the most trusted lane, the visible part as a frame
// that can be dragged, the playhead. A press outside the frame moves it there.
class OverviewBar : public QWidget
{
    Q_OBJECT

public:
    OverviewBar(const LaneContext &context, QWidget *parent);

    void setSegments(std::vector<SegmentItem> segments);
    void setTime(core::base::TimeUs time);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    double xOf(core::base::TimeUs time) const;
    QRectF frame() const;
    double usPerPixel() const;

    const LaneContext &m_context;
    std::vector<SegmentItem> m_segments;
    core::base::TimeUs m_time = 0;
    double m_grabbedAt = 0.0;
};

} // namespace ui::timeline
