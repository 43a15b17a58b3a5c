#include "core/model/score_curve.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace core::model {

namespace {

constexpr MinMax kEmpty = {std::numeric_limits<float>::infinity(),
                           -std::numeric_limits<float>::infinity()};

MinMax merged(const MinMax &a, const MinMax &b)
{
    return {std::min(a.min, b.min), std::max(a.max, b.max)};
}

} // namespace

ScoreCurve::ScoreCurve(int channels, std::vector<float> values, double firstUs, double stepUs)
    : m_channels(channels)
    , m_snippets(static_cast<std::int64_t>(values.size()) / channels)
    , m_values(std::move(values))
    , m_firstUs(firstUs)
    , m_stepUs(stepUs)
{
    assert(channels > 0 && stepUs > 0.0);
    std::int64_t below = m_snippets;
    while (below > 1) {
        const int level = static_cast<int>(m_levels.size());
        Level next;
        next.runs = (below + 1) / 2;
        next.extremes.reserve(static_cast<std::size_t>(next.runs * m_channels));
        for (int channel = 0; channel < m_channels; ++channel) {
            for (std::int64_t run = 0; run < next.runs; ++run) {
                const MinMax first = runExtremes(level, 2 * run, channel);
                const bool hasSecond = 2 * run + 1 < below;
                next.extremes.push_back(
                    hasSecond ? merged(first, runExtremes(level, 2 * run + 1, channel)) : first);
            }
        }
        below = next.runs;
        m_levels.push_back(std::move(next));
    }
}

MinMax ScoreCurve::extremes(int channel) const
{
    return m_snippets == 0 ? kEmpty : runExtremes(static_cast<int>(m_levels.size()), 0, channel);
}

std::vector<CurveSample> ScoreCurve::samples(int channel, std::int64_t begin, std::int64_t end,
                                             std::int64_t maxSamples) const
{
    begin = std::max<std::int64_t>(begin, 0);
    end = std::min(end, m_snippets);
    if (begin >= end) {
        return {};
    }
    int level = 0;
    while (((end - begin) >> level) > std::max<std::int64_t>(maxSamples, 1)) {
        ++level;
    }
    std::vector<CurveSample> result;
    const std::int64_t lastRun = (end - 1) >> level;
    for (std::int64_t run = begin >> level; run <= lastRun; ++run) {
        const std::int64_t first = run << level;
        const std::int64_t count = std::min(std::int64_t{1} << level, m_snippets - first);
        result.push_back({first, count, runExtremes(level, run, channel)});
    }
    return result;
}

// Level 0 are the values themselves, level l the runs of 2^l snippets.
MinMax ScoreCurve::runExtremes(int level, std::int64_t run, int channel) const
{
    if (level == 0) {
        const float single = value(run, channel);
        return std::isnan(single) ? kEmpty : MinMax{single, single};
    }
    const Level &found = m_levels[static_cast<std::size_t>(level - 1)];
    return found.extremes[static_cast<std::size_t>(channel * found.runs + run)];
}

} // namespace core::model
