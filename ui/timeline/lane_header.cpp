#include "ui/timeline/lane_header.h"

#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/timeline/lane.h"

namespace ui::timeline {

namespace {

constexpr int kMargin = 12;
constexpr int kIcon = 13;
constexpr int kLockPlace = 22; // left edge of the lock, and of the eye beside it, from the right
constexpr int kEyePlace = 42;
constexpr int kEdge = 5;
constexpr int kTwoLines = 34;  // from this height on the subtitle has a line of its own
constexpr int kTall = 60;      // from this height on the title stands at the top
constexpr int kLegendTop = 23; // below the title
constexpr int kLineHeight = 15;

} // namespace

LaneHeader::LaneHeader(Lane &lane, const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_lane(lane)
    , m_context(context)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setToolTip(lane.title());
    connect(&lane, &Lane::headerChanged, this, qOverload<>(&QWidget::update));
}

void LaneHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = *m_context.theme;
    painter.fillRect(rect(), m_lane.isActive() ? theme.accentTint : theme.laneHead);
    if (m_lane.isActive()) {
        painter.fillRect(QRect(0, 0, 2, height()), theme.accent);
    }
    paintTitle(painter);
    const auto draw = [&](const char *icon, QPoint at, const QColor &color) {
        painter.drawPixmap(
            at, common::iconPixmap(QString::fromLatin1(icon), kIcon, color, devicePixelRatioF()));
    };
    draw("eye", eye().topLeft(), m_isOnEye ? theme.text : theme.text3);
    if (m_lane.isLocked()) {
        draw("lock", QPoint(width() - kLockPlace, eye().top()), theme.text3);
    }
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.line);
}

void LaneHeader::paintTitle(QPainter &painter) const
{
    const common::Theme &theme = *m_context.theme;
    const QFont titleFont = common::textFont(12, QFont::Medium);
    const QFont hintFont = common::textFont(11);
    const int room = eye().left() - kMargin - 6;
    const bool isTwoLines = hasTwoLines();
    const int top = titleTop();
    const QFontMetrics titleMetrics(titleFont);
    const QString title = titleMetrics.elidedText(m_lane.title(), Qt::ElideRight, room);
    painter.setFont(titleFont);
    painter.setPen(theme.text);
    painter.drawText(QRect(kMargin, top, room, 16), Qt::AlignLeft | Qt::AlignVCenter, title);
    painter.setFont(hintFont);
    painter.setPen(theme.text3);
    const QFontMetrics hintMetrics(hintFont);
    if (isTwoLines) {
        const int below = width() - 2 * kMargin; // under the icons
        painter.drawText(QRect(kMargin, top + kLineHeight, below, kLineHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         hintMetrics.elidedText(m_lane.subtitle(), Qt::ElideRight, below));
    } else {
        const int used = titleMetrics.horizontalAdvance(title) + 8;
        if (used + hintMetrics.horizontalAdvance(m_lane.subtitle()) <= room) {
            painter.drawText(QRect(kMargin + used, top, room - used, 16),
                             Qt::AlignLeft | Qt::AlignVCenter, m_lane.subtitle());
        }
    }
    if (height() >= kTall) {
        const int legendTop = kLegendTop + (isTwoLines ? kLineHeight : 0);
        m_lane.paintLegend(
            painter, QRect(kMargin, legendTop, width() - 2 * kMargin, height() - legendTop - 4));
    }
}

bool LaneHeader::hasTwoLines() const
{
    return height() >= kTwoLines && !m_lane.subtitle().isEmpty();
}

int LaneHeader::titleTop() const
{
    const int block = hasTwoLines() ? 2 * kLineHeight : kLineHeight + 1;
    return height() >= kTall ? 6 : (height() - block) / 2;
}

// Beside the title, clear of the line below it.
QRect LaneHeader::eye() const
{
    const int top = titleTop() + (kLineHeight - kIcon) / 2;
    return {width() - (m_lane.isLocked() ? kEyePlace : kLockPlace), top, kIcon, kIcon};
}

void LaneHeader::contextMenuEvent(QContextMenuEvent *event)
{
    emit menuWanted(event->globalPos());
}

void LaneHeader::leaveEvent(QEvent *)
{
    m_isOnEye = false;
    update();
}

void LaneHeader::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && eye().adjusted(-5, -6, 5, 6).contains(event->pos())) {
        emit hidePressed();
        return;
    }
    m_isResizing = event->button() == Qt::LeftButton && isOnEdge(event->pos().y());
    if (!m_isResizing) {
        emit pressed();
    }
}

void LaneHeader::mouseMoveEvent(QMouseEvent *event)
{
    const bool isOnEye = eye().adjusted(-5, -6, 5, 6).contains(event->pos());
    if (isOnEye != m_isOnEye) {
        m_isOnEye = isOnEye;
        update();
    }
    setCursor(m_isResizing || isOnEdge(event->pos().y()) ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (m_isResizing) {
        emit heightDragged(event->pos().y());
    }
}

void LaneHeader::mouseReleaseEvent(QMouseEvent *)
{
    m_isResizing = false;
}

void LaneHeader::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (isOnEdge(event->pos().y())) {
        emit heightReset();
    }
}

bool LaneHeader::isOnEdge(int y) const
{
    return y >= height() - kEdge;
}

} // namespace ui::timeline
