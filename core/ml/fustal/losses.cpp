#include "core/ml/fustal/losses.h"

#include "core/ml/common/contrastive.h"
#include "core/ml/common/pooling.h"

namespace core::ml::fustal {

SnippetSets snippetSets(const torch::Tensor &embeddings, const MinedIndices &indices)
{
    // One gather, so that the backward pass writes one gradient of the size of E instead of four.
    const std::int64_t easy = indices.easyAction.size(1);
    const std::int64_t hard = indices.hardAction.size(1);
    const torch::Tensor all = torch::cat(
        {indices.easyAction, indices.easyBackground, indices.hardAction, indices.hardBackground},
        1);
    const auto parts =
        gatherSnippets(embeddings, all).split_with_sizes({easy, easy, hard, hard}, 1);
    return {.easyAction = parts[0],
            .easyBackground = parts[1],
            .hardAction = parts[2],
            .hardBackground = parts[3]};
}

torch::Tensor contrastMatrix(const SnippetSets &sets, double temperature)
{
    return infoNceMatrix(sets.hardAction, sets.easyAction, sets.easyBackground, temperature) +
           infoNceMatrix(sets.hardBackground, sets.easyBackground, sets.easyAction, temperature);
}

Losses trainingLosses(const torch::Tensor &scores, const SnippetSets &sets,
                      const torch::Tensor &labels, const LossRule &rule)
{
    Losses losses;
    const torch::Tensor target = labels / labels.sum(1, true);
    losses.classification = torch::binary_cross_entropy(scores, target);

    const torch::Tensor contrast = contrastMatrix(sets, rule.temperature);
    losses.inVideo = contrast.diagonal().mean();
    // Every pair stands twice in the matrix, once a direction; without pairs the sum is 0.
    const torch::Tensor isPair = equalLabelMatrix(labels);
    const torch::Tensor pairMean = (contrast * isPair).sum() / isPair.sum().clamp_min(1.0);
    losses.crossVideo = losses.inVideo + rule.pairWeight * pairMean;
    losses.total = losses.classification + rule.contrastiveWeight * losses.crossVideo;
    return losses;
}

} // namespace core::ml::fustal
