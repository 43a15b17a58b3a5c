#pragma once

#include "core/ml/torch.h"

namespace core::ml::fustal {

// Snippet mining, spec fustal-stage1-2 §3.1. Works on B×T tensors of any float type and device,
// without gradients.

struct MiningRule
{
    std::int64_t easyDivisor = 5;  // k_easy = T / easyDivisor, at least 1
    std::int64_t hardDivisor = 20; // k_hard = T / hardDivisor, at least 1
    std::int64_t innerWidth = 3;   // m
    std::int64_t outerWidth = 6;   // M
};

// Time steps of the four sets, by descending score; equal scores by time.
struct MinedIndices
{
    torch::Tensor easyAction;     // EA: B×k_easy int64
    torch::Tensor easyBackground; // EB
    torch::Tensor hardAction;     // HA: B×k_hard
    torch::Tensor hardBackground; // HB
};

// Where hard snippets are looked for: 0/1 (for odd width pairs also -1) of the input's type.
struct HardRegions
{
    torch::Tensor inner; // erosion by m minus erosion by M
    torch::Tensor outer; // dilation by M minus dilation by m
};

// Median over time, the mean of the two middle values where T is even: B×1.
torch::Tensor medianOverTime(const torch::Tensor &actionness);

// scipy's binary_erosion and binary_dilation with a flat structure of `width` (odd or even),
// outside counting as 0. Input and output B×T of 0 and 1.
torch::Tensor eroded(const torch::Tensor &binary, std::int64_t width);
torch::Tensor dilated(const torch::Tensor &binary, std::int64_t width);

HardRegions hardRegions(const torch::Tensor &binary, const MiningRule &rule);

// easyMask: B×T multiplier of the easy scores (0 or 1/(1-p)), the same for action and background;
// undefined: none.
MinedIndices mineSnippets(const torch::Tensor &actionness, const torch::Tensor &easyMask,
                          const MiningRule &rule);

} // namespace core::ml::fustal
