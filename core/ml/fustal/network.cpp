#include "core/ml/fustal/network.h"

#include "core/ml/common/pooling.h"
#include "core/ml/common/temporal_conv.h"

namespace core::ml::fustal {

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
    const torch::Tensor embeddings = temporalConvolution(x, m_embedWeight, m_embedBias).relu();
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
