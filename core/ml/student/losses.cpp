#include "core/ml/student/losses.h"

#include <algorithm>
#include <numeric>

#include "core/ml/student/trident.h"

namespace core::ml::student {

namespace {

constexpr double kAlpha = 0.25;
constexpr double kEpsilon = 1e-8;
constexpr double kMinRegression = 0.01; // divisor of the automatic balance

struct Overlap
{
    torch::Tensor iou;
    torch::Tensor loss; // DIoU
};

// The lesser and the greater of two numbers. Where they are equal the slope belongs to the target,
// as published: none goes to the prediction.
torch::Tensor lesserOf(const torch::Tensor &predicted, const torch::Tensor &target)
{
    return torch::where(predicted < target, predicted, target);
}

torch::Tensor greaterOf(const torch::Tensor &predicted, const torch::Tensor &target)
{
    return torch::where(predicted > target, predicted, target);
}

Overlap overlapOf(const torch::Tensor &predicted, const torch::Tensor &target)
{
    const auto lp = predicted.select(1, 0);
    const auto rp = predicted.select(1, 1);
    const auto lg = target.select(1, 0);
    const auto rg = target.select(1, 1);
    const auto common = lesserOf(lp, lg) + lesserOf(rp, rg);
    const auto joined = (lp + rp) + (lg + rg) - common;
    const auto iou = common / joined.clamp_min(kEpsilon);
    const auto hull = greaterOf(lp, lg) + greaterOf(rp, rg);
    const auto rho = 0.5 * (rp - lp - rg + lg);
    return {iou, 1.0 - iou + (rho / hull.clamp_min(kEpsilon)).square()};
}

// All positive pairs of a batch as tensors on the network's device.
struct Pairs
{
    PointClass where;
    torch::Tensor target; // [K, 2]
};

Pairs pairsOf(const BatchTargets &targets, const torch::TensorOptions &options)
{
    std::vector<std::int64_t> index;
    std::vector<float> offsets;
    std::int64_t count = 0;
    for (const Assignment &assignment : targets.assignments) {
        count += static_cast<std::int64_t>(assignment.pairs.size());
    }
    index.reserve(static_cast<std::size_t>(3 * count));
    offsets.reserve(static_cast<std::size_t>(2 * count));
    for (std::size_t b = 0; b < targets.assignments.size(); ++b) {
        for (const PositivePair &pair : targets.assignments[b].pairs) {
            index.insert(index.end(), {static_cast<std::int64_t>(b), pair.point, pair.classIndex});
            offsets.insert(offsets.end(), {pair.left, pair.right});
        }
    }
    const torch::Tensor places =
        torch::tensor(index, torch::kLong).view({count, 3}).t().contiguous().to(options.device());
    return {{places[0], places[1], places[2]},
            torch::tensor(offsets, torch::kFloat).view({count, 2}).to(options)};
}

} // namespace

torch::Tensor focalLoss(const torch::Tensor &x, const torch::Tensor &y)
{
    const torch::Tensor p = torch::sigmoid(x);
    const torch::Tensor crossEntropy = y * torch::softplus(-x) + (1.0 - y) * torch::softplus(x);
    const torch::Tensor right = p * y + (1.0 - p) * (1.0 - y);
    const torch::Tensor alpha = kAlpha * y + (1.0 - kAlpha) * (1.0 - y);
    return alpha * crossEntropy * (1.0 - right).square();
}

torch::Tensor offsetIou(const torch::Tensor &predicted, const torch::Tensor &target)
{
    return overlapOf(predicted, target).iou;
}

torch::Tensor diouLoss(const torch::Tensor &predicted, const torch::Tensor &target)
{
    return overlapOf(predicted, target).loss;
}

BatchScale BatchScale::of(const BatchTargets &targets, double normaliser)
{
    return {
        normaliser, static_cast<std::int64_t>(targets.validLengths.size()),
        std::accumulate(targets.validLengths.begin(), targets.validLengths.end(), std::int64_t{0})};
}

double updatedNormaliser(const model::StudentConfig &config, double normaliser,
                         std::int64_t positivePoints)
{
    return config.lossNormMomentum * normaliser +
           (1.0 - config.lossNormMomentum) *
               static_cast<double>(std::max<std::int64_t>(positivePoints, 1));
}

Losses computeLosses(const model::StudentConfig &config, const NetworkOutput &output,
                     const BatchTargets &targets, const BatchScale &scale,
                     const torch::Tensor &milKeep)
{
    const Pairs pairs = pairsOf(targets, output.cls.options());
    const std::vector<at::indexing::TensorIndex> places = {pairs.where.sample, pairs.where.point,
                                                           pairs.where.cls};
    const std::int64_t classes = output.cls.size(2);
    const double floor = config.labelSmoothing / static_cast<double>(classes + 1);
    const auto number = [&](double value) {
        return torch::scalar_tensor(value, output.cls.options());
    };

    // The targets are 0 nearly everywhere: one dense term for target "no", and the positive pairs,
    // which are few, apart from it.
    torch::Tensor counted =
        output.mask.unsqueeze(2).to(output.cls.scalar_type()).repeat({1, 1, classes});
    counted.index_put_(places, 0.0);
    Losses out;
    out.cls = (focalLoss(output.cls, number(floor)) * counted).sum();
    out.reg = torch::zeros({}, output.cls.options());
    if (pairs.target.size(0) > 0) {
        const auto [iou, diou] = overlapOf(decodeOffsets(output, pairs.where), pairs.target);
        // 1 - (1 - IoU) as published. The floor stands in for an IoU that rounds to 0, where the
        // power has no finite slope.
        const torch::Tensor weight =
            (1.0 - (1.0 - iou)).clamp_min(kEpsilon).pow(config.iouWeightPower);
        const torch::Tensor positive =
            focalLoss(output.cls.index(places), number(1.0 - config.labelSmoothing + floor));
        out.cls = out.cls + (positive * weight).sum();
        out.reg = diou.sum() / scale.normaliser;
    }
    out.cls = out.cls / scale.normaliser;
    if (config.regressionWeight > 0.0) {
        out.total = out.cls + config.regressionWeight * out.reg;
    } else {
        out.total =
            out.cls + out.cls.detach() / out.reg.detach().clamp_min(kMinRegression) * out.reg;
    }
    if (config.milWeight > 0.0) {
        const torch::Tensor scores = milScores(config, output.cls.narrow(1, 0, output.lengths[0]),
                                               targets, scale.validSteps, milKeep);
        out.mil = milLoss(scores, targets, scale.samples);
        out.total = out.total + config.milWeight * out.mil;
    }
    return out;
}

torch::Tensor milScores(const model::StudentConfig &config, const torch::Tensor &logits,
                        const BatchTargets &targets, std::int64_t batchValidSteps,
                        const torch::Tensor &milKeep)
{
    const torch::Tensor kept = milKeep.defined() ? logits * milKeep.to(logits.scalar_type()) *
                                                       (1.0 / (1.0 - config.milDropout))
                                                 : logits;
    const std::int64_t steps = logits.size(1);
    const auto topMean = [](const torch::Tensor &x, std::int64_t k, std::int64_t dim) {
        return std::get<0>(x.topk(k, dim)).mean(dim);
    };
    if (config.milTopK == model::MilTopK::BatchSum) {
        const std::int64_t k =
            std::clamp<std::int64_t>(batchValidSteps / config.milDivisor, 1, steps);
        return torch::softmax(topMean(kept, k, 1), 1);
    }
    std::vector<torch::Tensor> means;
    for (std::int64_t b = 0; b < logits.size(0); ++b) {
        const std::int64_t valid =
            std::clamp<std::int64_t>(targets.validLengths[static_cast<std::size_t>(b)], 1, steps);
        const std::int64_t k = std::max<std::int64_t>(1, valid / config.milDivisor);
        means.push_back(topMean(kept[b].narrow(0, 0, valid), k, 0));
    }
    return torch::softmax(torch::stack(means), 1);
}

torch::Tensor milLoss(const torch::Tensor &scores, const BatchTargets &targets,
                      std::int64_t batchSamples)
{
    const std::int64_t samples = scores.size(0);
    const std::int64_t classes = scores.size(1);
    torch::Tensor labels = torch::zeros({samples, classes});
    torch::Tensor counts = torch::zeros({samples, 1});
    for (std::int64_t b = 0; b < samples; ++b) {
        const auto &present = targets.weakLabels[static_cast<std::size_t>(b)];
        for (const int classIndex : present) {
            labels[b][classIndex] = 1.0 / static_cast<double>(present.size());
            counts[b] = 1.0;
        }
    }
    const torch::Tensor entropy =
        torch::binary_cross_entropy(scores, labels.to(scores.options()), {}, at::Reduction::None);
    return (entropy * counts.to(scores.options())).sum() /
           static_cast<double>(batchSamples * classes);
}

} // namespace core::ml::student
