#include "core/ml/common/contrastive.h"

namespace core::ml {

namespace {

// Unit length along the last dimension, the norm floored at 1e-12 as in PyTorch's normalize.
torch::Tensor normalised(const torch::Tensor &vectors)
{
    return torch::nn::functional::normalize(
        vectors, torch::nn::functional::NormalizeFuncOptions().p(2).dim(-1));
}

} // namespace

torch::Tensor infoNceMatrix(const torch::Tensor &queries, const torch::Tensor &positives,
                            const torch::Tensor &negatives, double temperature)
{
    const std::int64_t videos = negatives.size(0);
    const torch::Tensor query = normalised(queries.mean(1));                  // Bq×D
    const torch::Tensor positive = normalised(positives.mean(1));             // B×D
    const torch::Tensor negative = normalised(negatives).flatten(0, 1);       // B·kn×D
    const torch::Tensor attraction = query.matmul(positive.t()).unsqueeze(2); // Bq×B×1
    const torch::Tensor repulsion =
        query.matmul(negative.t()).view({query.size(0), videos, negatives.size(1)});
    const torch::Tensor logits = torch::cat({attraction, repulsion}, 2) / temperature;
    return logits.logsumexp(2) - logits.select(2, 0);
}

torch::Tensor equalLabelMatrix(const torch::Tensor &labels)
{
    const torch::Tensor isEqual = (labels.unsqueeze(0) == labels.unsqueeze(1)).all(2);
    return isEqual.to(labels.scalar_type())
        .masked_fill(torch::eye(labels.size(0), isEqual.options()), 0.0);
}

} // namespace core::ml
