#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace core::data {

// metrics.json of a run: what its results are worth, as far as annotations are known.

// Metrics of a whole run that its events tell and metrics.json does not, GiB: the largest resident
// size of the worker, and the most memory that tensors took on a CUDA card.
inline constexpr const char *kPeakMemoryMetric = "memory/peak_gib";
inline constexpr const char *kPeakCardMemoryMetric = "memory/peak_card_gib";

// Average precision on the test split; fractions.
struct TestMetrics
{
    std::size_t videos = 0;
    std::size_t gtInstances = 0;
    std::size_t predictions = 0;
    std::vector<double> map; // one a tIoU of RunMetrics::tiou
    double averageMap = 0.0;

    bool operator==(const TestMetrics &) const = default;
};

// How good labels of the training split are, as labels, at tIoU 0.5; fractions.
struct LabelMetrics
{
    std::size_t videos = 0;
    std::size_t labels = 0;
    double precision = 0.0;
    double recall = 0.0;
    double map = 0.0;
    double averageMap = 0.0; // over tIoU 0.1 to 0.7

    bool operator==(const LabelMetrics &) const = default;
};

// What a run came to, stage by stage: metrics.json of its folder. A stage that did not run, or
// whose videos have no ground truth, has nothing.
struct RunMetrics
{
    std::string protocol; // of the evaluation on the test split
    std::vector<double> tiou;
    std::optional<TestMetrics> generator;     // raw proposals of the test videos
    std::optional<TestMetrics> student;       // predictions of the test videos
    std::optional<LabelMetrics> proposals;    // raw proposals of the training videos
    std::optional<LabelMetrics> pseudoLabels; // those that the filter kept

    bool operator==(const RunMetrics &) const = default;
};

base::Result<void> writeRunMetrics(const std::filesystem::path &path, const RunMetrics &metrics);
base::Result<RunMetrics> readRunMetrics(const std::filesystem::path &path);

// The text of metrics.json; for `talo train --json` too.
std::string runMetricsText(const RunMetrics &metrics);

} // namespace core::data
