#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/model/feature.h"

namespace core::data {

// The features of one video: its parts, each a two-dimensional .npy file, joined along the feature
// axis in their order, as float32, row t for snippet t. The order of the axes is FeatureSource's
// explicit choice; where only the other one fits expectedDim, the error says so. expectedDim 0
// takes any width.
//
// Refused, with file and place: no parts, other than two dimensions, no snippets, parts of
// different lengths, a wrong width, values that are NaN, infinite or too large for float32 (the
// first one, by snippet and value). Constant columns are fine. Blocking.
base::Result<model::FeatureMatrix> loadFeatures(const model::FeatureSource &source,
                                                std::int64_t expectedDim = 0);

// Writes a matrix as T×D float32. Atomic, blocking.
base::Result<void> writeFeatures(const std::filesystem::path &path,
                                 const model::FeatureMatrix &features);

} // namespace core::data
