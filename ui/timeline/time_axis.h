#pragma once

#include <QObject>

#include "core/base/time.h"

namespace ui::timeline {

// Which time lies at which pixel: the whole of what drawing needs to know about zoom.
struct TimeScale
{
    double startUs = 0.0;    // time at x = 0
    double usPerPixel = 1e5; // > 0

    double xOf(core::base::TimeUs time) const
    {
        return (static_cast<double>(time) - startUs) / usPerPixel;
    }
    double timeAt(double x) const { return startUs + x * usPerPixel; }
};

// The one holder of zoom and scroll position. Every lane draws by it; x is in device-independent
// pixels from the left edge of a lane. Never shows time outside 0 … duration. GUI thread.
class TimeAxis : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // A new video: shows all of it. 0: nothing is open.
    void setDuration(core::base::TimeUs duration);
    core::base::TimeUs durationUs() const { return m_durationUs; }
    // Width of a lane; what is visible stays visible.
    void setWidth(int width);
    int width() const { return m_width; }

    const TimeScale &scale() const { return m_scale; }
    double xOf(core::base::TimeUs time) const { return m_scale.xOf(time); }
    // Nearest microsecond, within 0 … duration.
    core::base::TimeUs timeAt(double x) const;
    core::base::TimeRange visible() const;
    bool showsAll() const;

    // Factor > 1 shows more detail; the time under x stays there unless an end of the video is
    // reached.
    void zoomAbout(double x, double factor);
    // Positive pixels move towards the end.
    void panBy(double pixels);
    void showAll();
    void showRange(core::base::TimeRange range);
    // Scrolls as little as needed to bring the time into view, with a tenth of the width around it.
    void reveal(core::base::TimeUs time);

signals:
    void changed();

private:
    void apply(TimeScale scale);
    double widthPx() const { return static_cast<double>(m_width); }
    double longest() const;

    core::base::TimeUs m_durationUs = 0;
    int m_width = 1;
    TimeScale m_scale;
};

} // namespace ui::timeline
