#pragma once

#include <cstdint>

#include "core/ml/runtime/checkpoint.h"
#include "core/ml/torch.h"

namespace core::ml::fustal {

// Result of one forward.
struct NetworkOutput
{
    torch::Tensor embeddings; // E: B×T×E, after ReLU, before dropout
    torch::Tensor cas;        // A: B×T×C, all >= 0
};

// FuSTAL's (and CoLA's) network, spec fustal-stage1-2 §2:
//   E = ReLU(conv(x; width 3, zero padding, bias));  A = ReLU(conv(dropout(E); width 1, no bias)).
// The width-3 convolution runs as one matrix product over three neighbouring snippets, which needs
// its weight as E×3×D in memory; weights() shows it as the published E×D×3.
class NetworkImpl : public torch::nn::Module
{
public:
    NetworkImpl(std::int64_t featureDim, std::int64_t embedDim, std::int64_t classes);

    // x: B×T×D. dropout: multiplier of the embeddings, B×E×T as the published code draws it
    // (0 or 1/(1-p)); undefined: none.
    NetworkOutput forward(const torch::Tensor &x, const torch::Tensor &dropout = {});

    // Views of the parameters under the published names and in the published shapes.
    NamedTensors weights() const;

    std::int64_t embedDim() const { return m_embedWeight.size(0); }

private:
    torch::Tensor m_embedWeight; // E×3×D
    torch::Tensor m_embedBias;   // E
    torch::Tensor m_classWeight; // C×E
};
TORCH_MODULE(Network);

// Actionness: sum over classes, B×T.
torch::Tensor actionnessOf(const torch::Tensor &cas);

// Logits of the video score: per class the mean of the T/easyDivisor largest values, B×C. The score
// is their softmax.
torch::Tensor videoLogits(const torch::Tensor &cas, std::int64_t easyDivisor);

} // namespace core::ml::fustal
