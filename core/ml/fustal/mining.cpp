#include "core/ml/fustal/mining.h"

#include "core/ml/common/pooling.h"

namespace core::ml::fustal {

namespace {

// Smallest or largest value in the window [t - before, t + after], zeros beyond the ends.
torch::Tensor windows(const torch::Tensor &binary, std::int64_t before, std::int64_t after)
{
    return torch::constant_pad_nd(binary, {before, after}).unfold(1, before + after + 1, 1);
}

} // namespace

torch::Tensor medianOverTime(const torch::Tensor &actionness)
{
    const torch::Tensor sorted = std::get<0>(actionness.detach().sort(1));
    const std::int64_t snippets = actionness.size(1);
    return (sorted.narrow(1, (snippets - 1) / 2, 1) + sorted.narrow(1, snippets / 2, 1)) / 2;
}

torch::Tensor eroded(const torch::Tensor &binary, std::int64_t width)
{
    return windows(binary, width / 2, width - 1 - width / 2).amin(2);
}

torch::Tensor dilated(const torch::Tensor &binary, std::int64_t width)
{
    // The structure is reflected; scipy moves the origin of an even one by -1 as well.
    return windows(binary, width - 1 - width / 2, width / 2).amax(2);
}

HardRegions hardRegions(const torch::Tensor &binary, const MiningRule &rule)
{
    return {.inner = eroded(binary, rule.innerWidth) - eroded(binary, rule.outerWidth),
            .outer = dilated(binary, rule.outerWidth) - dilated(binary, rule.innerWidth)};
}

MinedIndices mineSnippets(const torch::Tensor &actionness, const torch::Tensor &easyMask,
                          const MiningRule &rule)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor action = actionness.detach();
    const torch::Tensor background = action.amax({1}, true) - action;
    const torch::Tensor binary = (action > medianOverTime(action)).to(action.scalar_type());
    const HardRegions regions = hardRegions(binary, rule);
    const auto masked = [&](const torch::Tensor &score) {
        return easyMask.defined() ? score * easyMask : score;
    };
    const std::int64_t easy = shareOf(action.size(1), rule.easyDivisor);
    const std::int64_t hard = shareOf(action.size(1), rule.hardDivisor);
    return {.easyAction = topIndices(masked(action), easy),
            .easyBackground = topIndices(masked(background), easy),
            .hardAction = topIndices(action * regions.inner, hard),
            .hardBackground = topIndices(action * regions.outer, hard)};
}

} // namespace core::ml::fustal
