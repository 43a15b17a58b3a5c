#pragma once

#include <map>
#include <string>

#include "core/ml/sal/sal_generator.h"

#include "tests/support/golden_findings.h"

namespace tests {

// SAL's golden cases: everything comes from the manifest.

// The manifest's tolerance of a run, relative to the largest value of a tensor.
GoldenTolerance toleranceOf(const GoldenCase &golden, const Precision &precision,
                            double doubleFallback = 1e-10, double floatFallback = 2e-5);

// Marks the entries as seen that say how far the reference's own decisions are from flipping, or
// what it noted.
void passRemarks(const GoldenCase &golden, Findings &findings);

// Channels behind time, as our network has them: [B, D, T] of the golden data to B×T×D.
torch::Tensor timeFirst(const torch::Tensor &tensor);

// A divisor d with T / d == k.
int divisorFor(std::int64_t snippets, std::int64_t k);

core::ml::sal::DropoutMasks masksOf(const GoldenCase &golden, torch::Dtype type);

// The generator with the case's weights and sizes.
core::ml::sal::SalGenerator generatorOf(const GoldenCase &golden, torch::Dtype type);

// A loss term as it enters the published loop, where two carry their factors already.
using LossMap = std::map<std::string, torch::Tensor>;
LossMap termsOf(const core::ml::sal::Losses &losses, const core::model::SalConfig &config);

// Each term against the manifest's value of its name: relative, the background term absolutely.
void compareTerms(const std::string &where, const LossMap &terms, const nlohmann::json &expected,
                  double rel, double backgroundAbs, Findings &findings);

// Everything the case holds of targets under names that end in `mark`.
void compareTargets(const core::ml::sal::Targets &targets, const std::string &mark,
                    const GoldenTolerance &allowed, const GoldenCase &golden, Findings &findings);

} // namespace tests
