#pragma once

#include "core/ml/torch.h"

namespace core::ml {

// A dropout multiplier: 0 with probability p, else 1/(1-p), from libtorch's generator; undefined,
// which stands for no dropout, where p is 0.
torch::Tensor dropoutMask(at::IntArrayRef shape, double p, const torch::TensorOptions &options);

// Rows first … first+count-1 of a tensor that may be undefined.
torch::Tensor rowsOf(const torch::Tensor &tensor, std::int64_t first, std::int64_t count);

} // namespace core::ml
