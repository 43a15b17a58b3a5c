#pragma once

#include "core/ml/ftcl/network.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::ftcl {

// Training objective, spec ftcl §3 to §5b.

// Offsets inside logarithms of the two stages. The first one is below float32's least number and
// rounds to it.
inline constexpr double kBaseLogOffset = 1e-45;
inline constexpr double kContrastLogOffset = 1e-10;

// The base network's terms, each a scalar with a gradient and without its weight.
struct BaseLosses
{
    torch::Tensor instance; // classification of the three branches
    torch::Tensor context;
    torch::Tensor background;
    torch::Tensor guide;
    torch::Tensor feature;
    torch::Tensor sparse;
    torch::Tensor total; // ACM
};
// labels: B×C multi-hot.
BaseLosses baseLosses(const Heads &heads, const torch::Tensor &labels, double logOffset,
                      const model::FtclConfig &config);

// Cosines of the rows of two batches: P×L×F and P×W×F to P×L×W. A row of zeros has cosine 0 and no
// gradient; with isUnguarded, as released, what 0/0 gives.
torch::Tensor cosines(const torch::Tensor &first, const torch::Tensor &second, bool isUnguarded);

// Which rows of a batch are contrasted with which. Scores of positive pairs should be large.
struct Pairing
{
    torch::Tensor first;      // P, rows
    torch::Tensor second;     // P, rows
    torch::Tensor isPositive; // P of 0 and 1, float
};
// Rows i and B/2+i of a paired batch; positive where their labels have a class in common.
Pairing pairedRows(const torch::Tensor &labels);
// The first stage's pairs within a batch (§5b): all with the same single class, and as many with no
// class in common, drawn from libtorch's generator; fewer where there are fewer. Empty without
// positives.
Pairing pairsWithin(const torch::Tensor &labels);

// A score of each pair from the two dynamic programs (spec ftcl §4, §5).
struct ContrastScores
{
    torch::Tensor fsd; // P
    torch::Tensor lcs; // P
};
// Alignment scores of the pairs; a negative one aligns the action of its first video with the
// pseudo-background of its second. isRescaled: the first stage's similarity 5·max(0, s - 0.8).
ContrastScores contrastScores(const Candidates &candidates, const Pairing &pairing, bool isRescaled,
                              const model::FtclConfig &config);

// Mean over the negatives minus mean over the positives; a kind that is missing counts 0.
torch::Tensor contrastLoss(const torch::Tensor &scores, const torch::Tensor &isPositive);

// The terms of one step, scalars with gradients.
struct Losses
{
    BaseLosses base;
    torch::Tensor lcs;   // weighted; undefined without pairs
    torch::Tensor fsd;   // weighted
    torch::Tensor total; // ACM and both
};
// An empty pairing (undefined or without rows) leaves the contrast out.
Losses trainingLosses(const NetworkImpl &network, const NetworkOutput &output,
                      const torch::Tensor &labels, const Pairing &pairing, bool isContrastStage,
                      const model::FtclConfig &config);

} // namespace core::ml::ftcl
