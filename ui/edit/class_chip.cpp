#include "ui/edit/class_chip.h"

#include <QPainter>
#include <QPixmap>

#include "ui/common/theme.h"

namespace ui::edit {

QIcon classChip(const common::ClassStyle &style)
{
    constexpr int kRatio = 2;
    QPixmap chip(kClassChip * kRatio);
    chip.setDevicePixelRatio(kRatio);
    chip.fill(Qt::transparent);
    QPainter painter(&chip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.color);
    const QRect area(QPoint(0, 0), kClassChip);
    painter.drawRoundedRect(area, 2, 2);
    painter.setPen(style.ink);
    painter.setFont(common::textFont(10, QFont::Bold));
    painter.drawText(area, Qt::AlignCenter, style.code);
    painter.end();
    QIcon icon(chip);
    icon.addPixmap(chip, QIcon::Disabled); // a class keeps its colour where it cannot be changed
    return icon;
}

} // namespace ui::edit
