#include "core/tal/same_error.h"

#include <algorithm>
#include <cmath>

namespace core::tal {

namespace {

// Linear between samples, constant beyond the ends.
double valueAt(std::span<const float> curve, double index)
{
    const auto last = static_cast<double>(curve.size() - 1);
    const double clamped = std::clamp(index, 0.0, last);
    const auto low = static_cast<std::size_t>(clamped);
    const std::size_t high = std::min(low + 1, curve.size() - 1);
    const double share = clamped - static_cast<double>(low);
    return static_cast<double>(curve[low]) * (1.0 - share) +
           static_cast<double>(curve[high]) * share;
}

constexpr int kLevels = 10; // between the least and the greatest value

// The nearest time to `timeS`, within `reachS`, at which a curve goes through a level.
std::optional<double> nearestCrossing(const SampledSignal &curve, const Crossing &crossing,
                                      double timeS, double reachS)
{
    if (curve.values.empty()) {
        return std::nullopt;
    }
    const auto [least, most] = std::minmax_element(curve.values.begin(), curve.values.end());
    const double level =
        static_cast<double>(*least) +
        crossing.share * (static_cast<double>(*most) - static_cast<double>(*least));
    std::optional<double> nearest;
    for (std::size_t i = 0; i + 1 < curve.values.size(); ++i) {
        const auto here = static_cast<double>(curve.values[i]);
        const auto next = static_cast<double>(curve.values[i + 1]);
        const bool crosses =
            crossing.isRising ? here < level && next >= level : here >= level && next < level;
        if (!crosses) {
            continue;
        }
        const double time =
            curve.firstS + curve.stepS * (static_cast<double>(i) + (level - here) / (next - here));
        if (std::abs(time - timeS) <= reachS &&
            (!nearest || std::abs(time - timeS) < std::abs(*nearest - timeS))) {
            nearest = time;
        }
    }
    return nearest;
}

std::optional<Crossing> crossingAt(const SampledSignal &curve, double timeS)
{
    std::optional<Crossing> met;
    double distance = curve.stepS / 2.0;
    for (int level = 1; level < kLevels; ++level) {
        for (const bool isRising : {true, false}) {
            const Crossing crossing{static_cast<double>(level) / kLevels, isRising};
            const auto time = nearestCrossing(curve, crossing, timeS, distance);
            if (time && (!met || std::abs(*time - timeS) < distance)) {
                met = crossing;
                distance = std::abs(*time - timeS);
            }
        }
    }
    return met;
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

void meetCrossings(Correction &correction, const SampledSignal &curve,
                   const model::Interval &corrected)
{
    if (!correction.isRejection && correction.startShift != 0.0) {
        correction.startCrossing = crossingAt(curve, corrected.start);
    }
    if (!correction.isRejection && correction.endShift != 0.0) {
        correction.endCrossing = crossingAt(curve, corrected.end);
    }
}

Carried applied(const Correction &correction, const model::Interval &label,
                const SampledSignal &curve, std::optional<double> durationS)
{
    const double length = label.end - label.start;
    Carried carried{.interval = {label.start + correction.startShift * length,
                                 label.end + correction.endShift * length}};
    const auto meet = [&](const std::optional<Crossing> &crossing, double &bound, bool &meets) {
        const auto time =
            crossing ? nearestCrossing(curve, *crossing, bound, length) : std::nullopt;
        meets = time.has_value();
        bound = time.value_or(bound);
    };
    meet(correction.startCrossing, carried.interval.start, carried.startMeets);
    meet(correction.endCrossing, carried.interval.end, carried.endMeets);
    carried.interval.start = std::max(carried.interval.start, 0.0);
    if (durationS) {
        carried.interval.end = std::min(carried.interval.end, *durationS);
    }
    return carried.interval.end > carried.interval.start ? carried : Carried{.interval = label};
}

} // namespace core::tal
