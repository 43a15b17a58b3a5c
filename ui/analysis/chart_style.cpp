#include "ui/analysis/chart_style.h"

#include <QPainter>
#include <QPixmap>
#include <qcustomplot.h>

#include "ui/common/color_math.h"
#include "ui/common/pattern.h"

namespace ui::analysis {

void stylePlot(QCustomPlot &plot, const common::Theme &theme)
{
    plot.setBackground(Qt::NoBrush);
    plot.setAttribute(Qt::WA_OpaquePaintEvent, false);
    for (QCPAxis *axis : {plot.xAxis, plot.yAxis}) {
        styleAxis(*axis, theme);
    }
}

void styleAxis(QCPAxis &axis, const common::Theme &theme)
{
    const QPen hair(theme.line, 0);
    axis.setBasePen(hair);
    axis.setTickPen(Qt::NoPen);
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLabelColor(theme.text3);
    axis.setTickLabelFont(common::numberFont(10));
    axis.setLabelColor(theme.text2);
    axis.setLabelFont(common::textFont(11));
    axis.grid()->setPen(hair);
    axis.grid()->setZeroLinePen(hair);
}

QBrush errorBrush(const timeline::ErrorStyle &style, qreal devicePixelRatio)
{
    if (style.pattern == common::Pattern::None) {
        return style.color;
    }
    const QColor ink = common::withAlpha(common::inkOn(style.color), 0.53);
    QPixmap tile = common::patternBrush(style.pattern, ink, devicePixelRatio).texture();
    QPixmap ground(tile.size());
    ground.setDevicePixelRatio(tile.devicePixelRatio());
    ground.fill(style.color);
    QPainter painter(&ground);
    painter.drawPixmap(0, 0, tile);
    painter.end();
    return QBrush(ground);
}

} // namespace ui::analysis
