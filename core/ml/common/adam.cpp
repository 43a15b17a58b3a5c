#include "core/ml/common/adam.h"

namespace core::ml {

Adam::Adam(NamedTensors parameters, const AdamOptions &options)
    : m_options(options)
    , m_parameters(std::move(parameters))
{
    for (const auto &[name, parameter] : m_parameters) {
        TORCH_CHECK(parameter.is_contiguous(), "Adam: ", name, " is not contiguous");
        m_average.push_back(torch::zeros_like(parameter));
        m_square.push_back(torch::zeros_like(parameter));
        m_steps.push_back(torch::zeros({}, parameter.options().dtype(torch::kFloat32)));
    }
}

void Adam::zeroGrad()
{
    for (auto &entry : m_parameters) {
        entry.second.mutable_grad() = torch::Tensor();
    }
}

void Adam::step()
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> parameters;
    std::vector<torch::Tensor> gradients;
    std::vector<torch::Tensor> averages;
    std::vector<torch::Tensor> squares;
    std::vector<torch::Tensor> steps;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const torch::Tensor &parameter = m_parameters[i].second;
        if (parameter.grad().defined()) {
            m_steps[i] += 1;
            parameters.push_back(parameter);
            gradients.push_back(parameter.grad().contiguous());
            averages.push_back(m_average[i]);
            squares.push_back(m_square[i]);
            steps.push_back(m_steps[i]);
        }
    }
    if (!parameters.empty()) {
        at::_fused_adam_(parameters, gradients, averages, squares, {}, steps,
                         m_options.learningRate, m_options.beta1, m_options.beta2,
                         m_options.weightDecay, m_options.epsilon, /*amsgrad=*/false,
                         /*maximize=*/false);
    }
}

NamedTensors Adam::state() const
{
    NamedTensors state;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const std::string &name = m_parameters[i].first;
        state.emplace_back("exp_avg." + name, m_average[i]);
        state.emplace_back("exp_avg_sq." + name, m_square[i]);
        state.emplace_back("step." + name, m_steps[i]);
    }
    return state;
}

base::Result<void> Adam::restore(const std::filesystem::path &path, const NamedTensors &saved)
{
    return assignTensors(path, saved, state());
}

} // namespace core::ml
