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

// A parameter, or an input, of that name. Computed in float32 where it is filled by formula: the
// largest ones hold 134 million values.
torch::Tensor paramOf(const GoldenCase &golden, const std::string &name, torch::Dtype type);
torch::Tensor inputOf(const GoldenCase &golden, const std::string &name, torch::Dtype type);

// A float type in which a case was run, and how its outputs are marked.
struct Precision
{
    torch::Dtype type;
    std::string suffix;

    bool isDouble() const { return type == torch::kDouble; }
};

// The runs that a case holds: both (_f64, _f32), or one in float32 without a mark.
std::vector<Precision> precisionsOf(const GoldenCase &golden);

// The number behind `word` where the manifest gives a tolerance in words ("loss 1e-5, gradients
// 3e-4 of …"); the first number where `word` is empty.
double toleranceAfter(const GoldenCase &golden, const std::string &key, const std::string &word,
                      double fallback);

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
    // The three sums of a tensor that the golden data holds beside or instead of its values: sum,
    // sum of absolutes, sum of squares, held to rel of the latter two.
    void compareSums(const std::string &what, const torch::Tensor &actual,
                     const nlohmann::json &expected, double rel);
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
