#include "ui/timeline/overview_bar.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/common/class_style.h"
#include "ui/common/color_math.h"
#include "ui/common/theme.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr int kHeight = 22;
constexpr double kMargin = 8.0;
constexpr double kLeastFrame = 6.0;

} // namespace

OverviewBar::OverviewBar(const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(kHeight);
    setAccessibleName(tr("Whole video"));
    connect(m_context.axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
}

void OverviewBar::setSegments(std::vector<SegmentItem> segments)
{
    m_segments = std::move(segments);
    update();
}

void OverviewBar::setTime(TimeUs time)
{
    if (std::lround(xOf(time)) != std::lround(xOf(m_time))) {
        update();
    }
    m_time = time;
}

void OverviewBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = *m_context.theme;
    painter.fillRect(rect(), theme.head);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.lane);
    painter.drawRoundedRect(QRectF(kMargin, 7, width() - 2 * kMargin, 8), 2, 2);
    if (m_context.axis->durationUs() <= 0) {
        return;
    }
    for (const SegmentItem &item : m_segments) {
        const double left = std::round(xOf(item.range.startUs));
        const double right = std::max(std::round(xOf(item.range.endUs)), left + 3);
        painter.fillRect(QRectF(left, 9, right - left, 4),
                         m_context.classes->of(item.classOrdinal).color);
    }
    if (!m_context.axis->showsAll()) {
        painter.setPen(theme.accent);
        painter.setBrush(common::withAlpha(theme.accent, 0.14));
        painter.drawRoundedRect(frame().adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    }
    painter.fillRect(QRectF(std::round(xOf(m_time)), 4, 1, height() - 8), theme.playhead);
}

void OverviewBar::mousePressEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    const QRectF current = frame();
    if (x < current.left() || x > current.right()) {
        m_context.axis->panBy((x - current.center().x()) * usPerPixel() /
                              m_context.axis->scale().usPerPixel);
    }
    m_grabbedAt = x;
}

void OverviewBar::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        m_context.axis->panBy((event->position().x() - m_grabbedAt) * usPerPixel() /
                              m_context.axis->scale().usPerPixel);
        m_grabbedAt = event->position().x();
    }
}

void OverviewBar::wheelEvent(QWheelEvent *event)
{
    zoomOrPan(*m_context.axis, *event);
    event->accept();
}

double OverviewBar::xOf(TimeUs time) const
{
    return kMargin + static_cast<double>(time) / usPerPixel();
}

QRectF OverviewBar::frame() const
{
    const core::base::TimeRange visible = m_context.axis->visible();
    const double left = xOf(visible.startUs);
    return {left, 3, std::max(xOf(visible.endUs) - left, kLeastFrame), height() - 6.0};
}

double OverviewBar::usPerPixel() const
{
    const double duration = static_cast<double>(std::max<TimeUs>(m_context.axis->durationUs(), 1));
    return duration / std::max(width() - 2 * kMargin, 1.0);
}

} // namespace ui::timeline
