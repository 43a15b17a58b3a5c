#include "core/ml/sal/network.h"

#include <cmath>
#include <tuple>

#include "core/ml/common/temporal_conv.h"

namespace core::ml::sal {

namespace {

constexpr double kRootOffset = 1e-5;
constexpr double kLeastNorm = 1e-12;

// The two halves of a tensor whose rows are those of the videos, then those of the mixed ones.
std::pair<Branch, Branch> halves(const Branch &both)
{
    const std::int64_t rows = both.actionness.size(0) / 2;
    return {{.embedding = both.embedding.narrow(0, 0, rows),
             .actionness = both.actionness.narrow(0, 0, rows)},
            {.embedding = both.embedding.narrow(0, rows, rows),
             .actionness = both.actionness.narrow(0, rows, rows)}};
}

torch::Tensor stacked(const torch::Tensor &first, const torch::Tensor &second)
{
    return first.defined() ? torch::cat({first, second}) : first;
}

} // namespace

torch::Tensor bilinearPooling(const torch::Tensor &sequence)
{
    const auto snippets = static_cast<double>(sequence.size(1));
    const torch::Tensor moments =
        torch::bmm(sequence.transpose(1, 2), sequence) / (snippets * snippets);
    const torch::Tensor rooted = (moments.sign() * (moments.abs() + kRootOffset).sqrt()).flatten(1);
    return rooted / rooted.norm(2, {1}, true).clamp_min(kLeastNorm);
}

torch::Tensor mixedWithPrevious(const torch::Tensor &rows)
{
    return rows + rows.roll(1, 0);
}

NetworkImpl::NetworkImpl(const NetworkShape &shape)
    : m_shape(shape)
{
    const std::int64_t width = shape.embedDim;
    const std::int64_t stream = shape.streamDim;
    const std::int64_t kernel = shape.encoderKernel;
    const std::int64_t pooled = width * width;
    m_encoder = makeLayer("encoder", {width, kernel, 2 * stream}, kernel * 2 * stream);
    m_rgbAction = makeLayer("action_rgb", {width, 3, stream}, 3 * stream);
    m_flowAction = makeLayer("action_flow", {width, 3, stream}, 3 * stream);
    m_class = makeLayer("cls", {shape.classes, width}, width);
    m_rgbScore = makeLayer("cls_rgb", {1, width}, width);
    m_flowScore = makeLayer("cls_flow", {1, width}, width);
    m_video = makeLayer("fc", {shape.classes, pooled}, pooled);
    m_semantics = makeLayer("fc1", {width, pooled}, pooled);
    // Kaiming's normal distribution, and no bias.
    const torch::NoGradGuard noGrad;
    m_semantics.weight.normal_(0.0, std::sqrt(2.0 / static_cast<double>(pooled)));
    m_semantics.bias.zero_();
}

NetworkImpl::Layer NetworkImpl::makeLayer(const std::string &name, at::IntArrayRef shape,
                                          std::int64_t fanIn)
{
    Layer layer;
    layer.weight = register_parameter(name + "_weight", uniformWeight(shape, fanIn));
    layer.bias = register_parameter(name + "_bias", uniformWeight({shape[0]}, fanIn));
    return layer;
}

torch::Tensor NetworkImpl::embedded(const torch::Tensor &x, const Layer &layer,
                                    const torch::Tensor &mask)
{
    const torch::Tensor embedding = temporalConvolution(x, layer.weight, layer.bias).relu();
    return mask.defined() ? embedding * mask.transpose(1, 2) : embedding;
}

Branch NetworkImpl::branchOf(const torch::Tensor &x, const Layer &action, const Layer &score,
                             const torch::Tensor &mask)
{
    Branch branch;
    branch.embedding = embedded(x, action, mask);
    branch.actionness =
        (torch::matmul(branch.embedding, score.weight.t()) + score.bias).squeeze(2).sigmoid();
    return branch;
}

torch::Tensor NetworkImpl::halfOf(const torch::Tensor &x, bool isFlow) const
{
    return x.narrow(2, isFlow ? m_shape.streamDim : 0, m_shape.streamDim);
}

// Everything that follows from the embeddings, but the branches' own logits.
void NetworkImpl::classify(NetworkOutput &output) const
{
    output.actionness = output.flow.actionness * (1.0 - m_shape.rgbShare) +
                        output.rgb.actionness * m_shape.rgbShare;
    output.pooled = bilinearPooling(output.embedding);
    output.semantics = torch::addmm(m_semantics.bias, output.pooled, m_semantics.weight.t());
    const torch::Tensor actionness = output.actionness.unsqueeze(2);
    output.propagated = output.embedding + actionness * output.semantics.unsqueeze(1);
    output.cas = torch::matmul(output.propagated, m_class.weight.t()) + m_class.bias;
    output.backgroundCas = output.cas * (1.0 - actionness);
}

NetworkOutput NetworkImpl::forward(const torch::Tensor &x, const torch::Tensor &mixed,
                                   const DropoutMasks &masks)
{
    NetworkOutput output;
    const torch::Tensor both = torch::cat({x, mixed});
    std::tie(output.flow, output.mixedFlow) = halves(branchOf(
        halfOf(both, true), m_flowAction, m_flowScore, stacked(masks.flow, masks.mixedFlow)));
    std::tie(output.rgb, output.mixedRgb) = halves(
        branchOf(halfOf(both, false), m_rgbAction, m_rgbScore, stacked(masks.rgb, masks.mixedRgb)));
    output.embedding = embedded(x, m_encoder, masks.main);
    classify(output);
    // One product for the three inputs of the layer that they share.
    const torch::Tensor pooled = torch::cat({output.pooled, bilinearPooling(output.flow.embedding),
                                             bilinearPooling(output.rgb.embedding)});
    const auto logits = torch::addmm(m_video.bias, pooled, m_video.weight.t()).chunk(3);
    output.videoLogits = logits[0];
    output.flowLogits = logits[1];
    output.rgbLogits = logits[2];
    return output;
}

NetworkOutput NetworkImpl::forward(const torch::Tensor &x)
{
    NetworkOutput output;
    output.flow = branchOf(halfOf(x, true), m_flowAction, m_flowScore, {});
    output.rgb = branchOf(halfOf(x, false), m_rgbAction, m_rgbScore, {});
    output.embedding = embedded(x, m_encoder, {});
    classify(output);
    output.videoLogits = torch::addmm(m_video.bias, output.pooled, m_video.weight.t());
    return output;
}

NamedTensors NetworkImpl::weights() const
{
    NamedTensors weights;
    const auto add = [&](const std::string &name, const torch::Tensor &weight, const Layer &layer) {
        weights.emplace_back(name + ".weight", weight);
        weights.emplace_back(name + ".bias", layer.bias);
    };
    add("encoder.0", m_encoder.weight.permute({0, 2, 1}), m_encoder);
    add("action_rgb.0", m_rgbAction.weight.permute({0, 2, 1}), m_rgbAction);
    add("action_flow.0", m_flowAction.weight.permute({0, 2, 1}), m_flowAction);
    add("cls.0", m_class.weight.unsqueeze(2), m_class);
    add("cls_rgb.0", m_rgbScore.weight.unsqueeze(2), m_rgbScore);
    add("cls_flow.0", m_flowScore.weight.unsqueeze(2), m_flowScore);
    add("fc", m_video.weight, m_video);
    add("fc1", m_semantics.weight, m_semantics);
    return weights;
}

} // namespace core::ml::sal
