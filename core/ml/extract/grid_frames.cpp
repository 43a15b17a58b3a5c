#include "core/ml/extract/grid_frames.h"

#include <algorithm>
#include <cmath>

namespace core::ml {

namespace {

double gridRate(const media::FrameTable &table, const model::FeatureGrid &grid)
{
    return grid.sampleFps > 0.0 ? grid.sampleFps : table.fps.value();
}

} // namespace

std::int64_t gridFrameCount(const media::FrameTable &table, const model::FeatureGrid &grid)
{
    if (grid.sampleFps <= 0.0 && !table.isVfr) {
        return table.frameCount();
    }
    const double frames = base::usToSeconds(table.durationUs) * gridRate(table, grid);
    return std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(frames + 1e-3)), 1);
}

std::int64_t snippetCount(std::int64_t gridFrames, const model::FeatureGrid &grid)
{
    return gridFrames < grid.windowFrames
               ? 1
               : (gridFrames - grid.windowFrames) / grid.strideFrames + 1;
}

// The one that starts nearest to the grid frame's time.
std::int64_t videoFrameOf(const media::FrameTable &table, const model::FeatureGrid &grid,
                          std::int64_t k)
{
    const auto time = static_cast<base::TimeUs>(
        std::llround(static_cast<double>(k) * 1e6 / gridRate(table, grid)));
    const std::int64_t shown = table.frameAt(time);
    const std::int64_t next = std::min(shown + 1, table.frameCount() - 1);
    return table.timeOf(next) - time < time - table.timeOf(shown) ? next : shown;
}

base::Result<void> checkGrid(const model::FeatureGrid &grid)
{
    if (grid.windowFrames < 1 || grid.strideFrames < 1 || !(grid.sampleFps >= 0.0) ||
        grid.sampleFps > 1000.0) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "the feature grid is not usable",
                           .expected = "window and stride of at least one frame, 0 to 1000 frames "
                                       "a second"});
    }
    return {};
}

} // namespace core::ml
