#pragma once

#include <cstdint>
#include <vector>

#include "core/model/annotation.h"
#include "core/tal/average_precision.h"
#include "core/tal/diagnosis.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

// The two halves of diagnose(), each of which fills in its members of a Diagnosis from an
// evaluation by the detad rule with matches at one tIoU.

// The predictions of highest score, `factor` times the instances a class has, and where each of
// them lies in the full set.
struct LimitedPredictions
{
    model::DetectionSet set;
    std::vector<std::vector<std::int32_t>> origin; // by video and detection
};

// Types of error, profile and gains, from the predictions of highest score.
void addErrorProfile(const model::GroundTruth &truth, const LimitedPredictions &limited,
                     const EvaluationResult &evaluated, const DiagnosisOptions &options,
                     Diagnosis &diagnosis);

// Found instances, mAP and misses by characteristic, from all predictions.
void addCharacteristics(const model::GroundTruth &truth, const EvaluationResult &evaluated,
                        const TruthSelection &selection, const DiagnosisOptions &options,
                        Diagnosis &diagnosis);

// The detad rule.
const Protocol &diagnosisProtocol();

// Mean number of instances of a class.
double instancesPerClass(const EvaluationResult &evaluated);

// 0 of nothing.
double meanOf(const std::vector<double> &values);

} // namespace core::tal
