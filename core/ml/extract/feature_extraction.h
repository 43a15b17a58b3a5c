#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/model/feature.h"

namespace core::ml {

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
