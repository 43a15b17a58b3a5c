#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/data/job_manifest.h"
#include "core/data/run_metrics.h"
#include "core/model/annotation.h"

namespace core::ml {

// What the stages of a run produced, as far as they ran.
struct RunResults
{
    std::optional<model::DetectionSet> proposals;    // of all videos
    std::optional<model::DetectionSet> pseudoLabels; // of the training videos
    std::optional<model::DetectionSet> predictions;  // of all videos
};

// The evaluation that a run ends with: average precision on the test split under the configured
// protocol, and how good proposals and pseudo-labels of the training split are, wherever
// annotations are given.
base::Result<data::RunMetrics> evaluateRun(const data::JobManifest &manifest,
                                           const std::optional<model::GroundTruth> &testTruth,
                                           const std::optional<model::GroundTruth> &trainingTruth,
                                           const RunResults &results);

} // namespace core::ml
