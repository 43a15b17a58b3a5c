#include "core/ml/ftcl/network.h"

#include <algorithm>

#include "core/ml/common/pooling.h"
#include "core/ml/common/temporal_conv.h"

namespace core::ml::ftcl {

namespace {

torch::Tensor masked(const torch::Tensor &tensor, const torch::Tensor &mask)
{
    return mask.defined() ? tensor * mask : tensor;
}

torch::Tensor linear(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias)
{
    return torch::matmul(x, weight.t()) + bias;
}

// Places first … first+count-1 of the order, as far as there are any, sorted by time.
torch::Tensor placesInTime(const torch::Tensor &order, std::int64_t first, std::int64_t count)
{
    const std::int64_t from = std::min(first, order.size(1));
    const std::int64_t taken = std::min(count, order.size(1) - from);
    return std::get<0>(order.narrow(1, from, taken).sort(1));
}

} // namespace

NetworkImpl::NetworkImpl(std::int64_t featureDim, std::int64_t embedDim, std::int64_t projectionDim,
                         std::int64_t classes)
{
    const std::int64_t window = 3 * featureDim;
    m_embedWeight =
        register_parameter("embed_weight", uniformWeight({embedDim, 3, featureDim}, window));
    m_embedBias = register_parameter("embed_bias", uniformWeight({embedDim}, window));
    m_attentionWeight =
        register_parameter("attention_weight", uniformWeight({3, embedDim}, embedDim));
    m_attentionBias = register_parameter("attention_bias", uniformWeight({3}, embedDim));
    m_classWeight =
        register_parameter("class_weight", uniformWeight({classes + 1, embedDim}, embedDim));
    m_classBias = register_parameter("class_bias", uniformWeight({classes + 1}, embedDim));
    m_projectionWeight =
        register_parameter("projection_weight", uniformWeight({projectionDim, embedDim}, embedDim));
    m_projectionBias =
        register_parameter("projection_bias", uniformWeight({projectionDim}, embedDim));
}

NetworkOutput NetworkImpl::forward(const torch::Tensor &x, const DropoutMasks &masks)
{
    NetworkOutput output;
    output.embedding =
        temporalConvolution(masked(x, masks.input), m_embedWeight, m_embedBias).relu();
    output.attentionLogits =
        linear(masked(output.embedding, masks.attention), m_attentionWeight, m_attentionBias);
    const torch::Tensor kept = masked(masked(output.embedding, masks.snippet), masks.element);
    output.logits = linear(kept, m_classWeight, m_classBias);
    return output;
}

torch::Tensor NetworkImpl::projected(const torch::Tensor &snippets) const
{
    return linear(snippets, m_projectionWeight, m_projectionBias);
}

NamedTensors NetworkImpl::weights() const
{
    return {{"feature_embedding.0.weight", m_embedWeight.permute({0, 2, 1})},
            {"feature_embedding.0.bias", m_embedBias},
            {"att_branch.weight", m_attentionWeight.unsqueeze(2)},
            {"att_branch.bias", m_attentionBias},
            {"snippet_cls.weight", m_classWeight},
            {"snippet_cls.bias", m_classBias},
            {"feature_trans.weight", m_projectionWeight},
            {"feature_trans.bias", m_projectionBias}};
}

Heads headsOf(const NetworkOutput &output, const model::FtclConfig &config)
{
    const std::int64_t snippets = output.embedding.size(1);
    const int divisors[] = {config.instanceDivisor, config.contextDivisor,
                            config.backgroundDivisor};
    Heads heads;
    heads.attention = output.attentionLogits.softmax(2);
    for (const std::size_t branch : {kInstance, kContext, kBackground}) {
        const torch::Tensor attention =
            heads.attention.select(2, static_cast<std::int64_t>(branch));
        const torch::Tensor logits = output.logits * attention.unsqueeze(2);
        const std::int64_t k = shareOf(snippets, divisors[branch]);
        heads.cas[branch] = logits.softmax(2);
        heads.scores[branch] = topMean(logits, k).softmax(1);
        heads.order[branch] = topIndices(attention, snippets);
        heads.features[branch] =
            gatherSnippets(output.embedding, heads.order[branch].narrow(1, 0, k)).mean(1);
    }
    return heads;
}

Candidates candidatesOf(const NetworkImpl &network, const NetworkOutput &output,
                        const torch::Tensor &instanceOrder, const model::FtclConfig &config)
{
    Candidates candidates;
    candidates.subsequenceAt = placesInTime(instanceOrder, 0, config.lcsLength);
    candidates.actionAt = placesInTime(instanceOrder, 0, config.fsdLength);
    candidates.backgroundAt = placesInTime(instanceOrder, config.fsdLength, config.fsdLength);
    candidates.subsequence = gatherSnippets(output.embedding, candidates.subsequenceAt);
    candidates.action = network.projected(gatherSnippets(output.embedding, candidates.actionAt));
    candidates.background =
        network.projected(gatherSnippets(output.embedding, candidates.backgroundAt));
    return candidates;
}

} // namespace core::ml::ftcl
