#pragma once

#include <cstdint>

#include "core/ml/runtime/checkpoint.h"
#include "core/ml/torch.h"

namespace core::ml::sal {

// Bilinear pooling, spec sal §2: M = A Aᵀ / T², u = sign(M)·sqrt(|M| + 1e-5), v = u / ||u||.
// sequence: A as B×T×D; the result B×D². An entry of M that is exactly 0 stays 0.
torch::Tensor bilinearPooling(const torch::Tensor &sequence);

// The mixed videos: every row plus its predecessor in the batch, row 0 plus the last one.
torch::Tensor mixedWithPrevious(const torch::Tensor &rows);

// Random multipliers of one training forward, B×D×T as the published code draws them (0 or
// 1/(1-p)); any may be left undefined (no dropout).
struct DropoutMasks
{
    torch::Tensor main;
    torch::Tensor flow;
    torch::Tensor rgb;
    torch::Tensor mixedFlow;
    torch::Tensor mixedRgb;
};

// One of the two action branches.
struct Branch
{
    torch::Tensor embedding;  // E_f or E_r: B×T×D
    torch::Tensor actionness; // a_f or a_r: B×T
};

// Everything that the losses and the inference read. B videos of T snippets, D the embedding, C the
// classes; the symbols are those of spec sal §2.
struct NetworkOutput
{
    Branch flow;
    Branch rgb;
    Branch mixedFlow; // of the mixed videos; undefined without them
    Branch mixedRgb;
    torch::Tensor actionness;    // a: B×T, fused
    torch::Tensor embedding;     // E: B×T×D
    torch::Tensor pooled;        // v: B×D²
    torch::Tensor semantics;     // s: B×D
    torch::Tensor propagated;    // E': B×T×D
    torch::Tensor cas;           // B×T×C, logits
    torch::Tensor backgroundCas; // B×T×C
    torch::Tensor videoLogits;   // sc: B×C
    torch::Tensor flowLogits;    // sc_f; undefined without the mixed videos
    torch::Tensor rgbLogits;     // sc_r
};

// Sizes of the network, as published for THUMOS'14.
struct NetworkShape
{
    std::int64_t streamDim = 1024; // of either half of the features, rgb first
    std::int64_t embedDim = 512;   // D
    std::int64_t classes = 20;
    std::int64_t encoderKernel = 3;
    double rgbShare = 0.1; // h
};

// SAL's network, spec sal §2. Convolutions run as matrix products, which needs their weights as
// E×K×D in memory; weights() shows them as the published E×D×K.
class NetworkImpl : public torch::nn::Module
{
public:
    explicit NetworkImpl(const NetworkShape &shape);

    // Training: x and the mixed videos, both B×T×2·streamDim.
    NetworkOutput forward(const torch::Tensor &x, const torch::Tensor &mixed,
                          const DropoutMasks &masks);
    // What inference needs: no mixed videos, no logits of the branches.
    NetworkOutput forward(const torch::Tensor &x);

    // Views of the parameters under the published names and in the published shapes.
    NamedTensors weights() const;

    std::int64_t embedDim() const { return m_shape.embedDim; }

private:
    // A convolution or linear layer.
    struct Layer
    {
        torch::Tensor weight;
        torch::Tensor bias;
    };
    Layer makeLayer(const std::string &name, at::IntArrayRef shape, std::int64_t fanIn);
    static torch::Tensor embedded(const torch::Tensor &x, const Layer &layer,
                                  const torch::Tensor &mask);
    static Branch branchOf(const torch::Tensor &x, const Layer &action, const Layer &score,
                           const torch::Tensor &mask);
    torch::Tensor halfOf(const torch::Tensor &x, bool isFlow) const;
    void classify(NetworkOutput &output) const;

    NetworkShape m_shape;
    Layer m_encoder;    // D×K×2·streamDim
    Layer m_rgbAction;  // D×3×streamDim
    Layer m_flowAction; // D×3×streamDim
    Layer m_class;      // C×D
    Layer m_rgbScore;   // 1×D
    Layer m_flowScore;  // 1×D
    Layer m_video;      // fc: C×D²
    Layer m_semantics;  // fc1: D×D²
};
TORCH_MODULE(Network);

} // namespace core::ml::sal
