#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/tal/label_quality.h"
#include "core/tal/pseudo_filter.h"

namespace core::tal {

// What the filter would keep with other settings, for two of them at once. Every cell is what
// filterProposals() with that configuration gives, so a slider, a sweep and the batch agree.

// A setting of the filter and the values that it takes.
struct SweepAxis
{
    std::string name; // "min_score": for people
    std::vector<double> values;
    // Puts a value into a configuration.
    std::function<void(model::FilterConfig &, double)> apply;
};

// Axes of minDensity and minScore, which the sliders show.
SweepAxis densityAxis(std::vector<double> values);
SweepAxis scoreAxis(std::vector<double> values);

// The filter at one pair of thresholds: what it keeps and what that is worth.
struct SweepCell
{
    double x = 0.0;
    double y = 0.0;
    std::size_t kept = 0;
    QualityCounts quality = {}; // against the ground truth, at the options' tIoU
    double map = 0.0;           // at the options' tIoU
};

// What is filtered and what the kept ones are compared with; owns nothing.
struct SweepInput
{
    const model::DetectionSet &proposals;
    const WeakLabels &weakLabels;
    const model::DetectionSet *beforeNms; // what the density counts; null: the proposals themselves
    const model::GroundTruth &truth;
    QualityOptions quality = {};
};

// Cells row by row: all x for the first y, …
struct FilterSweep
{
    std::vector<double> xs;
    std::vector<double> ys;
    std::vector<SweepCell> cells;
};

// `base`: the settings that are not swept. On `threads` threads (0: one a core); `cancel` is asked
// before each cell. Errors: as labelQuality(); Cancelled.
base::Result<FilterSweep> sweepFilter(const SweepInput &input, const model::FilterConfig &base,
                                      const SweepAxis &x, const SweepAxis &y,
                                      const base::CancelToken &cancel, int threads = 0);

} // namespace core::tal
