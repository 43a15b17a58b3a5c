#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/model/run_config.h"

namespace core::tal {

// Samples first … last of a curve, both included.
struct Run
{
    std::int64_t first = 0;
    std::int64_t last = 0;

    std::int64_t size() const { return last - first + 1; }
};

// The runs of a curve at several thresholds.
struct RunTable
{
    std::vector<Run> runs;           // threshold by threshold, each in order of time
    std::vector<std::size_t> begins; // where those of a threshold begin; one entry more at the end

    std::span<const Run> at(std::size_t threshold) const
    {
        return std::span(runs).subspan(begins[threshold],
                                       begins[threshold + 1] - begins[threshold]);
    }
};

// x-fold linear up-sampling (spec fustal-stage1-2 §4.3): curve.size()·factor samples into
// `samples`.
void upsampleInto(double *samples, std::span<const float> curve, int factor,
                  model::UpsampleTail tail);

// One curve on the time grid of the proposals: its runs at thresholds and their contrast. One
// thread; a curve that is filled again keeps its memory.
class SampledCurve
{
public:
    // Up-sampled; at least one snippet.
    void fill(std::span<const float> curve, int factor, model::UpsampleTail tail);
    // Samples as they are, at least one.
    void fill(std::span<const double> samples);

    std::int64_t size() const { return m_size; }

    // For each threshold, in any order, the maximal runs of samples that are positive and not below
    // it, in order of time (§4.5). One pass over the curve, in which only crossings cost anything:
    // between two snippets the samples run along one line, so they are monotone there even after
    // rounding, and where a threshold lies outside the two ends nothing happens.
    RunTable findRuns(std::span<const double> thresholds) const;

    // Outer-inner contrast of a run (§4.5.4): the mean inside less that of the samples up to
    // margin·length before and after. Samples below *floor, if given, count as 0 around the run.
    double contrast(const Run &run, double margin, const double *floor);

private:
    template <typename IsBefore>
    std::int64_t crossing(const Run &stretch, double threshold, const IsBefore &isBefore) const;

    void resize(std::size_t samples);

    std::unique_ptr<double[]> m_samples;
    std::int64_t m_size = 0;
    std::int64_t m_capacity = 0;
    int m_stretchSamples = 1; // samples between two snippets
    std::vector<double> m_outer;
};

} // namespace core::tal
