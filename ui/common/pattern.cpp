#include "ui/common/pattern.h"

#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>

namespace ui::common {

namespace {

QSize tileSize(Pattern pattern)
{
    switch (pattern) {
    case Pattern::Vertical:
        return {4, 4};
    case Pattern::Dots:
        return {6, 8};
    default:
        return {6, 6};
    }
}

void paintTile(QPainter &painter, Pattern pattern, const QColor &color)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.25));
    if (pattern == Pattern::Forward || pattern == Pattern::Cross) {
        for (const int x : {-6, 0, 6}) { // neighbours cut the corners of this tile
            painter.drawLine(QPointF(x, 6), QPointF(x + 6, 0));
        }
    }
    if (pattern == Pattern::Backward || pattern == Pattern::Cross) {
        for (const int x : {-6, 0, 6}) {
            painter.drawLine(QPointF(x, 0), QPointF(x + 6, 6));
        }
    }
    if (pattern == Pattern::Vertical) {
        painter.drawLine(QPointF(2, -1), QPointF(2, 5));
    }
    if (pattern == Pattern::Dots) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(1.5, 2), 1, 1);
        painter.drawEllipse(QPointF(4.5, 6), 1, 1);
    }
}

} // namespace

QBrush patternBrush(Pattern pattern, const QColor &color, qreal devicePixelRatio)
{
    if (pattern == Pattern::None) {
        return Qt::NoBrush;
    }
    const QString key = QStringLiteral("pattern/%1/%2/%3")
                            .arg(static_cast<int>(pattern))
                            .arg(color.rgba(), 0, 16)
                            .arg(devicePixelRatio);
    QPixmap tile;
    if (!QPixmapCache::find(key, &tile)) {
        tile = QPixmap((QSizeF(tileSize(pattern)) * devicePixelRatio).toSize());
        tile.setDevicePixelRatio(devicePixelRatio);
        tile.fill(Qt::transparent);
        QPainter painter(&tile);
        paintTile(painter, pattern, color);
        painter.end();
        QPixmapCache::insert(key, tile);
    }
    return QBrush(tile);
}

} // namespace ui::common
