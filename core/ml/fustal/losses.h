#pragma once

#include "core/ml/fustal/mining.h"
#include "core/ml/torch.h"

namespace core::ml::fustal {

// Training objective, spec fustal-stage1-2 §3.2 to §3.4.

struct LossRule
{
    double temperature = 0.07;
    double contrastiveWeight = 0.01;
    double pairWeight = 0.2;
};

// Embeddings of the mined snippets.
struct SnippetSets
{
    torch::Tensor easyAction;     // EA: B×k_easy×E
    torch::Tensor easyBackground; // EB
    torch::Tensor hardAction;     // HA: B×k_hard×E
    torch::Tensor hardBackground; // HB
};
SnippetSets snippetSets(const torch::Tensor &embeddings, const MinedIndices &indices);

// Contrastive criterion K of the hard sets of video i with the easy sets of video j, at [i][j]:
// NCE(HA_i, EA_j, EB_j) + NCE(HB_i, EB_j, EA_j). The diagonal is the in-video criterion; a pair
// {p, q} of the cross-video one has the mean of [p][q] and [q][p].
torch::Tensor contrastMatrix(const SnippetSets &sets, double temperature);

// Scalars, each with a gradient.
struct Losses
{
    torch::Tensor classification;
    torch::Tensor inVideo;
    torch::Tensor crossVideo; // L_cv: in-video plus the weighted mean over pairs
    torch::Tensor total;
};

// labels: B×C multi-hot. scores: softmax video scores, B×C.
Losses trainingLosses(const torch::Tensor &scores, const SnippetSets &sets,
                      const torch::Tensor &labels, const LossRule &rule);

} // namespace core::ml::fustal
