#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/annotation.h"
#include "core/tal/boundary_evidence.h"

namespace core::tal {

// "Correct once": what a person did to one label, and which other labels look as if they had the
// same error. Pure.

// The score curve around a label: kShapeSamples values from half a length before it to half a
// length after it, less their mean and divided by their norm. Empty where the curve is constant.
inline constexpr int kShapeSamples = 48;
std::vector<float> labelShape(std::span<const float> curve, double firstS, double stepS,
                              double startS, double endS);

// Correlation of two shapes, -1 … 1; 0 where one is empty.
double shapeLikeness(std::span<const float> a, std::span<const float> b);

// A curve that goes through a level, upwards or downwards.
struct Crossing
{
    double share = 0.0; // the level: 0 is the curve's least, 1 its greatest value
    bool isRising = false;

    bool operator==(const Crossing &) const = default;
};

// What was done to a label, relative to its length.
struct Correction
{
    bool isRejection = false;
    double startShift = 0.0; // by how many lengths its start moved; negative: earlier
    double endShift = 0.0;
    std::optional<std::string> newClass = {}; // where the class changed
    // What a moved bound met; none: nothing, or it was not moved.
    std::optional<Crossing> startCrossing = {};
    std::optional<Crossing> endCrossing = {};
};

// Finds out what the bounds that a correction moved met: of the curve's crossings of the levels
// 0.1, 0.2 … 0.9 within half a step, the nearest.
void meetCrossings(Correction &correction, const SampledSignal &curve,
                   const model::Interval &corrected);

// `after`: none where the label was rejected. `classes` name the indices of both.
Correction correctionOf(const model::Detection &before,
                        const std::optional<model::Detection> &after,
                        const std::vector<std::string> &classes);

// The same done to another label.
struct Carried
{
    model::Interval interval = {};
    bool startMeets = false; // its bound was put where the curve has the correction's crossing
    bool endMeets = false;
};

// `label` of length above 0. A bound whose correction met a crossing goes to the same crossing of
// `curve` that is nearest to where the correction in proportion to the label's length leads, if
// there is one within a length of that; any other goes there. Cut to [0, durationS] where the
// duration is known; unchanged where nothing would be left, and for a rejection.
Carried applied(const Correction &correction, const model::Interval &label,
                const SampledSignal &curve, std::optional<double> durationS);

} // namespace core::tal
