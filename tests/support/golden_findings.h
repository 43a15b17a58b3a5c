#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/ml/torch.h"

#include "tests/support/golden_reader.h"

namespace tests {

// Float or double copy in the tensor's own shape.
torch::Tensor tensorOf(const GoldenArray &array, torch::Dtype type = torch::kFloat);

// The manifest's tolerance of tensors: relative to the largest value of each.
GoldenTolerance tensorTolerance(const GoldenCase &golden, const std::string &key = "rel",
                                double fallback = 1e-5);

// Collects what the code under test gets wrong of a case.
class Findings
{
public:
    explicit Findings(const GoldenCase &golden)
        : m_golden(golden)
    {
    }

    // Compares a computed tensor with the output of that name, by number of values and by values;
    // notes that the output was looked at.
    void compare(const std::string &output, const torch::Tensor &actual,
                 const GoldenTolerance &tolerance);
    void compareIntegers(const std::string &output, const torch::Tensor &actual);
    // Detections as sets: every expected one needs one of its class within tolerance. Outputs
    // PREFIXsegments [N, 2], PREFIXscores and PREFIXlabels.
    void compareDetections(const std::string &prefix, const torch::Tensor &segments,
                           const torch::Tensor &scores, const torch::Tensor &labels,
                           const GoldenTolerance &tolerance);
    void note(const std::string &problem); // nothing where it is empty
    void seen(const std::string &output) { m_seen.insert(output); }

    // Empty where all is well; an output that nothing looked at is a finding too.
    std::string summary() const;

private:
    const GoldenCase &m_golden;
    std::vector<std::string> m_problems;
    std::set<std::string> m_seen;
};

// What compares the cases of each kind.
using GoldenChecks = std::map<std::string, void (*)(const GoldenCase &, Findings &)>;

} // namespace tests
