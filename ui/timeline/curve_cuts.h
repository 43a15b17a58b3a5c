#pragma once

#include <optional>
#include <vector>

#include "core/base/time.h"
#include "core/model/score_curve.h"

namespace ui::timeline {

// Where a run cuts class activation sequences into proposals. θ is what the run calls its
// thresholds; it may scale every class to its own extremes before it cuts.
struct CurveCuts
{
    std::vector<double> thetas = {}; // lowest and highest, ascending
    bool isMinMax = false;
    std::vector<double> all = {}; // every one, ascending

    // Every threshold of a run that cuts from `low` to `high`: those of this run that lie between,
    // as far apart beyond them, and the two.
    std::vector<double> between(double low, double high) const;

    // The value of a channel of the curve at which θ lies, and back.
    double levelOf(double theta, const core::model::MinMax &extremes) const;
    double thetaOf(double level, const core::model::MinMax &extremes) const;
};

// Whether a cut at some level from `low` to `high` (none: no bound) can have made a proposal of
// this range: the channel is at least at `low` all through it, and below `high` beside it. Both are
// values of the channel. Cost: the snippets of the range.
bool canBeCut(const core::model::ScoreCurve &curve, int channel, const core::base::TimeRange &range,
              std::optional<double> low, std::optional<double> high);

} // namespace ui::timeline
