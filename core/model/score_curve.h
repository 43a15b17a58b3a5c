#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"

namespace core::model {

// Smallest and largest value of a run of snippets. NaN values are left out; a run of NaN only has
// min > max.
struct MinMax
{
    float min = 0.0F;
    float max = 0.0F;

    bool isEmpty() const { return min > max; }
    bool operator==(const MinMax &) const = default;
};

// A run of `snippets` snippets from `first` with its extremes, as a curve is drawn when several
// snippets share a pixel.
struct CurveSample
{
    std::int64_t first = 0;
    std::int64_t snippets = 1;
    MinMax extremes;

    bool operator==(const CurveSample &) const = default;
};

// Scores of a video for each snippet: a class activation sequence, an attention. T snippets × C
// channels with a pyramid of extremes, so that drawing costs the width of the screen and not the
// length of the video. Immutable; shared between threads as shared_ptr<const ScoreCurve>.
class ScoreCurve
{
public:
    ScoreCurve() = default;
    // values: T×C, row-major (row t is snippet t), T = values.size() / channels; channels > 0 and
    // stepUs > 0. Snippet t stands for the time firstUs + t·stepUs, its centre.
    ScoreCurve(int channels, std::vector<float> values, double firstUs, double stepUs);

    std::int64_t snippets() const { return m_snippets; }
    int channels() const { return m_channels; }
    float value(std::int64_t snippet, int channel) const
    {
        return m_values[static_cast<std::size_t>(snippet * m_channels + channel)];
    }
    // Time of a snippet's centre; snippets may lie outside 0 … T-1 and between two.
    double timeUs(double snippet) const { return m_firstUs + snippet * m_stepUs; }
    double snippetAt(double timeUs) const { return (timeUs - m_firstUs) / m_stepUs; }
    double stepUs() const { return m_stepUs; }

    // Extremes of a channel over all snippets.
    MinMax extremes(int channel) const;
    // Channel values of the snippets [begin, end), cut to 0 … T, joined into runs of the smallest
    // power of two for which at most maxSamples + 2 samples come out. Exact: every value lies
    // within the extremes of exactly one sample. The first and last run may reach beyond the range.
    std::vector<CurveSample> samples(int channel, std::int64_t begin, std::int64_t end,
                                     std::int64_t maxSamples) const;

private:
    // Level l holds runs of 2^(l+1) snippets, channel after channel.
    struct Level
    {
        std::int64_t runs = 0;
        std::vector<MinMax> extremes;
    };

    MinMax runExtremes(int level, std::int64_t run, int channel) const;

    int m_channels = 0;
    std::int64_t m_snippets = 0;
    std::vector<float> m_values;
    double m_firstUs = 0.0;
    double m_stepUs = 1.0;
    std::vector<Level> m_levels;
};

} // namespace core::model
