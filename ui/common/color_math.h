#pragma once

#include <QColor>

namespace ui::common {

// WCAG contrast ratio of two opaque colours, 1 … 21.
double contrastRatio(const QColor &a, const QColor &b);
// Near-black or white, whichever reads better on the fill.
QColor inkOn(const QColor &fill);
// a + (b - a)·t for each channel; opaque.
QColor mixed(const QColor &a, const QColor &b, double t);
QColor withAlpha(QColor color, double alpha);

// Kinds of sight that the class colours are made for (Machado 2009, severity 1).
enum class Sight { Normal, Deuteranopia, Protanopia, Tritanopia };
// CIEDE2000 difference of two colours as a person with this sight sees them.
double colorDifference(const QColor &a, const QColor &b, Sight sight = Sight::Normal);

} // namespace ui::common
