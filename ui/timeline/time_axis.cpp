#include "ui/timeline/time_axis.h"

#include <algorithm>
#include <cmath>

namespace ui::timeline {

using core::base::TimeRange;
using core::base::TimeUs;

namespace {

// A frame of 240 per second is then 80 pixels wide: more helps nobody.
constexpr double kMinUsPerPixel = 50.0;
constexpr double kRevealMargin = 0.1;

} // namespace

void TimeAxis::setDuration(TimeUs duration)
{
    m_durationUs = std::max<TimeUs>(duration, 0);
    showAll();
}

void TimeAxis::setWidth(int width)
{
    const int before = m_width;
    m_width = std::max(width, 1);
    apply({m_scale.startUs, m_scale.usPerPixel * before / m_width});
}

TimeUs TimeAxis::timeAt(double x) const
{
    return std::clamp<TimeUs>(std::llround(m_scale.timeAt(x)), 0, m_durationUs);
}

TimeRange TimeAxis::visible() const
{
    return {timeAt(0), timeAt(widthPx())};
}

bool TimeAxis::showsAll() const
{
    return m_scale.usPerPixel >= longest() * (1 - 1e-9);
}

void TimeAxis::zoomAbout(double x, double factor)
{
    const double usPerPixel =
        std::clamp(m_scale.usPerPixel / factor, std::min(kMinUsPerPixel, longest()), longest());
    apply({m_scale.timeAt(x) - x * usPerPixel, usPerPixel});
}

void TimeAxis::panBy(double pixels)
{
    apply({m_scale.startUs + pixels * m_scale.usPerPixel, m_scale.usPerPixel});
}

void TimeAxis::showAll()
{
    apply({0, longest()});
}

void TimeAxis::showRange(TimeRange range)
{
    const double length = std::max(static_cast<double>(range.durationUs()), 1.0);
    apply({static_cast<double>(range.startUs), length / widthPx()});
}

void TimeAxis::reveal(TimeUs time)
{
    const double x = xOf(time);
    const double margin = widthPx() * kRevealMargin;
    if (x < 0) {
        panBy(x - margin);
    } else if (x >= widthPx()) {
        panBy(x - widthPx() + margin);
    }
}

void TimeAxis::apply(TimeScale scale)
{
    scale.usPerPixel = std::clamp(scale.usPerPixel, std::min(kMinUsPerPixel, longest()), longest());
    const double latestStart = static_cast<double>(m_durationUs) - scale.usPerPixel * widthPx();
    scale.startUs = std::clamp(scale.startUs, 0.0, std::max(latestStart, 0.0));
    m_scale = scale;
    emit changed();
}

double TimeAxis::longest() const
{
    return static_cast<double>(std::max<TimeUs>(m_durationUs, 1)) / widthPx();
}

} // namespace ui::timeline
