#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/run_config.h"
#include "core/tal/student_targets.h"

namespace core::ml::student {

// Which points of the pyramid answer for which segment (spec fustal-stage3-student §3.7, §4.1). No
// tensors: targets are made on the CPU, in float32 like the published code. All in grid units.

struct Point
{
    float time = 0.0F;
    float rangeMin = 0.0F; // distances that this level regresses, both ends included
    float rangeMax = 0.0F;
    float stride = 1.0F;
};

// The points of all levels, level after level, for T_0 = length; level l has length / 2^l points
// at i · 2^l.
std::vector<Point> makePoints(const model::StudentConfig &config, std::int64_t length);

// Longest sequence that the published point buffers allow on a level (§3.7): more is refused.
std::int64_t pointBufferLength(const model::StudentConfig &config, std::int64_t stride);

// A positive point with one of its classes, and the distances to start and end of its segment in
// strides of the point's level. A point with several classes comes once a class.
struct PositivePair
{
    std::int64_t point = 0;
    int classIndex = 0;
    float left = 0.0F;
    float right = 0.0F;

    bool operator==(const PositivePair &) const = default;
};

// Which points of one video learn which segment (§4.1).
struct Assignment
{
    std::vector<PositivePair> pairs; // by point, then class
    std::int64_t positivePoints = 0;
};

// Positive are points near the centre of a segment (all inside it, without centre sampling) whose
// farther boundary lies in their level's range; the shortest such segment gives the distances (the
// first of equals), all within 1e-3 of its length give classes. Points at or past validLength are
// never positive. O(points · segments).
Assignment assignLabels(std::span<const Point> points, std::span<const tal::GridSegment> segments,
                        const model::StudentConfig &config, float validLength);

} // namespace core::ml::student
