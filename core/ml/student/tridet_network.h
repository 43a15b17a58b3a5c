#pragma once

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::student {

// The student: TriDet's network (spec fustal-stage3-student §3). B = batch, C = classes, T = time
// steps of level 0, T_l of level l, P = sum of all T_l ("points"), N = bins. Parameter names are
// those of the published code (§3.11).

// Everything random of one training forward pass, given from outside so that a run can be repeated
// and compared (§3.12.6). Undefined tensors mean "off".
struct TrainDraws
{
    torch::Tensor dropPath; // [2 · pyramid blocks, B] uniforms: block 0 out, block 0 MLP, block 1 …
    torch::Tensor milKeep; // [B, T, C] bool: logits that the MIL dropout keeps
};

// Features and mask of every level.
struct Pyramid
{
    std::vector<torch::Tensor> features; // [B, width, T_l]
    std::vector<torch::Tensor> masks;    // [B, 1, T_l] in the network's number type, 0 or 1
};

// What the heads say about every point; the levels follow each other along the point axis.
struct NetworkOutput
{
    torch::Tensor cls;                 // [B, P, C] class logits, 0 where masked
    torch::Tensor start;               // [B, C, P] boundary logits
    torch::Tensor end;                 // [B, C, P]
    torch::Tensor bins;                // [B, P, 2, N + 1] after ReLU: left, right
    torch::Tensor mask;                // [B, P] bool
    std::vector<std::int64_t> lengths; // T_l
};

// A convolution over time that keeps padding at zero, x [B, in, T], mask [B, 1, T].
struct MaskedConvImpl : torch::nn::Module
{
    MaskedConvImpl(std::int64_t in, std::int64_t out, std::int64_t kernel, bool hasBias);
    // The convolution's output (bias included) times the mask; the input is not masked (§3.1).
    torch::Tensor forward(const torch::Tensor &x, const torch::Tensor &mask);

    torch::nn::Conv1d conv = nullptr;
};
TORCH_MODULE(MaskedConv);

// Normalises each step over its channels, then scales and shifts; x [B, width, T]. withRelu: and
// cuts at zero, in the same pass.
struct ChannelNormImpl : torch::nn::Module
{
    explicit ChannelNormImpl(std::int64_t channels);
    torch::Tensor forward(const torch::Tensor &x, bool withRelu = false);

    torch::Tensor weight; // [1, width, 1]
    torch::Tensor bias;
};
TORCH_MODULE(ChannelNorm);

// Learned channel scale, then stochastic depth per sample while training (§3.4).
struct DropPathImpl : torch::nn::Module
{
    explicit DropPathImpl(std::int64_t channels);
    // uniforms [B]: keep a sample's branch iff 1 - probability + uniform >= 1; undefined: keep all.
    torch::Tensor forward(const torch::Tensor &x, const torch::Tensor &uniforms,
                          double probability);

    torch::Tensor scale;
};
TORCH_MODULE(DropPath);

// A scalable-granularity perception block (§3.4): instant and window branches, then a feed-forward
// net.
struct SgpBlockImpl : torch::nn::Module
{
    // Sizes of a block. The window branch has kernels of `window` and of (window + 1) ·
    // windowFactor, made odd; stride 2 halves the steps.
    struct Shape
    {
        std::int64_t width;
        std::int64_t hidden;
        std::int64_t window;
        double windowFactor;
        std::int64_t stride;
        bool hasDropPath;
    };

    explicit SgpBlockImpl(const Shape &shape);
    // x [B, width, T], mask [B, 1, T]; returns [B, width, T / stride]. `mask` becomes the mask of
    // the output. dropPath [2, B] or undefined.
    torch::Tensor forward(const torch::Tensor &x, torch::Tensor &mask,
                          const torch::Tensor &dropPath, double dropProbability);
    // Skips the instant and window branches where all their weights are 0: then they add 0 and get
    // no gradient, for good (§3.4, "dead branch"). To be called after weights were set.
    void findDeadBranches();

    ChannelNorm ln = nullptr;
    torch::nn::GroupNorm gn = nullptr;
    torch::nn::Conv1d psi = nullptr;
    torch::nn::Conv1d fc = nullptr;
    torch::nn::Conv1d convw = nullptr;
    torch::nn::Conv1d convkw = nullptr;
    torch::nn::Conv1d globalFc = nullptr;
    torch::nn::Sequential mlp = nullptr;
    DropPath dropPathOut = nullptr;
    DropPath dropPathMlp = nullptr;

private:
    std::int64_t m_stride;
    bool m_isDead = false;
};
TORCH_MODULE(SgpBlock);

// Two convolutions with normalisation, then one to the outputs (§3.6); shared by all levels.
struct HeadImpl : torch::nn::Module
{
    HeadImpl(const model::StudentConfig &config, std::int64_t kernel, std::int64_t outputs,
             const char *outputName);
    // x, mask: the levels side by side with gaps between them (see TridetNetwork::heads); `inside`
    // [1, 1, columns] is 0 in the gaps.
    torch::Tensor forward(const torch::Tensor &x, const torch::Tensor &mask,
                          const torch::Tensor &inside);

    torch::nn::ModuleList head;
    torch::nn::ModuleList norm;
    MaskedConv output = nullptr;
    torch::nn::ModuleList scale; // a learned number a level; regression head only
};
TORCH_MODULE(Head);

// Not thread-safe. All passes may throw what libtorch throws; callers at the module's edge catch.
class TridetNetworkImpl : public torch::nn::Module
{
public:
    TridetNetworkImpl(const model::StudentConfig &config, std::int64_t inputDim,
                      std::int64_t classes);

    // Initial weights (§3.10), the same on every machine for one random stream.
    void initialise(base::Random &random);
    // See SgpBlock::findDeadBranches.
    void findDeadBranches();

    // x [B, inputDim, T], mask [B, 1, T] of 0 and 1; T is a multiple of 2^(levels - 1).
    NetworkOutput forward(const torch::Tensor &x, const torch::Tensor &mask,
                          const TrainDraws &draws = {});

    // The parts of forward().
    Pyramid backbone(const torch::Tensor &x, const torch::Tensor &mask,
                     const torch::Tensor &dropPath = {});
    Pyramid neck(const Pyramid &pyramid);
    NetworkOutput heads(const Pyramid &pyramid);

    // All parameters by name, in the order of the published code's state dict.
    std::vector<std::pair<std::string, torch::Tensor>> state() const;

    std::int64_t classes() const { return m_classes; }
    std::int64_t inputDim() const { return m_inputDim; }
    const model::StudentConfig &config() const { return m_config; }

private:
    model::StudentConfig m_config;
    std::int64_t m_inputDim;
    std::int64_t m_classes;
    torch::nn::ModuleList m_embed;
    torch::nn::ModuleList m_embedNorm;
    torch::nn::ModuleList m_stem;
    torch::nn::ModuleList m_branch;
    torch::nn::ModuleList m_neckNorm;
    Head m_clsHead = nullptr;
    Head m_startHead = nullptr;
    Head m_endHead = nullptr;
    Head m_regHead = nullptr;
};
TORCH_MODULE(TridetNetwork);

// Mask [B, 1, T] of a level that is `stride` times coarser: every stride-th value, T / stride of
// them.
torch::Tensor stridedMask(const torch::Tensor &mask, std::int64_t stride);

// Length that a sequence of `length` steps is padded to: maxSequence, or for a longer one the next
// multiple of the largest stride (§1.8).
std::int64_t paddedLength(const model::StudentConfig &config, std::int64_t length);

// Kernel of an SGP block's wide window: round((window + 1) · factor), half to even, made odd.
std::int64_t wideKernel(std::int64_t window, double factor);

} // namespace core::ml::student
