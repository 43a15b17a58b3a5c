#include "core/ml/student/label_assignment.h"

#include <algorithm>
#include <limits>

namespace core::ml::student {

namespace {

constexpr float kSameLength = 1e-3F;
constexpr float kNoMatch = std::numeric_limits<float>::infinity();

// Length of the segment where the point may answer for it, otherwise infinity.
float matchLength(const Point &point, const tal::GridSegment &segment, bool isCentred, float radius)
{
    const float left = point.time - segment.start;
    const float right = segment.end - point.time;
    float inside = std::min(left, right);
    if (isCentred) {
        const float centre = 0.5F * (segment.start + segment.end);
        const float reach = point.stride * radius;
        inside = std::min(point.time - std::max(centre - reach, segment.start),
                          std::min(centre + reach, segment.end) - point.time);
    }
    const float farther = std::max(left, right);
    const bool isMatch = inside > 0.0F && farther >= point.rangeMin && farther <= point.rangeMax;
    return isMatch ? segment.end - segment.start : kNoMatch;
}

} // namespace

std::vector<Point> makePoints(const model::StudentConfig &config, std::int64_t length)
{
    std::vector<Point> points;
    std::int64_t stride = 1;
    for (const auto &[low, high] : config.regressionRanges) {
        for (std::int64_t i = 0; i < length / stride; ++i) {
            points.push_back({static_cast<float>(i * stride), static_cast<float>(low),
                              static_cast<float>(high), static_cast<float>(stride)});
        }
        stride *= 2;
    }
    return points;
}

std::int64_t pointBufferLength(const model::StudentConfig &config, std::int64_t stride)
{
    return static_cast<std::int64_t>(config.maxSequence * config.maxBufferFactor) / stride;
}

Assignment assignLabels(std::span<const Point> points, std::span<const tal::GridSegment> segments,
                        const model::StudentConfig &config, float validLength)
{
    Assignment out;
    if (segments.empty()) {
        return out;
    }
    const bool isCentred = config.centreSampling == model::CentreSampling::Radius;
    const auto radius = static_cast<float>(config.centreRadius);
    std::vector<float> lengths(segments.size());
    std::vector<int> classes;
    for (std::size_t p = 0; p < points.size(); ++p) {
        const Point &point = points[p];
        if (point.time >= validLength) {
            continue;
        }
        std::transform(segments.begin(), segments.end(), lengths.begin(), [&](const auto &segment) {
            return matchLength(point, segment, isCentred, radius);
        });
        const auto best = std::min_element(lengths.begin(), lengths.end());
        if (*best == kNoMatch) {
            continue;
        }
        classes.clear();
        for (std::size_t s = 0; s < segments.size(); ++s) {
            if (lengths[s] <= *best + kSameLength) {
                classes.push_back(segments[s].classIndex);
            }
        }
        std::sort(classes.begin(), classes.end());
        classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
        const tal::GridSegment &nearest =
            segments[static_cast<std::size_t>(best - lengths.begin())];
        for (const int classIndex : classes) {
            out.pairs.push_back({static_cast<std::int64_t>(p), classIndex,
                                 (point.time - nearest.start) / point.stride,
                                 (nearest.end - point.time) / point.stride});
        }
        ++out.positivePoints;
    }
    return out;
}

} // namespace core::ml::student
