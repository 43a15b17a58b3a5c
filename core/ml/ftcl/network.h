#pragma once

#include <array>
#include <cstdint>

#include "core/ml/runtime/checkpoint.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::ftcl {

// FTCL's network and its base network, which are the same modules (spec ftcl §2).

// The three branches of the attention, in the order of its channels.
inline constexpr std::size_t kInstance = 0;
inline constexpr std::size_t kContext = 1;
inline constexpr std::size_t kBackground = 2;
using Branches = std::array<torch::Tensor, 3>;

// Random multipliers of one training forward (0 or 1/(1-p)); any may be left undefined (none).
struct DropoutMasks
{
    torch::Tensor input;     // B×T×D
    torch::Tensor attention; // B×T×F
    torch::Tensor snippet;   // B×T×1, before the classifier
    torch::Tensor element;   // B×T×F, before the classifier, after the one of snippets
};

// What the convolutions give; everything else follows from it without further weights, but for the
// projection.
struct NetworkOutput
{
    torch::Tensor embedding;       // X: B×T×F, after ReLU, without the classifier's dropout
    torch::Tensor attentionLogits; // B×T×3
    torch::Tensor logits;          // Z: B×T×(C+1), background last
};

// Embedding, attention and classifier: convolutions over time. B videos of T snippets of D values;
// F is embedDim, C the classes.
class NetworkImpl : public torch::nn::Module
{
public:
    NetworkImpl(std::int64_t featureDim, std::int64_t embedDim, std::int64_t projectionDim,
                std::int64_t classes);

    // x: B×T×D.
    NetworkOutput forward(const torch::Tensor &x, const DropoutMasks &masks = {});
    // Snippets for the sequence distance: …×F to …×projectionDim.
    torch::Tensor projected(const torch::Tensor &snippets) const;

    // Views of the parameters under the published names and in the published shapes.
    NamedTensors weights() const;

    std::int64_t embedDim() const { return m_embedWeight.size(0); }

private:
    torch::Tensor m_embedWeight; // F×3×D
    torch::Tensor m_embedBias;
    torch::Tensor m_attentionWeight; // 3×F
    torch::Tensor m_attentionBias;
    torch::Tensor m_classWeight; // (C+1)×F
    torch::Tensor m_classBias;
    torch::Tensor m_projectionWeight; // P×F
    torch::Tensor m_projectionBias;
};
TORCH_MODULE(Network);

// Steps 2 and 4 to 7 of §2, by branch.
struct Heads
{
    torch::Tensor attention; // A: B×T×3
    Branches cas;            // B×T×(C+1): softmax over classes of the branch's logits
    Branches scores;         // p: B×(C+1)
    Branches order;          // B×T: snippets by descending attention
    Branches features;       // f: B×F, pooled
};
Heads headsOf(const NetworkOutput &output, const model::FtclConfig &config);

// Step 8: snippets of greatest instance attention, in order of time, fewer where there are fewer.
struct Candidates
{
    torch::Tensor subsequence;   // U: B×lcsLength×F
    torch::Tensor action;        // V: B×fsdLength×P, projected
    torch::Tensor background;    // W: the next fsdLength ones, projected
    torch::Tensor subsequenceAt; // their snippets, B×…
    torch::Tensor actionAt;
    torch::Tensor backgroundAt;
};
Candidates candidatesOf(const NetworkImpl &network, const NetworkOutput &output,
                        const torch::Tensor &instanceOrder, const model::FtclConfig &config);

} // namespace core::ml::ftcl
