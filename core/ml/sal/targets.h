#pragma once

#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::sal {

// What a training step aims at, spec sal §3. Everything here is without gradients, of any float
// type, on any device; among equal scores the earlier snippet counts as greater.

// Running mean and variance of the snippets' greatest class probability.
struct MaskState
{
    double mean = 0.0; // mu, starts at one over the number of classes
    double variance = 1.0;
};

// The state after one batch with these probabilities (one a snippet, any shape): both move towards
// the batch's mean and unbiased variance by 1 - momentum.
MaskState updatedMask(const MaskState &state, const torch::Tensor &probabilities, double momentum);

// The adaptive mask: exp(-min(p - mean, 0)² / (factor · variance)), of p's shape.
torch::Tensor maskWeights(const torch::Tensor &probabilities, const MaskState &state,
                          double varianceFactor);

// The fused map S: class probabilities (B×T×C) and both actionness curves (B×T) in the shares of
// the configuration. cas: logits.
torch::Tensor fusedMap(const torch::Tensor &cas, const torch::Tensor &flow,
                       const torch::Tensor &rgb, const model::SalConfig &config);

// The k greatest entries of every curve over time, as positions: B×T×C gives B×k×C.
torch::Tensor topPositions(const torch::Tensor &map, std::int64_t k);

// 1 at the k greatest scores of every row, else 0: B×T.
torch::Tensor topMask(const torch::Tensor &scores, std::int64_t k);

// The network's outputs that targets and losses need: the mixed ones may be undefined here.
struct Curves
{
    torch::Tensor cas;           // B×T×C, logits
    torch::Tensor backgroundCas; // B×T×C
    torch::Tensor flow;          // a_f: B×T
    torch::Tensor rgb;           // a_r
    torch::Tensor mixedFlow;     // a_fm
    torch::Tensor mixedRgb;      // a_rm
};

// The targets of one batch. B videos of T snippets, C classes, k of the snippets in the top.
struct Targets
{
    torch::Tensor map;            // S: B×T×C
    torch::Tensor foreground;     // positions, B×k×C
    torch::Tensor background;     // positions, B×k×C
    torch::Tensor probabilities;  // p: B×T
    torch::Tensor positives;      // y: B×T of 0 and 1
    torch::Tensor weights;        // q: B×T
    torch::Tensor mixedPositives; // y_m
    torch::Tensor mixedWeights;   // q_m
    MaskState mask;               // after this batch
};

// labels: B×C multi-hot. `mask`: the state before this batch.
Targets targetsOf(const Curves &curves, const torch::Tensor &labels, const MaskState &mask,
                  const model::SalConfig &config);

} // namespace core::ml::sal
