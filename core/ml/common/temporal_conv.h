#pragma once

#include "core/ml/torch.h"

namespace core::ml {

// Convolution over time with zero padding, as one matrix product over neighbouring snippets.
// x: B×T×D, weight: E×K×D with K odd, bias: E; B×T×E. Published weights are E×D×K: permute them.
torch::Tensor temporalConvolution(const torch::Tensor &x, const torch::Tensor &weight,
                                  const torch::Tensor &bias);

// PyTorch's default for convolutions and linear layers: uniform within 1/sqrt(fan in), weight and
// bias alike.
torch::Tensor uniformWeight(at::IntArrayRef shape, std::int64_t fanIn);

} // namespace core::ml
