#include "ui/timeline/curve_cuts.h"

#include <algorithm>
#include <cmath>

namespace ui::timeline {

namespace {

bool isScaled(bool isMinMax, const core::model::MinMax &extremes)
{
    return isMinMax && !extremes.isEmpty() && extremes.max > extremes.min;
}

double spanOf(const core::model::MinMax &extremes)
{
    return static_cast<double>(extremes.max) - static_cast<double>(extremes.min);
}

} // namespace

double CurveCuts::levelOf(double theta, const core::model::MinMax &extremes) const
{
    return isScaled(isMinMax, extremes)
               ? static_cast<double>(extremes.min) + theta * spanOf(extremes)
               : theta;
}

double CurveCuts::thetaOf(double level, const core::model::MinMax &extremes) const
{
    return isScaled(isMinMax, extremes)
               ? (level - static_cast<double>(extremes.min)) / spanOf(extremes)
               : level;
}

bool canBeCut(const core::model::ScoreCurve &curve, int channel, const core::base::TimeRange &range,
              std::optional<double> low, std::optional<double> high)
{
    const auto last = curve.snippets() - 1;
    if (last < 0) {
        return false;
    }
    auto begin =
        static_cast<std::int64_t>(std::ceil(curve.snippetAt(static_cast<double>(range.startUs))));
    auto end =
        static_cast<std::int64_t>(std::floor(curve.snippetAt(static_cast<double>(range.endUs))));
    if (end < begin) { // shorter than a snippet: the nearest one speaks for it
        begin = end = std::llround(
            curve.snippetAt((static_cast<double>(range.startUs) + double(range.endUs)) / 2));
    }
    begin = std::clamp<std::int64_t>(begin, 0, last);
    end = std::clamp<std::int64_t>(end, 0, last);
    const auto value = [&](std::int64_t snippet) {
        return static_cast<double>(curve.value(snippet, channel));
    };
    for (std::int64_t t = begin; low && t <= end; ++t) {
        if (value(t) < *low) {
            return false;
        }
    }
    const bool isHighBefore = begin > 0 && high && value(begin - 1) >= *high;
    const bool isHighAfter = end < last && high && value(end + 1) >= *high;
    return !isHighBefore && !isHighAfter;
}

} // namespace ui::timeline
