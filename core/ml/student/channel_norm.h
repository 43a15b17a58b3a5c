#pragma once

#include "core/ml/torch.h"

namespace core::ml::student {

// Layer normalisation over the channels of [B, C, T] (spec fustal-stage3-student §3.1): at every
// (b, t) the mean and the biased variance over C, eps 1e-5, then weight and bias [1, C, 1], then,
// where asked for, ReLU. Padded positions are normalised like all others. On the CPU one fused pass
// forward and one backward keep only mean and deviation for the backward pass; elsewhere the same
// formula from framework operators.
torch::Tensor channelNorm(const torch::Tensor &x, const torch::Tensor &weight,
                          const torch::Tensor &bias, bool withRelu);

} // namespace core::ml::student
