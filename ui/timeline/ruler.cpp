#include "ui/timeline/ruler.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/common/color_math.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr int kHeight = 24;
constexpr int kKeptHeight = 2;
constexpr TimeUs kFrameLabels = 200'000; // finer steps are labelled with frames

} // namespace

Ruler::Ruler(const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedHeight(kHeight);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Time ruler"));
    connect(m_context.axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
}

void Ruler::setFrameRate(double framesPerSecond)
{
    m_framesPerSecond = framesPerSecond;
    update();
}

void Ruler::setKept(std::vector<core::base::TimeRange> ranges)
{
    if (m_kept != ranges) {
        m_kept = std::move(ranges);
        update(0, height() - kKeptHeight, width(), kKeptHeight);
    }
}

void Ruler::setTag(const QRect &tag)
{
    const std::vector<TimeUs> before = labelled();
    m_tag = tag;
    if (labelled() != before) {
        update();
    }
}

std::vector<TimeUs> Ruler::labelled() const
{
    const TimeScale &scale = m_context.axis->scale();
    const TimeUs step = majorStep(scale.usPerPixel);
    std::vector<TimeUs> times = majorTicks(scale, width());
    std::erase_if(times,
                  [&](TimeUs time) { return labelRect(time, step).intersects(QRectF(m_tag)); });
    return times;
}

QRectF Ruler::labelRect(TimeUs time, TimeUs step) const
{
    const QFontMetricsF metrics(common::numberFont(11));
    return {std::round(m_context.axis->xOf(time)) + 4, 1,
            metrics.horizontalAdvance(label(time, step)) + 2, 16};
}

void Ruler::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const common::Theme &theme = *m_context.theme;
    painter.fillRect(event->rect(), theme.head);
    const TimeScale &scale = m_context.axis->scale();
    const TimeUs step = majorStep(scale.usPerPixel);
    const int parts = minorTicks(step);
    painter.setFont(common::numberFont(11));
    for (const TimeUs time : majorTicks(scale, width())) {
        const double x = std::round(scale.xOf(time));
        painter.fillRect(QRectF(x, height() - 10, 1, 9), theme.strong);
        for (int part = 1; part < parts; ++part) {
            const double minor = std::round(scale.xOf(time + step * part / parts));
            painter.fillRect(QRectF(minor, height() - 6, 1, 5),
                             common::withAlpha(theme.strong, 0.55));
        }
    }
    painter.setPen(theme.text3);
    for (const TimeUs time : labelled()) {
        painter.drawText(labelRect(time, step), Qt::AlignLeft | Qt::AlignVCenter,
                         label(time, step));
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
    for (const core::base::TimeRange &range : m_kept) {
        const double from = std::round(scale.xOf(range.startUs));
        const double to = std::max(std::round(scale.xOf(range.endUs)), from + 1);
        painter.fillRect(QRectF(from, height() - kKeptHeight, to - from, kKeptHeight),
                         common::withAlpha(theme.accent, 0.6));
    }
}

QString Ruler::label(TimeUs time, TimeUs step) const
{
    if (step >= 1'000'000) {
        return common::shortTimeText(time);
    }
    if (step <= kFrameLabels && m_framesPerSecond > 0) {
        const double frame = core::base::usToSeconds(time) * m_framesPerSecond;
        return tr("frame %1").arg(std::llround(frame));
    }
    return common::timeText(time).chopped(2);
}

void Ruler::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        emit seekRequested(m_context.axis->timeAt(event->position().x()));
    }
}

void Ruler::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        emit seekRequested(m_context.axis->timeAt(event->position().x()));
    }
}

void Ruler::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        emit seekFinished();
    }
}

void Ruler::wheelEvent(QWheelEvent *event)
{
    zoomOrPan(*m_context.axis, *event);
    event->accept();
}

} // namespace ui::timeline
