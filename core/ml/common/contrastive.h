#pragma once

#include "core/ml/torch.h"

namespace core::ml {

// InfoNCE between every query and every video of a batch (spec fustal-stage1-2 §3.2, equation of
// CoLA). queries: B×kq×D, positives: B×kp×D, negatives: B×kn×D. Entry [i][j] of the B×B result is
// the loss of query set i against the positives and negatives of video j:
//   q = mean of set i, p = mean of positives j, each L2-normalised, as is every negative;
//   -log( exp(q·p/τ) / (exp(q·p/τ) + Σ exp(q·n/τ)) ).
// The diagonal is the in-video loss; cross-video terms are the entries beside it.
torch::Tensor infoNceMatrix(const torch::Tensor &queries, const torch::Tensor &positives,
                            const torch::Tensor &negatives, double temperature);

// B×B matrix of 0 and 1: whether two different videos have the same label vector (B×C multi-hot).
// Symmetric, diagonal 0 (§3.3).
torch::Tensor equalLabelMatrix(const torch::Tensor &labels);

} // namespace core::ml
