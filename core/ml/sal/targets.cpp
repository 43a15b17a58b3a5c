#include "core/ml/sal/targets.h"

#include <algorithm>

#include "core/ml/common/pooling.h"
#include "core/ml/sal/network.h"

namespace core::ml::sal {

MaskState updatedMask(const MaskState &state, const torch::Tensor &probabilities, double momentum)
{
    const torch::Tensor flat = probabilities.detach().flatten();
    // The variance of a single value is 0/0.
    const double variance = flat.numel() > 1 ? flat.var(/*unbiased=*/true).item<double>() : 0.0;
    return {.mean = momentum * state.mean + (1.0 - momentum) * flat.mean().item<double>(),
            .variance = momentum * state.variance + (1.0 - momentum) * variance};
}

torch::Tensor maskWeights(const torch::Tensor &probabilities, const MaskState &state,
                          double varianceFactor)
{
    const torch::Tensor below = (probabilities.detach() - state.mean).clamp_max(0.0);
    return (-(below * below) / (varianceFactor * state.variance)).exp();
}

torch::Tensor fusedMap(const torch::Tensor &cas, const torch::Tensor &flow,
                       const torch::Tensor &rgb, const model::SalConfig &config)
{
    const double sum = config.mapCasWeight + config.mapFlowWeight + config.mapRgbWeight;
    return (cas.detach().softmax(2) * config.mapCasWeight +
            flow.detach().unsqueeze(2) * config.mapFlowWeight +
            rgb.detach().unsqueeze(2) * config.mapRgbWeight) /
           sum;
}

torch::Tensor topPositions(const torch::Tensor &map, std::int64_t k)
{
    return topIndices(map, std::min(k, map.size(1)));
}

torch::Tensor topMask(const torch::Tensor &scores, std::int64_t k)
{
    const torch::Tensor positions = topPositions(scores, k);
    return torch::zeros_like(scores.detach()).scatter_(1, positions, 1.0);
}

Targets targetsOf(const Curves &curves, const torch::Tensor &labels, const MaskState &mask,
                  const model::SalConfig &config)
{
    const torch::NoGradGuard noGrad;
    const std::int64_t snippets = curves.cas.size(1);
    const std::int64_t background = shareOf(snippets, config.backgroundDivisor);
    Targets targets;
    targets.map = fusedMap(curves.cas, curves.flow, curves.rgb, config);
    targets.foreground =
        topPositions(config.foregroundMap == model::ForegroundMap::Fused ? targets.map : curves.cas,
                     shareOf(snippets, config.foregroundDivisor));
    targets.background = topPositions(curves.backgroundCas.softmax(2), background);

    const torch::Tensor actionness =
        curves.flow * (1.0 - config.rgbShare) + curves.rgb * config.rgbShare;
    const torch::Tensor confidence = curves.cas.relu().sum(2);
    const torch::Tensor isLabelled = (labels.sum(1, true) > 0.0).to(curves.cas.scalar_type());
    targets.positives = topMask(actionness, background + config.pseudoExtra) * isLabelled *
                        topMask(confidence, shareOf(snippets, config.confidenceDivisor));

    targets.probabilities = curves.cas.softmax(2).amax(2);
    targets.mask = updatedMask(mask, targets.probabilities, config.emaMomentum);
    targets.weights = maskWeights(targets.probabilities, targets.mask, config.maskVarianceFactor);
    targets.mixedPositives = mixedWithPrevious(targets.positives).clamp_max(1.0);
    targets.mixedWeights = mixedWithPrevious(targets.weights) / 2.0;
    return targets;
}

} // namespace core::ml::sal
