#include "ui/timeline/drag_guide.h"

#include <algorithm>
#include <cmath>

#include <QFontMetrics>
#include <QPainter>

#include "ui/common/color_math.h"
#include "ui/common/theme.h"
#include "ui/timeline/lane.h"
#include "ui/timeline/time_axis.h"

namespace ui::timeline {

namespace {

constexpr int kLineTop = 24; // below the ruler
constexpr int kLineHeight = 16;
constexpr int kPadding = 7;
constexpr int kBeside = 14; // from the pointer

} // namespace

DragGuide::DragGuide(const LaneContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    hide();
}

void DragGuide::showAt(core::base::TimeUs time, const QPoint &at, const QStringList &lines)
{
    m_time = time;
    m_at = at;
    m_lines = lines;
    setAccessibleDescription(lines.join(QStringLiteral(", ")));
    show();
    raise();
    update();
}

void DragGuide::clear()
{
    m_lines.clear();
    hide();
}

// Right of the pointer, or left of it where there is no room.
QRect DragGuide::box() const
{
    int textWidth = 0;
    for (const QString &line : m_lines) {
        const QFontMetrics metrics(common::textFont(11, QFont::DemiBold));
        textWidth = std::max(textWidth, metrics.horizontalAdvance(line));
    }
    QRect box(m_at.x() + kBeside, m_at.y() - kLineHeight, textWidth + 2 * kPadding,
              kLineHeight * static_cast<int>(m_lines.size()) + kPadding);
    if (box.right() > width()) {
        box.moveRight(m_at.x() - kBeside);
    }
    box.moveBottom(std::min(box.bottom(), height() - 2));
    return box;
}

void DragGuide::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const common::Theme &theme = *m_context.theme;
    const double x = std::round(m_context.axis->xOf(m_time)) + 0.5;
    QPen pen(theme.accent, 1);
    pen.setDashPattern({3, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, kLineTop), QPointF(x, height()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.strong);
    painter.setBrush(theme.tip);
    const QRect ground = box();
    painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    int y = ground.top() + kPadding / 2;
    for (const QString &line : m_lines) {
        const bool isFirst = &line == &m_lines.first();
        painter.setFont(common::textFont(11, isFirst ? QFont::DemiBold : QFont::Normal));
        // Tooltips are dark in both themes.
        painter.setPen(isFirst ? QColor(Qt::white) : QColor(0xC9, 0xD0, 0xD9));
        painter.drawText(QRect(ground.left() + kPadding, y, ground.width(), kLineHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, line);
        y += kLineHeight;
    }
}

} // namespace ui::timeline
