#pragma once

#include <vector>

#include "core/ml/student/trident.h"
#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"
#include "core/tal/student_targets.h"

#include "tests/support/golden_findings.h"

namespace tests {

// Golden cases of the student as tensors. Everything comes from the manifest.

// The configuration a manifest's hyper describes; what it does not name keeps the published value.
core::model::StudentConfig studentConfig(const nlohmann::json &hyper);

// A network of a configuration with the case's parameters, or with theirs from streams shifted by
// `shift` (case ema). Throws where names or shapes differ.
core::ml::student::TridetNetwork networkOf(const GoldenCase &golden,
                                           const core::model::StudentConfig &config,
                                           torch::Dtype type = torch::kFloat,
                                           std::int64_t shift = 0);

// "segments" and "labels" of the inputs under a prefix and suffix, as grid segments.
std::vector<core::tal::GridSegment> segmentsOf(const GoldenArray &segments,
                                               const GoldenArray &labels);

// [1, D, padded T] of an input [D, T], and its mask [1, 1, padded T].
struct PaddedInput
{
    torch::Tensor features;
    torch::Tensor mask;
    std::int64_t length = 0;
};
PaddedInput paddedInput(const GoldenArray &feats, const core::model::StudentConfig &config,
                        torch::Dtype type = torch::kFloat);

// All (sample, point, class) places of an output, in that order.
core::ml::student::PointClass everywhere(const core::ml::student::NetworkOutput &output);

} // namespace tests
