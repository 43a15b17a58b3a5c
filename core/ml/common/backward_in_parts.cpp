#include "core/ml/common/backward_in_parts.h"

#include <algorithm>

namespace core::ml {

namespace {

// Outputs of the whole batch, cut off from the graphs of the parts.
std::vector<torch::Tensor> outputsWithoutGraph(const PartialStep &step, std::int64_t rows,
                                               std::int64_t part)
{
    std::vector<std::vector<torch::Tensor>> parts; // by output
    {
        const torch::NoGradGuard noGrad;
        for (std::int64_t first = 0; first < rows; first += part) {
            const auto outputs = step.forward(first, std::min(part, rows - first));
            parts.resize(outputs.size());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                parts[i].push_back(outputs[i]);
            }
        }
    }
    std::vector<torch::Tensor> whole;
    for (std::vector<torch::Tensor> &output : parts) {
        whole.push_back(torch::cat(output).requires_grad_());
        output.clear();
    }
    return whole;
}

} // namespace

void backwardInParts(const PartialStep &step, std::int64_t rows, std::int64_t part)
{
    if (part >= rows) {
        const torch::Tensor loss = step.loss(step.forward(0, rows));
        if (loss.defined()) {
            loss.backward();
        }
        return;
    }
    const std::vector<torch::Tensor> whole = outputsWithoutGraph(step, rows, part);
    const torch::Tensor loss = step.loss(whole);
    if (!loss.defined()) {
        return;
    }
    loss.backward();
    for (std::int64_t first = 0; first < rows; first += part) {
        const std::int64_t count = std::min(part, rows - first);
        const std::vector<torch::Tensor> outputs = step.forward(first, count);
        std::vector<torch::Tensor> reached;
        std::vector<torch::Tensor> gradients;
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            if (whole[i].grad().defined()) {
                reached.push_back(outputs[i]);
                gradients.push_back(whole[i].grad().narrow(0, first, count));
            }
        }
        torch::autograd::backward(reached, gradients);
    }
}

} // namespace core::ml
