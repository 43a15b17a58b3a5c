#include "ui/analysis/curve_excerpt.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/common/color_math.h"

namespace ui::analysis {

namespace {

constexpr double kAround = 1.0; // of the run's length, at each side
constexpr double kLeastAroundUs = 3e6;

} // namespace

CurveExcerpt::CurveExcerpt(std::shared_ptr<const core::model::ScoreCurve> curve, int channel,
                           double level, core::base::TimeRange run, const QColor &color,
                           const common::Theme &theme)
    : m_curve(std::move(curve))
    , m_channel(channel)
    , m_level(level)
    , m_run(run)
    , m_color(color)
    , m_theme(theme)
{
    setFixedHeight(84);
}

void CurveExcerpt::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.input);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const double around =
        std::max(kAround * static_cast<double>(m_run.durationUs()), kLeastAroundUs);
    const double from = static_cast<double>(m_run.startUs) - around;
    const double to = static_cast<double>(m_run.endUs) + around;
    const auto first =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(m_curve->snippetAt(from))));
    const auto last = std::min<std::int64_t>(
        m_curve->snippets() - 1, static_cast<std::int64_t>(std::ceil(m_curve->snippetAt(to))));
    if (last <= first) {
        return;
    }
    double low = m_level;
    double high = m_level;
    for (std::int64_t t = first; t <= last; ++t) {
        low = std::min(low, double(m_curve->value(t, m_channel)));
        high = std::max(high, double(m_curve->value(t, m_channel)));
    }
    const double span = std::max(high - low, 1e-9) * 1.2;
    const auto x = [&](double time) { return (time - from) / (to - from) * width(); };
    const auto y = [&](double value) {
        return height() - 4 - (value - low) / span * (height() - 10);
    };
    QColor shade = m_color;
    shade.setAlphaF(0.18F);
    const double left = x(static_cast<double>(m_run.startUs));
    painter.fillRect(QRectF(left, 1, x(static_cast<double>(m_run.endUs)) - left, height() - 2),
                     shade);
    painter.setPen(QPen(m_theme.text2, 1, Qt::DashLine));
    painter.drawLine(QPointF(1, y(m_level)), QPointF(width() - 1, y(m_level)));
    QPainterPath path;
    for (std::int64_t t = first; t <= last; ++t) {
        const QPointF point(x(m_curve->timeUs(static_cast<double>(t))),
                            y(m_curve->value(t, m_channel)));
        t == first ? path.moveTo(point) : path.lineTo(point);
    }
    painter.setClipRect(rect().adjusted(1, 1, -1, -1));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_color, 1.75));
    painter.drawPath(path);
}

} // namespace ui::analysis
