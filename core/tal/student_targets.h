#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/model/feature.h"
#include "core/model/run_config.h"

namespace core::base {
class Random;
}

namespace core::tal {

// Pseudo-labels to the student's training targets, and its boxes back to seconds (spec
// fustal-stage3-student §1.5, §1.7, §7.3). float32, as the published loader.

// A segment in units of the student's level-0 grid.
struct GridSegment
{
    float start = 0.0F;
    float end = 0.0F;
    int classIndex = 0;

    bool operator==(const GridSegment &) const = default;
};

// Seconds ↔ grid of one video: g = (sec·fps - windowFrames/2) / strideFrames.
struct StudentGrid
{
    double fps = 25.0;
    int windowFrames = 16;
    int strideFrames = 4; // times the down-sampling of the rows

    float toGrid(double seconds) const;
    // Not clamped.
    float toSeconds(float grid) const;
    // Values <= 0 become 0, values >= duration the duration (§7.3).
    float toSecondsWithin(float grid, double durationS) const;
};

// Range of crop lengths of a video of `length` rows, both ends included; half-to-even rounding in
// double (§1.7 step 1).
struct CropRange
{
    std::int64_t shortest = 0;
    std::int64_t longest = 0;

    bool operator==(const CropRange &) const = default;
};
CropRange cropLengthRange(std::int64_t length, double ratioMin, double ratioMax);

// How a window of a long video is drawn for training (§1.7).
struct CropRule
{
    std::int64_t maxSequence = 2304;
    double truncationThreshold = 0.5; // part of a segment that must lie in the window
    bool isRandomLength = true;       // false: never shorter than maxSequence
    double ratioMin = 0.9;
    double ratioMax = 1.0;
    int trials = 200;

    static CropRule of(const model::StudentConfig &config);
};

// A window, and the segments that are left in it.
struct Crop
{
    std::int64_t start = 0;                 // first row
    std::int64_t length = 0;                // rows
    std::vector<GridSegment> segments = {}; // clipped to the window, relative to its start
    std::vector<std::size_t> sources = {};  // index of each in the input
};

// Draws a uniform integer in [low, high].
using IndexDraw = std::function<std::int64_t(std::int64_t low, std::int64_t high)>;

// Random crop of a training sample of `length` rows: first a draw for the length (only where length
// <= maxSequence), then one for the start a trial, until a window holds a segment or the trials are
// used up. Segments of zero length are never selected.
Crop cropSample(std::int64_t length, std::span<const GridSegment> segments, const CropRule &rule,
                const IndexDraw &draw);
Crop cropSample(std::int64_t length, std::span<const GridSegment> segments, const CropRule &rule,
                base::Random &random);

} // namespace core::tal
