#include "ui/timeline/playhead_overlay.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/common/color_math.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

namespace {

constexpr int kTagTop = 2;
constexpr int kTagHeight = 17;
constexpr int kLineTop = 19;

} // namespace

PlayheadOverlay::PlayheadOverlay(const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    connect(m_context.axis, &TimeAxis::changed, this, qOverload<>(&QWidget::update));
}

void PlayheadOverlay::setTime(core::base::TimeUs time)
{
    if (time != m_time) {
        updateAround();
        m_time = time;
        updateAround();
    }
}

double PlayheadOverlay::x() const
{
    return std::round(m_context.axis->xOf(m_time));
}

bool PlayheadOverlay::isInSight() const
{
    return m_context.axis->durationUs() > 0 && x() >= -1 && x() <= width();
}

QRect PlayheadOverlay::tagRect() const
{
    const QFontMetricsF metrics(common::numberFont(11, QFont::Medium));
    const double width = metrics.horizontalAdvance(common::timeText(m_time)) + 12;
    // The tag stays in sight where the line is at an end.
    const double left = std::clamp(x() - width / 2, 0.0, std::max(0.0, this->width() - width));
    return QRectF(left, kTagTop, width, kTagHeight).toAlignedRect();
}

void PlayheadOverlay::updateAround()
{
    update(tagRect().adjusted(-2, -2, 2, 8));
    update(QRect(static_cast<int>(x()) - 1, kLineTop, 3, height()));
}

void PlayheadOverlay::paintEvent(QPaintEvent *)
{
    if (!isInSight()) {
        return;
    }
    QPainter painter(this);
    const common::Theme &theme = *m_context.theme;
    const int line = static_cast<int>(x());
    painter.fillRect(QRect(line - 1, kLineTop, 3, height()), common::withAlpha(theme.casing, 0.75));
    painter.fillRect(QRect(line, kLineTop, 1, height()), theme.playhead);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.playhead);
    painter.drawRoundedRect(tagRect(), 3, 3);
    const double centre = line + 0.5;
    painter.drawPolygon(QPolygonF({{centre - 4.5, kTagTop + kTagHeight - 0.5},
                                   {centre + 4.5, kTagTop + kTagHeight - 0.5},
                                   {centre, kTagTop + kTagHeight + 4.5}}));
    painter.setPen(theme.casing);
    painter.setFont(common::numberFont(11, QFont::Medium));
    painter.drawText(tagRect(), Qt::AlignCenter, common::timeText(m_time));
}

} // namespace ui::timeline
