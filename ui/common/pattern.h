#pragma once

#include <QBrush>

namespace ui::common {

// Repeats the hue for eyes that cannot tell it.
enum class Pattern { None, Forward, Backward, Vertical, Cross, Dots };

// A tiling brush of the pattern: lines of 1.25 px and dots of radius 1 px in the colour, sharp at
// the device pixel ratio. Tiles are cached. Set the brush origin to the segment's left top, so that
// the pattern travels with it.
QBrush patternBrush(Pattern pattern, const QColor &color, qreal devicePixelRatio);

} // namespace ui::common
