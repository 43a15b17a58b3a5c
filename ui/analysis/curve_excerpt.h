#pragma once

#include <memory>

#include <QWidget>

#include "core/base/time.h"
#include "core/model/score_curve.h"

#include "ui/common/theme.h"

namespace ui::analysis {

// A piece of a score curve around a segment: the run above the threshold is shaded.
class CurveExcerpt : public QWidget
{
public:
    CurveExcerpt(std::shared_ptr<const core::model::ScoreCurve> curve, int channel, double level,
                 core::base::TimeRange run, const QColor &color, const common::Theme &theme);

    QSize sizeHint() const override { return {220, 84}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::shared_ptr<const core::model::ScoreCurve> m_curve;
    int m_channel;
    double m_level;
    core::base::TimeRange m_run;
    QColor m_color;
    const common::Theme &m_theme;
};

} // namespace ui::analysis
