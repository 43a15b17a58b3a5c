#include "core/ml/student/optimiser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace core::ml::student {

namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;
constexpr double kClipEpsilon = 1e-6;

// Weights of convolutions; the weights of channel norms have three dimensions too.
bool isDecaying(const std::string &name, const torch::Tensor &parameter)
{
    return name.ends_with(".weight") && parameter.dim() == 3 &&
           name.find("norm") == std::string::npos && !name.ends_with(".ln.weight");
}

} // namespace

AdamW::AdamW(const Named &parameters, double weightDecay)
{
    m_decay.weightDecay = weightDecay;
    Named sorted = parameters;
    std::sort(sorted.begin(), sorted.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const auto &[name, parameter] : sorted) {
        Group &group = isDecaying(name, parameter) ? m_decay : m_plain;
        group.names.push_back(name);
        group.parameters.push_back(parameter);
        group.averages.push_back(torch::zeros_like(parameter));
        group.squares.push_back(torch::zeros_like(parameter));
        group.stepCounts.push_back(
            torch::zeros({}, parameter.options().dtype(torch::kFloat).requires_grad(false)));
    }
}

std::vector<std::string> AdamW::decayNames() const
{
    return m_decay.names;
}

std::vector<std::string> AdamW::plainNames() const
{
    return m_plain.names;
}

void AdamW::zeroGradients()
{
    for (Group *group : {&m_decay, &m_plain}) {
        for (torch::Tensor &parameter : group->parameters) {
            parameter.mutable_grad().reset();
        }
    }
}

std::vector<torch::Tensor> AdamW::gradients(Group &group)
{
    std::vector<torch::Tensor> out;
    for (torch::Tensor &parameter : group.parameters) {
        if (!parameter.grad().defined()) {
            parameter.mutable_grad() = torch::zeros_like(parameter);
        }
        out.push_back(parameter.grad());
    }
    return out;
}

double AdamW::clipGradients(double maxNorm)
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> norms;
    std::vector<torch::Tensor> all;
    for (Group *group : {&m_decay, &m_plain}) {
        for (const torch::Tensor &parameter : group->parameters) {
            if (parameter.grad().defined()) {
                all.push_back(parameter.grad());
                norms.push_back(parameter.grad().norm());
            }
        }
    }
    if (norms.empty()) {
        return 0.0;
    }
    const auto norm = torch::stack(norms).norm().item<double>();
    const double factor = maxNorm / (norm + kClipEpsilon);
    if (maxNorm > 0.0 && factor < 1.0) {
        at::_foreach_mul_(all, factor);
    }
    return norm;
}

void AdamW::step(double learningRate)
{
    const torch::NoGradGuard noGrad;
    ++m_steps;
    for (Group *group : {&m_decay, &m_plain}) {
        at::_foreach_add_(group->stepCounts, 1);
        at::_fused_adamw_(group->parameters, gradients(*group), group->averages, group->squares, {},
                          group->stepCounts, learningRate, kBeta1, kBeta2, group->weightDecay,
                          kEpsilon, false, false);
    }
}

AdamW::Named AdamW::state() const
{
    Named out;
    for (const Group *group : {&m_decay, &m_plain}) {
        for (std::size_t i = 0; i < group->names.size(); ++i) {
            out.emplace_back("exp_avg." + group->names[i], group->averages[i]);
            out.emplace_back("exp_avg_sq." + group->names[i], group->squares[i]);
        }
    }
    return out;
}

void AdamW::setSteps(std::int64_t steps)
{
    m_steps = steps;
    for (Group *group : {&m_decay, &m_plain}) {
        for (torch::Tensor &count : group->stepCounts) {
            count.fill_(static_cast<double>(steps));
        }
    }
}

LearningRate::LearningRate(const model::StudentConfig &config, std::int64_t stepsPerEpoch,
                           std::int64_t epochsAfterWarmup)
    : m_peak(config.learningRate)
    , m_floor(config.minLearningRate)
    , m_isCosine(config.schedule == model::LearningSchedule::Cosine)
    , m_warmup(config.warmupEpochs * stepsPerEpoch)
    , m_decaySteps(std::max<std::int64_t>(1, epochsAfterWarmup * stepsPerEpoch))
{
}

double LearningRate::at(std::int64_t step)
{
    if (step < m_step) {
        m_step = -1;
    }
    while (m_step < step) {
        ++m_step;
        m_value = next(m_step, m_value);
    }
    return m_value;
}

double LearningRate::next(std::int64_t step, double last) const
{
    if (step < m_warmup) {
        return m_warmup == 1
                   ? 0.0
                   : m_peak * static_cast<double>(step) / static_cast<double>(m_warmup - 1);
    }
    if (step == m_warmup || !m_isCosine) {
        return m_peak;
    }
    const auto height = [&](std::int64_t i) {
        return 1.0 + std::cos(std::numbers::pi * static_cast<double>(i) /
                              static_cast<double>(m_decaySteps));
    };
    const std::int64_t i = step - m_warmup;
    return i > m_decaySteps ? m_floor : height(i) / height(i - 1) * (last - m_floor) + m_floor;
}

} // namespace core::ml::student
