#include "core/ml/sal/losses.h"

#include <cmath>

namespace core::ml::sal {

namespace {

constexpr double kLabelOffset = 1e-10;
constexpr double kGceOffset = 1e-7;

// One side of the generalised cross-entropy: `targets` chooses the snippets, `score` is what
// should be 1 there.
torch::Tensor gceSide(const torch::Tensor &score, const torch::Tensor &targets,
                      const torch::Tensor &weights, double exponent)
{
    const torch::Tensor chosen = targets * weights;
    const torch::Tensor loss = (1.0 - (score + kGceOffset).pow(exponent)) / exponent;
    return ((chosen * loss).sum(1) / (chosen.sum(1) + kGceOffset)).mean();
}

// Kullback-Leibler divergence of the background's class distribution from the uniform one.
torch::Tensor divergenceFromUniform(const torch::Tensor &logits)
{
    const auto classes = static_cast<double>(logits.size(1));
    const torch::Tensor difference = -std::log(classes) - logits.log_softmax(1);
    return difference.sum(1).mean() / classes;
}

} // namespace

torch::Tensor videoCrossEntropy(const torch::Tensor &logits, const torch::Tensor &labels)
{
    const torch::Tensor target = labels / labels.sum(1, true) + kLabelOffset;
    return -(target * logits.log_softmax(1)).sum(1).mean();
}

torch::Tensor generalisedCrossEntropy(const torch::Tensor &actionness,
                                      const torch::Tensor &positives, const torch::Tensor &weights,
                                      double exponent)
{
    return gceSide(actionness, positives, weights, exponent) +
           gceSide(1.0 - actionness, 1.0 - positives, weights, exponent);
}

torch::Tensor meanAt(const torch::Tensor &map, const torch::Tensor &positions)
{
    return map.gather(1, positions).mean(1);
}

Losses trainingLosses(const Curves &curves, const VideoLogits &logits, const Targets &targets,
                      const torch::Tensor &labels, const model::SalConfig &config)
{
    const auto gce = [&](const torch::Tensor &actionness, bool isMixed) {
        return generalisedCrossEntropy(
            actionness, isMixed ? targets.mixedPositives : targets.positives,
            isMixed ? targets.mixedWeights : targets.weights, config.gceExponent);
    };
    Losses losses;
    losses.mil = videoCrossEntropy(meanAt(curves.cas, targets.foreground), labels);
    losses.consistency = (curves.rgb - curves.flow).square().mean();
    losses.background = divergenceFromUniform(meanAt(curves.backgroundCas, targets.background));
    losses.actionness = gce(curves.flow, false) + gce(curves.rgb, false);
    losses.semantic = videoCrossEntropy(logits.main, labels) +
                      videoCrossEntropy(logits.flow, labels) +
                      videoCrossEntropy(logits.rgb, labels);
    losses.mixed = gce(curves.mixedFlow, true) + gce(curves.mixedRgb, true);
    losses.total = losses.mil * config.milWeight + losses.consistency * config.consistencyWeight +
                   losses.background * config.backgroundWeight +
                   losses.actionness * config.actionnessWeight +
                   losses.semantic * config.semanticWeight + losses.mixed * config.mixedWeight;
    return losses;
}

} // namespace core::ml::sal
