#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/ml/torch.h"
#include "core/model/run_config.h"

namespace core::ml::student {

// AdamW over two groups, with one learning rate (spec fustal-stage3-student §5): weights of
// convolutions decay, everything else does not. betas 0.9 and 0.999, eps 1e-8.
class AdamW
{
public:
    // Tensors under their published names.
    using Named = std::vector<std::pair<std::string, torch::Tensor>>;

    AdamW(const Named &parameters, double weightDecay);

    // Names in the order in which a saved optimiser state of the published code numbers them:
    // decaying ones first, each group sorted by name.
    std::vector<std::string> decayNames() const;
    std::vector<std::string> plainNames() const;

    // Parameters without a gradient count as having one of 0.
    void zeroGradients();
    // L2 norm of all gradients before clipping; clips to maxNorm, unless that is 0.
    double clipGradients(double maxNorm);
    void step(double learningRate);

    // Moments by "exp_avg.NAME" and "exp_avg_sq.NAME", and the number of steps; sharing memory.
    Named state() const;
    std::int64_t steps() const { return m_steps; }
    void setSteps(std::int64_t steps);

private:
    struct Group
    {
        double weightDecay = 0.0;
        std::vector<std::string> names;
        std::vector<torch::Tensor> parameters;
        std::vector<torch::Tensor> averages;
        std::vector<torch::Tensor> squares;
        std::vector<torch::Tensor> stepCounts;
    };

    std::vector<torch::Tensor> gradients(Group &group);

    Group m_decay;
    Group m_plain;
    std::int64_t m_steps = 0;
};

// Learning rates of the optimiser's steps 0, 1, 2 … (§5): linear warm-up from 0, then constant or
// a cosine down to minLearningRate. The cosine follows the published recursion; reset by asking for
// an earlier step.
class LearningRate
{
public:
    LearningRate(const model::StudentConfig &config, std::int64_t stepsPerEpoch,
                 std::int64_t epochsAfterWarmup);

    double at(std::int64_t step);

private:
    double next(std::int64_t step, double last) const;

    double m_peak;
    double m_floor;
    bool m_isCosine;
    std::int64_t m_warmup;
    std::int64_t m_decaySteps;
    std::int64_t m_step = -1;
    double m_value = 0.0;
};

} // namespace core::ml::student
