#include "ui/analysis/share_bar.h"

#include <algorithm>

#include <QPainter>

namespace ui::analysis {

namespace {

constexpr double kThickness = 6.0;

} // namespace

ShareBar::ShareBar(const common::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(&theme)
    , m_color(theme.text2)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ShareBar::setShare(double share, const QColor &color, std::optional<double> tick)
{
    m_share = std::clamp(share, 0.0, 1.0);
    m_color = color;
    m_tick = tick;
    update();
}

void ShareBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF groove(0, (height() - kThickness) / 2, width(), kThickness);
    painter.setBrush(m_theme->track);
    painter.drawRoundedRect(groove, kThickness / 2, kThickness / 2);
    if (m_share > 0) {
        painter.setBrush(m_color);
        const double length = std::max(groove.width() * m_share, kThickness);
        painter.drawRoundedRect(QRectF(groove.left(), groove.top(), length, kThickness),
                                kThickness / 2, kThickness / 2);
    }
    if (m_tick) {
        painter.fillRect(QRectF(groove.width() * std::clamp(*m_tick, 0.0, 1.0) - 1, 0, 2, height()),
                         m_theme->playhead);
    }
}

} // namespace ui::analysis
