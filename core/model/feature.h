#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace core::model {

// How the rows of a feature matrix lie on a video's time line.
struct FeatureGrid
{
    double sampleFps = 25.0; // frames a second that the extractor saw; 0: each video's own rate
    int windowFrames = 16;   // frames that one snippet looks at
    int strideFrames = 16;   // frames from one snippet to the next
    int dim = 2048;          // values a snippet; two-stream features hold RGB first, then flow

    bool operator==(const FeatureGrid &) const = default;
};

// Where the features of one video lie: one file, or several joined along the feature axis (RGB,
// then flow) with the same number of snippets.
struct FeatureSource
{
    std::vector<std::filesystem::path> parts;
    bool isTransposed = false; // files hold D×T instead of T×D

    bool operator==(const FeatureSource &) const = default;
};

// T×D values, row-major: row t is snippet t.
struct FeatureMatrix
{
    std::int64_t snippets = 0;
    std::int64_t dim = 0;
    std::vector<float> values;

    std::span<const float> row(std::int64_t t) const
    {
        return {values.data() + t * dim, static_cast<std::size_t>(dim)};
    }
};

} // namespace core::model
