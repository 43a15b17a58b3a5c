#include "core/ml/runtime/selftest.h"

#include <algorithm>
#include <functional>

#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/torch.h"

namespace core::ml {

namespace {

namespace F = torch::nn::functional;

using Tensors = std::vector<torch::Tensor>;

struct Operation
{
    const char *name;
    std::vector<std::vector<std::int64_t>> shapes; // of its inputs
    std::function<torch::Tensor(const Tensors &)> compute;
    bool hasGradient = true;
};

constexpr double kForwardTolerance = 1e-5;
constexpr double kGradientTolerance = 1e-4;

std::vector<Operation> operations()
{
    return {
        {"matmul", {{4, 60, 128}, {4, 128, 96}}, [](const Tensors &x) { return x[0].matmul(x[1]); }},
        {"conv1d",
         {{2, 64, 96}, {32, 64, 3}, {32}},
         [](const Tensors &x) { return torch::conv1d(x[0], x[1], x[2], 1, 1); }},
        {"depthwise conv1d",
         {{2, 64, 96}, {64, 1, 5}},
         [](const Tensors &x) { return torch::conv1d(x[0], x[1], torch::Tensor(), 1, 2, 1, 64); }},
        {"layer_norm",
         {{2, 96, 64}, {64}, {64}},
         [](const Tensors &x) { return torch::layer_norm(x[0], {64}, x[1], x[2]); }},
        {"softmax", {{8, 50, 21}}, [](const Tensors &x) { return x[0].softmax(-1); }},
        {"gelu", {{2, 64, 96}}, [](const Tensors &x) { return torch::gelu(x[0]); }},
        {"max_pool1d",
         {{2, 64, 96}},
         [](const Tensors &x) { return torch::max_pool1d(x[0], 3, 2, 1); }},
        {"binary cross entropy",
         {{8, 400}},
         [](const Tensors &x) {
             return torch::binary_cross_entropy_with_logits(x[0], x[0].detach().gt(0).to(x[0].dtype()));
         }},
        {"cosine similarity",
         {{16, 128}, {40, 128}},
         [](const Tensors &x) {
             return F::normalize(x[0], F::NormalizeFuncOptions().dim(1))
                 .matmul(F::normalize(x[1], F::NormalizeFuncOptions().dim(1)).t());
         }},
        {"top-k mean",
         {{4, 200, 20}},
         [](const Tensors &x) { return std::get<0>(x[0].topk(25, 1)).mean(1); }},
        {"top-k choice",
         {{4, 200, 20}},
         [](const Tensors &x) { return std::get<1>(x[0].topk(25, 1)); },
         false},
        {"sort order",
         {{4, 500}},
         [](const Tensors &x) { return std::get<1>(x[0].sort(true, 1, true)); },
         false},
    };
}

// The result of an operation, then the gradients of its inputs.
Tensors evaluate(const Operation &operation, const Tensors &inputs, const torch::Device &device,
                 torch::ScalarType type)
{
    Tensors moved;
    for (const torch::Tensor &input : inputs) {
        moved.push_back(input.to(device, type).detach().requires_grad_(operation.hasGradient));
    }
    const torch::Tensor result = operation.compute(moved);
    Tensors all = {result.detach().to(torch::kCPU, torch::kFloat64)};
    if (operation.hasGradient) {
        // Weights that differ: the plain sum of a softmax has no gradient.
        const torch::Tensor weights =
            torch::linspace(-1.0, 1.0, result.numel(), torch::kFloat64).view(result.sizes());
        (result * weights.to(device, type)).sum().backward();
        for (const torch::Tensor &input : moved) {
            all.push_back(input.grad().to(torch::kCPU, torch::kFloat64));
        }
    }
    return all;
}

double deviationOf(const torch::Tensor &got, const torch::Tensor &expected)
{
    const double scale = std::max(expected.abs().max().item<double>(), 1e-12);
    return (got - expected).abs().max().item<double>() / scale;
}

} // namespace

base::Result<std::vector<OperationCheck>> selfTest(const Device &device)
{
    return catchTorch("self-test", [&]() -> base::Result<std::vector<OperationCheck>> {
        const torch::Device target = torchDevice(device);
        std::vector<OperationCheck> checks;
        torch::manual_seed(1);
        for (const Operation &operation : operations()) {
            Tensors inputs;
            for (const std::vector<std::int64_t> &shape : operation.shapes) {
                inputs.push_back(torch::randn(shape));
            }
            const Tensors expected =
                evaluate(operation, inputs, torch::Device(torch::kCPU), torch::kFloat64);
            const Tensors got = evaluate(operation, inputs, target, torch::kFloat32);
            const double tolerance = operation.hasGradient ? kForwardTolerance : 0.0;
            checks.push_back({operation.name, deviationOf(got[0], expected[0]), tolerance});
            double worst = 0.0;
            for (std::size_t i = 1; i < got.size(); ++i) {
                const double deviation = deviationOf(got[i], expected[i]);
                worst = deviation <= worst ? worst : deviation; // NaN stays
            }
            if (operation.hasGradient) {
                checks.push_back(
                    {std::string(operation.name) + " gradient", worst, kGradientTolerance});
            }
        }
        return checks;
    });
}

} // namespace core::ml
