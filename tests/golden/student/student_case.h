#pragma once

#include <map>
#include <string>
#include <vector>

#include <QStringList>

#include "core/ml/student/trident.h"
#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"
#include "core/tal/student_targets.h"

#include "tests/support/golden_reader.h"

namespace tests {

// Golden cases of the student as tensors. Everything comes from the manifest.

// Float or double copy in the tensor's own shape.
torch::Tensor tensorOf(const GoldenArray &array, torch::Dtype type = torch::kFloat);

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

// Collects what a case gets wrong.
class Findings
{
public:
    explicit Findings(const GoldenCase &golden)
        : m_golden(golden)
    {
    }

    // Compares a computed tensor with the output of that name, by shape and values; notes that the
    // output was looked at.
    void compare(const std::string &output, const torch::Tensor &actual,
                 const GoldenTolerance &tolerance);
    void compareIntegers(const std::string &output, const torch::Tensor &actual);
    // Detections as sets: every expected one needs one of its class within tolerance.
    void compareDetections(const std::string &prefix, const torch::Tensor &segments,
                           const torch::Tensor &scores, const torch::Tensor &labels,
                           const GoldenTolerance &tolerance);
    void note(const std::string &problem);
    void seen(const std::string &output) { m_seen[output] = true; }

    // Empty where all is well; an output that nothing looked at is a finding too.
    QString summary() const;

private:
    const GoldenCase &m_golden;
    QStringList m_problems;
    std::map<std::string, bool> m_seen;
};

// The manifest's tolerance of tensors: relative to the largest value of each.
GoldenTolerance tensorTolerance(const GoldenCase &golden, const std::string &key = "rel",
                                double fallback = 1e-5);

} // namespace tests
