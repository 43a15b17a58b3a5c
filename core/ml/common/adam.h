#pragma once

#include "core/base/result.h"
#include "core/ml/runtime/checkpoint.h"

namespace core::ml {

// The settings of Adam, PyTorch's defaults but for the rate.
struct AdamOptions
{
    double learningRate = 1e-4;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0; // added to the gradient (L2), not decoupled
};

// Adam over named parameters as torch.optim.Adam computes it, in libtorch's fused kernel: one pass
// over memory instead of ten. Parameters must be contiguous. One thread.
class Adam
{
public:
    // Holds the parameters themselves; their names mark the moments in resume files.
    Adam(NamedTensors parameters, const AdamOptions &options);

    // Drops all gradients.
    void zeroGrad();
    // One step with the gradients; parameters without one stay as they are.
    void step();

    // Moments and step count, to be saved; and taken back (strict, `path` is for messages).
    NamedTensors state() const;
    base::Result<void> restore(const std::filesystem::path &path, const NamedTensors &state);

private:
    AdamOptions m_options;
    NamedTensors m_parameters;
    // One a parameter: running averages of the gradient and of its square, steps made (float32
    // scalars on the parameter's device, as the kernel wants them).
    std::vector<torch::Tensor> m_average;
    std::vector<torch::Tensor> m_square;
    std::vector<torch::Tensor> m_steps;
};

} // namespace core::ml
