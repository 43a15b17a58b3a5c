#pragma once

#include <cstdint>
#include <vector>

#include "core/ml/student/label_assignment.h"
#include "core/ml/student/tridet_network.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::student {

// The student's losses (spec fustal-stage3-student §4.3 to §4.6).

// alpha 0.25, gamma 2, element-wise; targets y in [0, 1], of x's shape or one value.
torch::Tensor focalLoss(const torch::Tensor &x, const torch::Tensor &y);

// Intersection over union of (left, right) distances [K, 2], and the DIoU loss; differentiable in
// `predicted`.
torch::Tensor offsetIou(const torch::Tensor &predicted, const torch::Tensor &target);
torch::Tensor diouLoss(const torch::Tensor &predicted, const torch::Tensor &target);

// Targets of a batch.
struct BatchTargets
{
    std::vector<Assignment> assignments;      // one a sample
    std::vector<std::int64_t> validLengths;   // steps of level 0 that are no padding
    std::vector<std::vector<int>> weakLabels; // classes of each sample's video
};

// What the losses need of the *whole* batch, so that the losses of its parts add up to those of the
// whole: training in smaller parts gives the same gradients.
struct BatchScale
{
    double normaliser = 100.0;
    std::int64_t samples = 0;
    std::int64_t validSteps = 0; // of level 0, of all samples

    static BatchScale of(const BatchTargets &targets, double normaliser);
};

// Z of §4.4: a running mean of the number of positive points, updated before it is used.
double updatedNormaliser(const model::StudentConfig &config, double normaliser,
                         std::int64_t positivePoints);

// The terms of one step, scalars with gradients.
struct Losses
{
    torch::Tensor cls;
    torch::Tensor reg;
    torch::Tensor mil;   // undefined where milWeight is 0
    torch::Tensor total; // cls + weight · reg + milWeight · mil
};

// With regressionWeight <= 0 the weight is cls / max(reg, 0.01) of the given part (§4.5), the one
// figure that differs between a batch and its parts. milKeep: see TrainDraws; undefined: no
// dropout.
Losses computeLosses(const model::StudentConfig &config, const NetworkOutput &output,
                     const BatchTargets &targets, const BatchScale &scale,
                     const torch::Tensor &milKeep);

// Class distribution [B, C] of the MIL term from level-0 logits [B, T, C] (§4.6, dropout applied).
torch::Tensor milScores(const model::StudentConfig &config, const torch::Tensor &logits,
                        const BatchTargets &targets, std::int64_t batchValidSteps,
                        const torch::Tensor &milKeep);

// Sum over samples and classes of the cross-entropy against the weak labels, divided by samples
// and classes of the whole batch. Samples without weak labels add nothing.
torch::Tensor milLoss(const torch::Tensor &scores, const BatchTargets &targets,
                      std::int64_t batchSamples);

} // namespace core::ml::student
