#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ml/runtime/device.h"
#include "core/ml/torch.h"
#include "core/model/feature.h"

namespace core::ml {

// Plain data to tensors and back. A view shares memory with its source, which must outlive it.

inline torch::Device torchDevice(const Device &device)
{
    return device.isCuda ? torch::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(device.index))
                         : torch::Device(torch::kCPU);
}

// T×D float32 view of the matrix, without a copy. Not to be written through.
torch::Tensor viewOf(const model::FeatureMatrix &matrix);

// float32 view of a row-major array with the given shape; its size is the product of the shape.
torch::Tensor viewOf(std::span<const float> values, at::IntArrayRef shape);

// int64 copy of shape {n}.
torch::Tensor tensorOf(std::span<const std::int64_t> values);

// Rows `indices` of the matrix as a new tensor indices.size()×D on the CPU, written into `out`
// where it is given (float32, contiguous, of that shape: a slice of a batch). Indices lie in [0,
// T).
torch::Tensor gatherRows(const model::FeatureMatrix &matrix, std::span<const std::int64_t> indices,
                         torch::Tensor out = {});

// Elements in row-major order, converted and brought to the CPU; one copy at most beyond the
// result.
std::vector<float> floatsOf(const torch::Tensor &tensor);
std::vector<double> doublesOf(const torch::Tensor &tensor);
std::vector<std::int64_t> integersOf(const torch::Tensor &tensor);

} // namespace core::ml
