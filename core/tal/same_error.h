#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/annotation.h"

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

// What was done to a label, relative to its length.
struct Correction
{
    bool isRejection = false;
    double startShift = 0.0; // by how many lengths its start moved; negative: earlier
    double endShift = 0.0;
    std::optional<std::string> newClass = {}; // where the class changed
};

// `after`: none where the label was rejected. `classes` name the indices of both.
Correction correctionOf(const model::Detection &before,
                        const std::optional<model::Detection> &after,
                        const std::vector<std::string> &classes);

// The same done to another label of length above 0: its new bounds, cut to [0, durationS] where the
// duration is known; unchanged for a rejection.
model::Interval applied(const Correction &correction, const model::Interval &label,
                        std::optional<double> durationS);

} // namespace core::tal
