#pragma once

#include <QBrush>

#include "core/tal/diagnosis.h"

#include "ui/common/theme.h"
#include "ui/timeline/error_style.h"

class QCPAxis;
class QCustomPlot;

namespace ui::analysis {

// Colours, fonts and hairlines of the theme for a plot without a ground of its own.
void stylePlot(QCustomPlot &plot, const common::Theme &theme);
void styleAxis(QCPAxis &axis, const common::Theme &theme);

// Hue and pattern of an error type as one brush.
QBrush errorBrush(const timeline::ErrorStyle &style, qreal devicePixelRatio);

} // namespace ui::analysis
