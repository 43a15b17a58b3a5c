#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/model/feature.h"

namespace core::media {
struct FrameTable;
}

namespace core::ml {

// Frames that a grid looks at: frame k of the grid is the video's frame nearest to k / sampleFps
// seconds (at sampleFps 0: the video's own average rate). Snippet t covers grid frames
// t × strideFrames … + windowFrames - 1; a snippet that would reach past the video's end is left
// out, except that every video has one, the last frame repeated.
std::int64_t gridFrameCount(const media::FrameTable &table, const model::FeatureGrid &grid);
std::int64_t snippetCount(std::int64_t gridFrames, const model::FeatureGrid &grid);

// done of total grid frames; called a few times a second at most, from the calling thread.
using ExtractionProgress = std::function<void(std::int64_t done, std::int64_t total)>;

// The built-in features of a whole video: T × grid.dim, appearance half first. Decodes in a second
// thread while the calling one computes. Frames of a damaged file that do not decode are replaced
// by the frame before. Errors: those of media::VideoReader::open(), BadValue (grid), Cancelled.
base::Result<model::FeatureMatrix> extractFeatures(const std::filesystem::path &video,
                                                   const model::FeatureGrid &grid,
                                                   const ExtractionProgress &progress,
                                                   const base::CancelToken &cancel);

// The same, written as a .npy file of float32 (atomic). Gives the number of snippets.
base::Result<std::int64_t> extractFeaturesTo(const std::filesystem::path &output,
                                             const std::filesystem::path &video,
                                             const model::FeatureGrid &grid,
                                             const ExtractionProgress &progress,
                                             const base::CancelToken &cancel);

} // namespace core::ml
