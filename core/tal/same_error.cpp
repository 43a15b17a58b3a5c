#include "core/tal/same_error.h"

#include <algorithm>
#include <cmath>

namespace core::tal {

namespace {

// Linear between samples, constant beyond the ends.
double valueAt(std::span<const float> curve, double index)
{
    const double last = static_cast<double>(curve.size() - 1);
    const double clamped = std::clamp(index, 0.0, last);
    const auto low = static_cast<std::size_t>(clamped);
    const std::size_t high = std::min(low + 1, curve.size() - 1);
    const double share = clamped - static_cast<double>(low);
    return static_cast<double>(curve[low]) * (1.0 - share) +
           static_cast<double>(curve[high]) * share;
}

} // namespace

std::vector<float> labelShape(std::span<const float> curve, double firstS, double stepS,
                              double startS, double endS)
{
    std::vector<float> shape;
    const double length = endS - startS;
    if (curve.empty() || !(length > 0.0)) {
        return shape;
    }
    std::vector<double> values;
    double mean = 0.0;
    for (int i = 0; i < kShapeSamples; ++i) {
        const double time = startS - length / 2.0 + 2.0 * length * i / (kShapeSamples - 1);
        values.push_back(valueAt(curve, (time - firstS) / stepS));
        mean += values.back() / kShapeSamples;
    }
    double norm = 0.0;
    for (double &value : values) {
        value -= mean;
        norm += value * value;
    }
    constexpr double kFlat = 1e-12;
    for (const double value : norm > kFlat ? values : std::vector<double>()) {
        shape.push_back(static_cast<float>(value / std::sqrt(norm)));
    }
    return shape;
}

double shapeLikeness(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    }
    return sum;
}

Correction correctionOf(const model::Detection &before,
                        const std::optional<model::Detection> &after,
                        const std::vector<std::string> &classes)
{
    if (!after) {
        return {.isRejection = true};
    }
    const double length = std::max(before.end - before.start, 1e-9);
    Correction correction{.startShift = (after->start - before.start) / length,
                          .endShift = (after->end - before.end) / length};
    if (after->classIndex != before.classIndex) {
        correction.newClass = classes[static_cast<std::size_t>(after->classIndex)];
    }
    return correction;
}

model::Interval applied(const Correction &correction, const model::Interval &label,
                        std::optional<double> durationS)
{
    const double length = label.end - label.start;
    model::Interval moved{label.start + correction.startShift * length,
                          label.end + correction.endShift * length};
    moved.start = std::max(moved.start, 0.0);
    if (durationS) {
        moved.end = std::min(moved.end, *durationS);
    }
    return moved.end > moved.start ? moved : label;
}

} // namespace core::tal
