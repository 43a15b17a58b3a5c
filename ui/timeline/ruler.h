#pragma once

#include <QWidget>

#include "core/base/time.h"

namespace ui::timeline {

struct LaneContext;

// The time scale above the lanes: labelled ticks, and below them a line where pictures are there
// without decoding; click or drag to seek, wheel to zoom.
class Ruler : public QWidget
{
    Q_OBJECT

public:
    Ruler(const LaneContext &context, QWidget *parent);

    // While the picture's true times are known, ticks finer than 0.2 s are labelled with frames.
    void setFrameRate(double framesPerSecond);
    // Times whose pictures are kept, ascending.
    void setKept(std::vector<core::base::TimeRange> ranges);
    const std::vector<core::base::TimeRange> &kept() const { return m_kept; }
    // Where the current time is written over the ruler: labels that it would cut are left out.
    void setTag(const QRect &tag);
    // The times that are written.
    std::vector<core::base::TimeUs> labelled() const;

signals:
    void seekRequested(core::base::TimeUs time);
    // The button was released: the exact frame is wanted now.
    void seekFinished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    QString label(core::base::TimeUs time, core::base::TimeUs step) const;
    QRectF labelRect(core::base::TimeUs time, core::base::TimeUs step) const;

    const LaneContext &m_context;
    double m_framesPerSecond = 0.0;
    std::vector<core::base::TimeRange> m_kept;
    QRect m_tag;
};

} // namespace ui::timeline
