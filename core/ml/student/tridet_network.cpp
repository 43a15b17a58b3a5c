#include "core/ml/student/tridet_network.h"

#include <algorithm>
#include <cmath>

#include "core/ml/student/channel_norm.h"

namespace core::ml::student {

namespace {

constexpr std::int64_t kStride = 2; // between neighbouring levels
constexpr std::int64_t kNormGroups = 16;

torch::nn::Conv1d conv1d(std::int64_t in, std::int64_t out, std::int64_t kernel, bool hasBias,
                         std::int64_t groups = 1)
{
    return torch::nn::Conv1d(
        torch::nn::Conv1dOptions(in, out, kernel).padding(kernel / 2).groups(groups).bias(hasBias));
}

bool isZero(const torch::nn::Conv1d &conv)
{
    return !conv->weight.any().item<bool>() && !conv->bias.any().item<bool>();
}

void fillUniform(const torch::Tensor &target, base::Random &random, double bound)
{
    torch::Tensor drawn = torch::empty(target.sizes(), torch::kFloat);
    auto *values = drawn.data_ptr<float>();
    for (std::int64_t i = 0; i < drawn.numel(); ++i) {
        values[i] = static_cast<float>(random.uniform(-bound, bound));
    }
    target.copy_(drawn);
}

void fillNormal(const torch::Tensor &target, base::Random &random, double deviation)
{
    if (deviation == 0.0) {
        target.zero_(); // and not the negative zeros that scaled draws would give
        return;
    }
    torch::Tensor drawn = torch::empty(target.sizes(), torch::kFloat);
    auto *values = drawn.data_ptr<float>();
    for (std::int64_t i = 0; i < drawn.numel(); ++i) {
        values[i] = static_cast<float>(deviation * random.normal());
    }
    target.copy_(drawn);
}

// The levels [B, rows, T_l] side by side, `gap` zero columns between neighbours.
torch::Tensor sideBySide(const std::vector<torch::Tensor> &levels, std::int64_t gap)
{
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor &level : levels) {
        if (!parts.empty() && gap > 0) {
            parts.push_back(level.new_zeros({level.size(0), level.size(1), gap}));
        }
        parts.push_back(level);
    }
    return torch::cat(parts, 2);
}

// The columns of every level out of what sideBySide() joined.
std::vector<torch::Tensor> apart(const torch::Tensor &joined,
                                 const std::vector<std::int64_t> &lengths, std::int64_t gap)
{
    std::vector<torch::Tensor> levels;
    std::int64_t first = 0;
    for (const std::int64_t length : lengths) {
        levels.push_back(joined.narrow(2, first, length));
        first += length + gap;
    }
    return levels;
}

} // namespace

MaskedConvImpl::MaskedConvImpl(std::int64_t in, std::int64_t out, std::int64_t kernel, bool hasBias)
    : conv(register_module("conv", conv1d(in, out, kernel, hasBias)))
{
}

torch::Tensor MaskedConvImpl::forward(const torch::Tensor &x, const torch::Tensor &mask)
{
    return conv->forward(x) * mask;
}

ChannelNormImpl::ChannelNormImpl(std::int64_t channels)
    : weight(register_parameter("weight", torch::ones({1, channels, 1})))
    , bias(register_parameter("bias", torch::zeros({1, channels, 1})))
{
}

torch::Tensor ChannelNormImpl::forward(const torch::Tensor &x, bool withRelu)
{
    return channelNorm(x, weight, bias, withRelu);
}

DropPathImpl::DropPathImpl(std::int64_t channels)
    : scale(register_parameter("scale", torch::full({1, channels, 1}, 1e-4)))
{
}

torch::Tensor DropPathImpl::forward(const torch::Tensor &x, const torch::Tensor &uniforms,
                                    double probability)
{
    if (!uniforms.defined() || probability == 0.0) {
        return scale * x;
    }
    const double keep = 1.0 - probability;
    return scale * x / keep * (uniforms + keep).floor().view({-1, 1, 1});
}

SgpBlockImpl::SgpBlockImpl(const Shape &shape)
    : ln(register_module("ln", ChannelNorm(shape.width)))
    , gn(register_module("gn", torch::nn::GroupNorm(kNormGroups, shape.width)))
    , m_stride(shape.stride)
{
    const auto depthWise = [&](const char *name, std::int64_t kernel) {
        return register_module(name, conv1d(shape.width, shape.width, kernel, true, shape.width));
    };
    psi = depthWise("psi", shape.window);
    fc = depthWise("fc", 1);
    convw = depthWise("convw", shape.window);
    convkw = depthWise("convkw", wideKernel(shape.window, shape.windowFactor));
    globalFc = depthWise("global_fc", 1);
    mlp = register_module("mlp", torch::nn::Sequential(conv1d(shape.width, shape.hidden, 1, true),
                                                       torch::nn::GELU(),
                                                       conv1d(shape.hidden, shape.width, 1, true)));
    if (shape.hasDropPath) {
        dropPathOut = register_module("drop_path_out", DropPath(shape.width));
        dropPathMlp = register_module("drop_path_mlp", DropPath(shape.width));
    }
}

void SgpBlockImpl::findDeadBranches()
{
    m_isDead = isZero(psi) && isZero(fc) && isZero(convw) && isZero(convkw) && isZero(globalFc);
}

torch::Tensor SgpBlockImpl::forward(const torch::Tensor &x, torch::Tensor &mask,
                                    const torch::Tensor &dropPath, double dropProbability)
{
    const std::int64_t length = x.size(2) / m_stride;
    torch::Tensor u = x;
    if (m_stride > 1) {
        u = torch::max_pool1d(x, m_stride + 1, m_stride, (m_stride + 1) / 2).narrow(2, 0, length);
        mask = stridedMask(mask, m_stride);
    }
    const torch::Tensor h = ln(u);
    torch::Tensor z = h;
    if (!m_isDead) {
        const torch::Tensor phi = torch::relu(globalFc(h.mean(2, true)));
        z = fc(h) * phi + (convw(h) + convkw(h)) * psi(h) + h;
    }
    const auto dropped = [&](DropPath &path, const torch::Tensor &branch, std::int64_t draw) {
        if (path.is_empty()) {
            return branch;
        }
        return path->forward(branch, dropPath.defined() ? dropPath[draw] : dropPath,
                             dropProbability);
    };
    const torch::Tensor y = u * mask + dropped(dropPathOut, z, 0);
    return y + dropped(dropPathMlp, mlp->forward(gn(y)), 1);
}

HeadImpl::HeadImpl(const model::StudentConfig &config, std::int64_t kernel, std::int64_t outputs,
                   const char *outputName)
    : head(register_module("head", torch::nn::ModuleList()))
    , norm(register_module("norm", torch::nn::ModuleList()))
{
    const bool isRegression = std::string(outputName) == "offset_head";
    for (int layer = 0; layer + 1 < config.headLayers; ++layer) {
        const std::int64_t in = layer == 0 ? config.embedDim : config.headDim;
        head->push_back(MaskedConv(in, config.headDim, kernel, false));
        norm->push_back(ChannelNorm(config.headDim));
    }
    if (isRegression) {
        scale = register_module("scale", torch::nn::ModuleList());
        for (std::size_t level = 0; level < config.regressionRanges.size(); ++level) {
            auto holder = std::make_shared<torch::nn::Module>("scale");
            holder->register_parameter("scale", torch::ones({}));
            scale->push_back(holder);
        }
    }
    const std::int64_t last = config.headLayers > 1 ? config.headDim : config.embedDim;
    output = register_module(outputName, MaskedConv(last, outputs, kernel, true));
}

torch::Tensor HeadImpl::forward(const torch::Tensor &x, const torch::Tensor &mask,
                                const torch::Tensor &inside)
{
    torch::Tensor y = x;
    for (std::size_t layer = 0; layer < head->size(); ++layer) {
        y = head->ptr<MaskedConvImpl>(layer)->forward(y, mask);
        y = norm->ptr<ChannelNormImpl>(layer)->forward(y, true);
        // The gaps stand for the zero padding at each level's ends: nothing may be in them.
        y = y * inside;
    }
    return output->forward(y, mask);
}

TridetNetworkImpl::TridetNetworkImpl(const model::StudentConfig &config, std::int64_t inputDim,
                                     std::int64_t classes)
    : m_config(config)
    , m_inputDim(inputDim)
    , m_classes(classes)
{
    const auto backboneModule =
        register_module("backbone", std::make_shared<torch::nn::Module>("backbone"));
    backboneModule->register_module("embd", m_embed.ptr());
    backboneModule->register_module("embd_norm", m_embedNorm.ptr());
    backboneModule->register_module("stem", m_stem.ptr());
    backboneModule->register_module("branch", m_branch.ptr());
    for (int layer = 0; layer < config.embedLayers; ++layer) {
        m_embed->push_back(MaskedConv(layer == 0 ? inputDim : config.embedDim, config.embedDim,
                                      config.embedKernel, false));
        m_embedNorm->push_back(ChannelNorm(config.embedDim));
    }
    SgpBlockImpl::Shape shape{.width = config.embedDim,
                              .hidden = config.sgpMlpDim,
                              .window = 1,
                              .windowFactor = config.sgpWindowFactor,
                              .stride = 1,
                              .hasDropPath = false};
    for (int block = 0; block < config.stemBlocks; ++block) {
        m_stem->push_back(SgpBlock(shape));
    }
    shape.window = config.sgpWindow;
    shape.stride = kStride;
    // As published: without stochastic depth the learned channel scale goes too.
    shape.hasDropPath = config.dropPath > 0.0;
    for (std::size_t level = 1; level < config.regressionRanges.size(); ++level) {
        m_branch->push_back(SgpBlock(shape));
    }
    const auto neckModule = register_module("neck", std::make_shared<torch::nn::Module>("neck"));
    neckModule->register_module("fpn_norms", m_neckNorm.ptr());
    for (std::size_t level = 0; level < config.regressionRanges.size(); ++level) {
        m_neckNorm->push_back(ChannelNorm(config.embedDim));
    }
    m_clsHead = register_module("cls_head", Head(config, config.headKernel, classes, "cls_head"));
    m_startHead =
        register_module("start_head", Head(config, config.boundaryKernel, classes, "cls_head"));
    m_endHead =
        register_module("end_head", Head(config, config.boundaryKernel, classes, "cls_head"));
    m_regHead = register_module(
        "reg_head", Head(config, config.headKernel, 2 * (config.bins + 1), "offset_head"));
}

void TridetNetworkImpl::initialise(base::Random &random)
{
    const torch::NoGradGuard noGrad;
    const auto ends = [](const std::string &name, std::initializer_list<const char *> tails) {
        return std::any_of(tails.begin(), tails.end(),
                           [&](const char *tail) { return name.ends_with(tail); });
    };
    for (const auto &item : named_modules()) {
        const auto *conv = item.value()->as<torch::nn::Conv1dImpl>();
        if (conv == nullptr) {
            continue;
        }
        if (ends(item.key(), {".psi", ".fc", ".convw", ".convkw", ".global_fc"})) {
            fillNormal(conv->weight, random, m_config.sgpInitStd);
        } else {
            const std::int64_t fanIn = conv->weight.size(1) * conv->weight.size(2);
            fillUniform(conv->weight, random, 1.0 / std::sqrt(static_cast<double>(fanIn)));
        }
        if (conv->bias.defined()) {
            conv->bias.zero_();
        }
    }
    const double prior = -std::log((1.0 - m_config.classPrior) / m_config.classPrior);
    for (const Head &head : {m_clsHead, m_startHead, m_endHead}) {
        head->output->conv->bias.fill_(prior);
    }
    findDeadBranches();
}

void TridetNetworkImpl::findDeadBranches()
{
    for (const auto &list : {m_stem, m_branch}) {
        for (const auto &block : *list) {
            block->as<SgpBlockImpl>()->findDeadBranches();
        }
    }
}

NetworkOutput TridetNetworkImpl::forward(const torch::Tensor &x, const torch::Tensor &mask,
                                         const TrainDraws &draws)
{
    return heads(neck(backbone(x, mask, draws.dropPath)));
}

Pyramid TridetNetworkImpl::backbone(const torch::Tensor &x, const torch::Tensor &mask,
                                    const torch::Tensor &dropPath)
{
    torch::Tensor y = x;
    for (std::size_t layer = 0; layer < m_embed->size(); ++layer) {
        y = m_embed->ptr<MaskedConvImpl>(layer)->forward(y, mask);
        y = m_embedNorm->ptr<ChannelNormImpl>(layer)->forward(y, true);
    }
    torch::Tensor levelMask = mask;
    for (const auto &block : *m_stem) {
        y = block->as<SgpBlockImpl>()->forward(y, levelMask, {}, 0.0);
    }
    Pyramid pyramid{{y}, {levelMask}};
    for (std::size_t level = 0; level < m_branch->size(); ++level) {
        const torch::Tensor draws =
            dropPath.defined() ? dropPath.narrow(0, 2 * static_cast<std::int64_t>(level), 2)
                               : dropPath;
        y = m_branch->ptr<SgpBlockImpl>(level)->forward(y, levelMask, draws, m_config.dropPath);
        pyramid.features.push_back(y);
        pyramid.masks.push_back(levelMask);
    }
    return pyramid;
}

Pyramid TridetNetworkImpl::neck(const Pyramid &pyramid)
{
    Pyramid out{{}, pyramid.masks};
    for (std::size_t level = 0; level < pyramid.features.size(); ++level) {
        out.features.push_back(
            m_neckNorm->ptr<ChannelNormImpl>(level)->forward(pyramid.features[level]));
    }
    return out;
}

NetworkOutput TridetNetworkImpl::heads(const Pyramid &pyramid)
{
    NetworkOutput out;
    std::vector<torch::Tensor> ones;
    for (const torch::Tensor &level : pyramid.features) {
        out.lengths.push_back(level.size(2));
        ones.push_back(torch::ones({1, 1, level.size(2)}, level.options()));
    }
    // The heads are shared by the levels, so one pass serves all: the levels lie side by side, far
    // enough apart for no kernel to reach from one into the next.
    const std::int64_t gap = std::max(m_config.headKernel, m_config.boundaryKernel) / 2;
    const torch::Tensor x = sideBySide(pyramid.features, gap);
    const torch::Tensor mask = sideBySide(pyramid.masks, gap);
    const torch::Tensor inside = sideBySide(ones, gap);
    const auto run = [&](Head &head, const torch::Tensor &input) {
        return apart(head->forward(input, mask, inside), out.lengths, gap);
    };
    out.cls = torch::cat(run(m_clsHead, x), 2).transpose(1, 2);
    out.start = torch::cat(run(m_startHead, x.detach()), 2);
    out.end = torch::cat(run(m_endHead, x.detach()), 2);
    std::vector<torch::Tensor> offsets = run(m_regHead, x);
    for (std::size_t level = 0; level < offsets.size(); ++level) {
        offsets[level] = offsets[level] * m_regHead->scale[level]->named_parameters()["scale"];
    }
    const std::int64_t points = out.start.size(2);
    out.bins = torch::relu(torch::cat(offsets, 2))
                   .transpose(1, 2)
                   .reshape({x.size(0), points, 2, m_config.bins + 1});
    out.mask = torch::cat(pyramid.masks, 2).squeeze(1) > 0.5;
    return out;
}

std::vector<std::pair<std::string, torch::Tensor>> TridetNetworkImpl::state() const
{
    std::vector<std::pair<std::string, torch::Tensor>> out;
    for (const auto &item : named_parameters()) {
        out.emplace_back(item.key(), item.value());
    }
    return out;
}

torch::Tensor stridedMask(const torch::Tensor &mask, std::int64_t stride)
{
    return mask.slice(2, 0, mask.size(2), stride).narrow(2, 0, mask.size(2) / stride);
}

std::int64_t paddedLength(const model::StudentConfig &config, std::int64_t length)
{
    if (length <= config.maxSequence) {
        return config.maxSequence;
    }
    const std::int64_t step = std::int64_t{1} << (config.regressionRanges.size() - 1);
    return (length + step - 1) / step * step;
}

std::int64_t wideKernel(std::int64_t window, double factor)
{
    const auto size = std::llrint(static_cast<double>(window + 1) * factor);
    return size % 2 == 0 ? size + 1 : size;
}

} // namespace core::ml::student
