#include "ui/common/icons.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/common/theme.h"

// The linker drops a static library's resources unless they are asked for. Outside any namespace,
// as the macro demands.
static void loadIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace ui::common {

QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio,
                   double strokeWidth)
{
    const QString key = QStringLiteral("icon/%1/%2/%3/%4/%5")
                            .arg(name)
                            .arg(size)
                            .arg(color.rgba(), 0, 16)
                            .arg(devicePixelRatio)
                            .arg(strokeWidth);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    pixmap = QPixmap((QSizeF(size, size) * devicePixelRatio).toSize());
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    loadIcons();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        const QByteArray width = QByteArray::number(strokeWidth);
        svg.replace("stroke-width=\"2\"", QByteArray("stroke-width=\"" + width + "\""));
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        QSvgRenderer(svg).render(&painter, QRectF(0, 0, size, size));
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon themedIcon(const QString &name, const Theme &theme, int size)
{
    QIcon icon;
    for (const qreal ratio : {1.0, 2.0}) {
        icon.addPixmap(iconPixmap(name, size, theme.text2, ratio), QIcon::Normal);
        icon.addPixmap(iconPixmap(name, size, theme.text, ratio), QIcon::Active);
        icon.addPixmap(iconPixmap(name, size, theme.disabled, ratio), QIcon::Disabled);
        icon.addPixmap(iconPixmap(name, size, theme.accent, ratio), QIcon::Normal, QIcon::On);
    }
    return icon;
}

} // namespace ui::common
