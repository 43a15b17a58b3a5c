#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace ui::common {

struct Theme;

// An icon of resources/icons by its name ("play"), its strokes in one colour, drawn at size ×
// size device-independent pixels. Cached.
QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio,
                   double strokeWidth = 1.75);

// The same for buttons: normal text2, hovered text, pressed in accent, disabled.
QIcon themedIcon(const QString &name, const Theme &theme, int size = 16);

} // namespace ui::common
