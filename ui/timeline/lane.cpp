#include "ui/timeline/lane.h"

#include <cmath>
#include <utility>

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/common/color_math.h"
#include "ui/common/theme.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

namespace {

constexpr double kNotch = 120.0;         // angle delta of one wheel notch
constexpr double kZoomPerNotch = 1.25;   //
constexpr double kPixelsPerNotch = 80.0; // of a pan

} // namespace

Lane::Lane(QString title, const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_title(std::move(title))
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(m_title);
    setMouseTracking(true);
    connect(m_context.axis, &TimeAxis::changed, this, [this] { axisChanged(); });
}

void Lane::setSubtitle(const QString &text)
{
    m_subtitle = text;
    emit headerChanged();
}

void Lane::setLocked(bool isLocked)
{
    m_isLocked = isLocked;
    emit headerChanged();
}

void Lane::setActive(bool isActive)
{
    if (m_isActive != isActive) {
        m_isActive = isActive;
        update();
        emit headerChanged();
    }
}

void Lane::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void Lane::paintLegend(QPainter &, const QRect &) const {}

void Lane::restyle()
{
    update();
}

void Lane::axisChanged()
{
    update();
}

bool Lane::clickAt(const QPoint &)
{
    return false;
}

void Lane::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    const QRect exposed = event->rect();
    painter.fillRect(exposed, theme().lane);
    if (m_isActive) {
        painter.fillRect(exposed, common::withAlpha(theme().accentTint, 0.35));
    }
    if (isEmpty()) {
        painter.setFont(common::textFont(12));
        painter.setPen(theme().text3);
        painter.drawText(rect().adjusted(20, 0, -12, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         m_emptyText);
    } else {
        const QColor grid = common::withAlpha(theme().line, 0.55);
        for (const core::base::TimeUs time : majorTicks(axis().scale(), width())) {
            painter.fillRect(QRectF(std::round(axis().xOf(time)), 0, 1, height()), grid);
        }
        painter.save();
        paintContent(painter, exposed);
        painter.restore();
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().line);
}

void Lane::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_pressedAt = event->pos();
        m_pannedTo = event->pos().x();
        m_isPanning = false;
        emit pressed();
    }
}

void Lane::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_pressedAt) {
        return;
    }
    const int moved = (event->pos() - *m_pressedAt).manhattanLength();
    if (!m_isPanning && moved >= QApplication::startDragDistance()) {
        m_isPanning = true;
        setCursor(Qt::ClosedHandCursor);
    }
    if (m_isPanning) {
        m_context.axis->panBy(m_pannedTo - event->pos().x());
        m_pannedTo = event->pos().x();
    }
}

void Lane::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_pressedAt) {
        return;
    }
    m_pressedAt.reset();
    if (m_isPanning) {
        m_isPanning = false;
        unsetCursor();
    } else if (event->button() == Qt::LeftButton && !clickAt(event->pos())) {
        emit seekRequested(axis().timeAt(event->position().x()));
    }
}

void Lane::wheelEvent(QWheelEvent *event)
{
    zoomOrPan(*m_context.axis, *event);
    event->accept();
}

void zoomOrPan(TimeAxis &axis, const QWheelEvent &event)
{
    const QPointF notches = QPointF(event.angleDelta()) / kNotch;
    const bool isSideways = std::abs(notches.x()) > std::abs(notches.y());
    if (isSideways || event.modifiers().testFlag(Qt::ShiftModifier)) {
        axis.panBy(-(isSideways ? notches.x() : notches.y()) * kPixelsPerNotch);
    } else {
        axis.zoomAbout(event.position().x(), std::pow(kZoomPerNotch, notches.y()));
    }
}

} // namespace ui::timeline
