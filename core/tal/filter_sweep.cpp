#include "core/tal/filter_sweep.h"

#include "core/base/parallel.h"

namespace core::tal {

SweepAxis densityAxis(std::vector<double> values)
{
    return {.name = "min_density",
            .values = std::move(values),
            .apply = [](model::FilterConfig &config, double value) { config.minDensity = value; }};
}

SweepAxis scoreAxis(std::vector<double> values)
{
    return {.name = "min_score",
            .values = std::move(values),
            .apply = [](model::FilterConfig &config, double value) { config.minScore = value; }};
}

base::Result<FilterSweep> sweepFilter(const SweepInput &input, const model::FilterConfig &base,
                                      const SweepAxis &x, const SweepAxis &y,
                                      const base::CancelToken &cancel, int threads)
{
    FilterSweep sweep{.xs = x.values, .ys = y.values, .cells = {}};
    sweep.cells.resize(x.values.size() * y.values.size());
    const auto fill = [&](std::size_t index) -> base::Result<void> {
        if (cancel.isCancelled()) {
            return base::fail({.code = base::ErrorCode::Cancelled, .problem = "stopped"});
        }
        SweepCell &cell = sweep.cells[index];
        cell.x = x.values[index % x.values.size()];
        cell.y = y.values[index / x.values.size()];
        model::FilterConfig config = base;
        x.apply(config, cell.x);
        y.apply(config, cell.y);
        const FilterOutcome outcome =
            filterProposals(input.proposals, config, input.weakLabels, input.beforeNms);
        const LabelQuality quality =
            TRY(labelQuality(input.truth, keptProposals(input.proposals, outcome), input.quality));
        cell.kept = outcome.kept;
        cell.quality = quality.total;
        cell.map = quality.map;
        return {};
    };
    TRY(base::forEachParallel(sweep.cells.size(), threads, fill));
    return sweep;
}

} // namespace core::tal
