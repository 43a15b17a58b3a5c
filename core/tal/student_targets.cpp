#include "core/tal/student_targets.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace core::tal {

namespace {

// Half-to-even, whatever the thread's rounding mode is.
std::int64_t roundHalfToEven(double value)
{
    const double floor = std::floor(value);
    const double rest = value - floor;
    const auto whole = static_cast<std::int64_t>(floor);
    if (rest != 0.5) {
        return rest < 0.5 ? whole : whole + 1;
    }
    return whole % 2 == 0 ? whole : whole + 1;
}

// Whether enough of a segment lies in the window. A segment without length: 0/0, never enough.
bool isInside(const GridSegment &segment, float from, float to, float threshold)
{
    const float inter = std::max(0.0F, std::min(segment.end, to) - std::max(segment.start, from));
    return inter / std::abs(segment.end - segment.start) >= threshold;
}

} // namespace

float StudentGrid::toGrid(double seconds) const
{
    const auto rate = static_cast<float>(fps);
    const float half = 0.5F * static_cast<float>(windowFrames);
    return (static_cast<float>(seconds) * rate - half) / static_cast<float>(strideFrames);
}

float StudentGrid::toSeconds(float grid) const
{
    const float half = 0.5F * static_cast<float>(windowFrames);
    return (grid * static_cast<float>(strideFrames) + half) / static_cast<float>(fps);
}

float StudentGrid::toSecondsWithin(float grid, double durationS) const
{
    const float seconds = toSeconds(grid);
    const auto duration = static_cast<float>(durationS);
    if (seconds <= 0.0F) {
        return 0.0F;
    }
    return seconds >= duration ? duration : seconds;
}

CropRange cropLengthRange(std::int64_t length, double ratioMin, double ratioMax)
{
    const auto rows = static_cast<double>(length);
    return {.shortest = std::max<std::int64_t>(roundHalfToEven(ratioMin * rows), 1),
            .longest = std::min(roundHalfToEven(ratioMax * rows), length)};
}

CropRule CropRule::of(const model::StudentConfig &config)
{
    return {.maxSequence = config.maxSequence,
            .truncationThreshold = config.truncationThreshold,
            .isRandomLength = true,
            .ratioMin = config.cropRatioMin,
            .ratioMax = config.cropRatioMax,
            .trials = config.cropTrials};
}

Crop cropSample(std::int64_t length, std::span<const GridSegment> segments, const CropRule &rule,
                const IndexDraw &draw)
{
    Crop crop{.start = 0, .length = length, .segments = {}, .sources = {}};
    if (length > rule.maxSequence) {
        crop.length = rule.maxSequence;
    } else if (rule.isRandomLength) {
        const CropRange range = cropLengthRange(length, rule.ratioMin, rule.ratioMax);
        crop.length = draw(range.shortest, std::max(range.shortest, range.longest));
    }
    if (crop.length == length) { // the sample as it is, segments that reach outside included
        for (std::size_t i = 0; i < segments.size(); ++i) {
            crop.segments.push_back(segments[i]);
            crop.sources.push_back(i);
        }
        return crop;
    }
    const auto threshold = static_cast<float>(rule.truncationThreshold);
    for (int trial = 0; trial < std::max(1, rule.trials) && crop.sources.empty(); ++trial) {
        crop.start = draw(0, length - crop.length);
        const auto from = static_cast<float>(crop.start);
        const auto to = static_cast<float>(crop.start + crop.length);
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (isInside(segments[i], from, to, threshold)) {
                crop.sources.push_back(i);
            }
        }
    }
    const auto from = static_cast<float>(crop.start);
    const auto to = static_cast<float>(crop.start + crop.length);
    for (const std::size_t source : crop.sources) {
        const GridSegment &segment = segments[source];
        crop.segments.push_back({.start = std::clamp(segment.start, from, to) - from,
                                 .end = std::clamp(segment.end, from, to) - from,
                                 .classIndex = segment.classIndex});
    }
    return crop;
}

Crop cropSample(std::int64_t length, std::span<const GridSegment> segments, const CropRule &rule,
                base::Random &random)
{
    return cropSample(length, segments, rule, [&random](std::int64_t low, std::int64_t high) {
        return random.uniformInt(low, high);
    });
}

} // namespace core::tal
