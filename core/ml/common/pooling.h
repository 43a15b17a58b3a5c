#pragma once

#include "core/ml/torch.h"

namespace core::ml {

// Indices of the k largest scores of every row of B×T, in descending order; equal scores in order
// of time. B×k int64. Deterministic on every device (specs fustal-stage1-2 §3.1, sal §4).
torch::Tensor topIndices(const torch::Tensor &scores, std::int64_t k);

// Mean over time of the k largest values of every class: B×T×C to B×C.
torch::Tensor topMean(const torch::Tensor &curves, std::int64_t k);

// Rows of B×T×D at indices B×k: B×k×D.
torch::Tensor gatherSnippets(const torch::Tensor &sequence, const torch::Tensor &indices);

// T / divisor, and at least 1 (defect D20: the published code takes none of a very short video).
std::int64_t shareOf(std::int64_t snippets, std::int64_t divisor);

} // namespace core::ml
