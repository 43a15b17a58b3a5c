#include "core/ml/fustal/network.h"

#include <cmath>

#include "core/ml/common/pooling.h"

namespace core::ml::fustal {

namespace {

// PyTorch's default for a convolution: uniform within 1/sqrt(fan in), weight and bias alike.
torch::Tensor uniformWeight(at::IntArrayRef shape, std::int64_t fanIn)
{
    const double bound = 1.0 / std::sqrt(static_cast<double>(fanIn));
    return torch::empty(shape).uniform_(-bound, bound);
}

} // namespace

NetworkImpl::NetworkImpl(std::int64_t featureDim, std::int64_t embedDim, std::int64_t classes)
{
    m_embedWeight = register_parameter("embed_weight",
                                       uniformWeight({embedDim, 3, featureDim}, 3 * featureDim));
    m_embedBias = register_parameter("embed_bias", uniformWeight({embedDim}, 3 * featureDim));
    m_classWeight =
        register_parameter("class_weight", uniformWeight({classes, embedDim}, embedDim));
}

NetworkOutput NetworkImpl::forward(const torch::Tensor &x, const torch::Tensor &dropout)
{
    const std::int64_t batch = x.size(0);
    const std::int64_t snippets = x.size(1);
    // Every snippet with its two neighbours side by side, zeros beyond the ends.
    const torch::Tensor padded = torch::constant_pad_nd(x, {0, 0, 1, 1});
    const torch::Tensor windows =
        torch::cat({padded.narrow(1, 0, snippets), x, padded.narrow(1, 2, snippets)}, 2);
    const torch::Tensor embeddings =
        torch::addmm(m_embedBias, windows.flatten(0, 1), m_embedWeight.flatten(1).t())
            .relu()
            .view({batch, snippets, embedDim()});
    const torch::Tensor input =
        dropout.defined() ? embeddings * dropout.transpose(1, 2) : embeddings;
    return {.embeddings = embeddings, .cas = torch::matmul(input, m_classWeight.t()).relu()};
}

NamedTensors NetworkImpl::weights() const
{
    return {{"aness_module.f_embed.0.weight", m_embedWeight.permute({0, 2, 1})},
            {"aness_module.f_embed.0.bias", m_embedBias},
            {"aness_module.f_cls.0.weight", m_classWeight.unsqueeze(2)}};
}

torch::Tensor actionnessOf(const torch::Tensor &cas)
{
    return cas.sum(2);
}

torch::Tensor videoLogits(const torch::Tensor &cas, std::int64_t easyDivisor)
{
    return topMean(cas, shareOf(cas.size(1), easyDivisor));
}

} // namespace core::ml::fustal
