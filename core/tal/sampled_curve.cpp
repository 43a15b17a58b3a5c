#include "core/tal/sampled_curve.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/tal/pairwise_sum.h"

namespace core::tal {

namespace {

// Follows a curve from sample to sample and notes, at every threshold that it crosses, where a run
// begins or ends.
class RunCollector
{
public:
    // For about so many crossings.
    RunCollector(std::span<const double> thresholds, std::size_t crossings)
        : m_begins(thresholds.size() + 1, 0)
    {
        m_found.reserve(crossings);
        m_levels.reserve(thresholds.size());
        for (std::size_t i = 0; i < thresholds.size(); ++i) {
            // Only positive samples belong to a run, also at a threshold of 0.
            m_levels.push_back(
                {.limit = std::max(thresholds[i], std::numeric_limits<double>::denorm_min()),
                 .threshold = i});
        }
        std::sort(m_levels.begin(), m_levels.end(),
                  [](const Level &a, const Level &b) { return a.limit < b.limit; });
    }

    // The curve goes on to `value`; `at(limit, isBefore)` is the first sample for which
    // isBefore(sample value) no longer holds.
    template <typename At>
    void moveTo(double value, const At &at)
    {
        while (m_reached < m_levels.size() && m_levels[m_reached].limit <= value) {
            Level &level = m_levels[m_reached++];
            level.first = at(level.limit, [&](double sample) { return sample < level.limit; });
        }
        while (m_reached > 0 && m_levels[m_reached - 1].limit > value) {
            const double limit = m_levels[m_reached - 1].limit;
            close(at(limit, [limit](double sample) { return sample >= limit; }) - 1);
        }
    }

    // The curve ended before sample `size`.
    RunTable finish(std::int64_t size) &&
    {
        while (m_reached > 0) {
            close(size - 1);
        }
        std::partial_sum(m_begins.begin(), m_begins.end(), m_begins.begin());
        RunTable table{.runs = std::vector<Run>(m_found.size()), .begins = m_begins};
        for (const Found &found : m_found) {
            table.runs[m_begins[found.threshold]++] = found.run;
        }
        return table;
    }

private:
    struct Level
    {
        double limit = 0.0;
        std::size_t threshold = 0;
        std::int64_t first = 0; // of the run that is open
    };
    struct Found
    {
        std::size_t threshold = 0;
        Run run;
    };

    void close(std::int64_t last)
    {
        const Level &level = m_levels[--m_reached];
        m_found.push_back(
            {.threshold = level.threshold, .run = {.first = level.first, .last = last}});
        ++m_begins[level.threshold + 1];
    }

    std::vector<Level> m_levels; // by limit
    std::size_t m_reached = 0;   // levels below this one have an open run
    std::vector<Found> m_found;  // in order of their ends
    std::vector<std::size_t> m_begins;
};

void copyFloored(const double *from, std::size_t count, const double *floor, double *to)
{
    if (floor == nullptr) {
        std::copy_n(from, count, to);
        return;
    }
    const double least = *floor;
    for (std::size_t i = 0; i < count; ++i) {
        to[i] = from[i] < least ? 0.0 : from[i];
    }
}

} // namespace

void upsampleInto(double *samples, std::span<const float> curve, int factor,
                  model::UpsampleTail tail)
{
    const auto snippets = static_cast<std::int64_t>(curve.size());
    if (snippets < 2) {
        std::fill_n(samples, snippets * factor, curve.empty() ? 0.0 : double{curve[0]});
        return;
    }
    const double spacing = 1.0 / factor;
    std::int64_t first = 0;
    for (std::int64_t k = 0; k + 1 < snippets; ++k) {
        // The samples of (k, k+1]; the first stretch holds sample 0 too, the last one the tail.
        const bool isLast = k + 2 == snippets;
        const std::int64_t end = isLast ? snippets * factor : (k + 1) * factor + 1;
        const float low = curve[static_cast<std::size_t>(k)];
        const double rise = curve[static_cast<std::size_t>(k) + 1] - low; // float32 difference
        const auto origin = static_cast<double>(k);
        const auto base = static_cast<double>(first);
        const int count = static_cast<int>(end - first); // at most 2·factor: vectorises
        double *out = samples + first;
        for (int i = 0; i < count; ++i) {
            const double position = (base + static_cast<double>(i)) * spacing;
            out[i] = rise * (position - origin) + low;
        }
        first = end;
    }
    if (tail == model::UpsampleTail::Clamp) {
        const std::int64_t lastPoint = (snippets - 1) * factor;
        std::fill(samples + lastPoint + 1, samples + snippets * factor, samples[lastPoint]);
    }
}

void SampledCurve::fill(std::span<const float> curve, int factor, model::UpsampleTail tail)
{
    resize(curve.size() * static_cast<std::size_t>(factor));
    upsampleInto(m_samples.get(), curve, factor, tail);
    m_stretchSamples = factor;
}

void SampledCurve::fill(std::span<const double> samples)
{
    resize(samples.size());
    std::copy(samples.begin(), samples.end(), m_samples.get());
    m_stretchSamples = 1;
}

// Unlike a vector's, this memory is not cleared before it is written.
void SampledCurve::resize(std::size_t samples)
{
    m_size = static_cast<std::int64_t>(samples);
    if (m_size > m_capacity) {
        m_samples = std::make_unique_for_overwrite<double[]>(samples);
        m_capacity = m_size;
    }
}

RunTable SampledCurve::findRuns(std::span<const double> thresholds) const
{
    const std::int64_t stretches = std::max<std::int64_t>(1, size() / m_stretchSamples - 1);
    RunCollector collector(thresholds, static_cast<std::size_t>(stretches));
    Run stretch;
    for (std::int64_t k = 0; k < stretches; ++k) {
        stretch.last = k + 1 == stretches ? size() - 1 : (k + 1) * m_stretchSamples;
        collector.moveTo(m_samples[static_cast<std::size_t>(stretch.first)],
                         [&](double, const auto &) { return stretch.first; });
        collector.moveTo(
            m_samples[static_cast<std::size_t>(stretch.last)],
            [&](double limit, const auto &isBefore) { return crossing(stretch, limit, isBefore); });
        stretch.first = stretch.last + 1;
    }
    return std::move(collector).finish(size());
}

// The first sample of a stretch that lies beyond a threshold between its two ends: guessed from the
// line, then moved to where the rounded samples say.
template <typename IsBefore>
std::int64_t SampledCurve::crossing(const Run &stretch, double threshold,
                                    const IsBefore &isBefore) const
{
    const double *const samples = m_samples.get();
    const double low = samples[stretch.first];
    const double share = std::clamp((threshold - low) / (samples[stretch.last] - low), 0.0, 1.0);
    const auto steps =
        static_cast<std::int64_t>(share * static_cast<double>(stretch.last - stretch.first));
    std::int64_t at = std::min(stretch.first + 1 + steps, stretch.last);
    while (at > stretch.first + 1 && !isBefore(samples[at - 1])) {
        --at;
    }
    while (isBefore(samples[at])) {
        ++at;
    }
    return at;
}

double SampledCurve::contrast(const Run &run, double margin, const double *floor)
{
    const double *const samples = m_samples.get();
    const auto count = static_cast<std::size_t>(run.size());
    const auto length = static_cast<double>(count);
    const double inner = pairwiseSum(samples + run.first, count) / length;
    const double flank = margin * length;
    const auto from =
        static_cast<std::int64_t>(std::max(0.0, static_cast<double>(run.first) - flank));
    const std::int64_t to =
        std::min(size() - 1, static_cast<std::int64_t>(static_cast<double>(run.last) + flank));
    const auto before = static_cast<std::size_t>(run.first - from);
    const auto after = static_cast<std::size_t>(to - run.last);
    if (before + after == 0) {
        return inner;
    }
    if (m_outer.size() < before + after) {
        m_outer.resize(before + after);
    }
    copyFloored(samples + from, before, floor, m_outer.data());
    copyFloored(samples + run.last + 1, after, floor, m_outer.data() + before);
    return inner -
           pairwiseSum(m_outer.data(), before + after) / static_cast<double>(before + after);
}

} // namespace core::tal
