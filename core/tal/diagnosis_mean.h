#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tal/diagnosis.h"

namespace core::tal {

// DETAD's numbers over several tIoU: each is the mean of what diagnose() gives at every one of
// them, as DETAD does for ActivityNet (0.5:0.05:0.95).

struct MeanBar
{
    std::string_view label;
    std::size_t instances = 0;
    std::optional<double> map;        // nothing where the bin has no instances
    std::optional<double> missedRate; // share of its instances
};

// The mean of diagnoses, element by element; `tiou` lists of which.
struct MeanDiagnosis
{
    std::vector<double> tiou;
    double map = 0.0;
    double profileMap = 0.0;
    std::vector<std::array<double, kErrorTypeCount>> profile; // mean counts, by group, then type
    std::array<double, kErrorTypeCount> mapGain{};
    double missedGain = 0.0;
    std::vector<std::vector<MeanBar>> characteristics;
    Diagnosis first; // at the lowest tIoU: what was compared, and its segments
};

// `tiou` replaces the options' own; Usage where it is empty. Errors as diagnose().
base::Result<MeanDiagnosis> diagnoseMean(const model::GroundTruth &truth,
                                         const model::DetectionSet &predictions,
                                         DiagnosisOptions options, const std::vector<double> &tiou);

} // namespace core::tal
