#include "core/ml/self_test.h"

#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/ml/common/contrastive.h"
#include "core/ml/common/pooling.h"
#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/student/channel_norm.h"
#include "core/ml/student/label_assignment.h"
#include "core/ml/student/losses.h"
#include "core/ml/student/mean_teacher.h"
#include "core/ml/student/trident.h"
#include "core/ml/student/tridet_network.h"

namespace core::ml {

namespace {

using Tensors = std::vector<torch::Tensor>;

struct Operation
{
    const char *name;
    double tolerance; // of the largest absolute value
    Tensors inputs;   // float32 on the CPU; integers stay what they are
    std::function<Tensors(const Tensors &)> compute;
};

// Outputs, then the gradients of a weighted sum of them with respect to the floating inputs.
Tensors withGradients(const Operation &operation, torch::Device device, torch::ScalarType type)
{
    Tensors inputs;
    for (const torch::Tensor &input : operation.inputs) {
        const bool isFloating = input.is_floating_point();
        inputs.push_back(input.to(device, isFloating ? type : input.scalar_type(), false, true)
                             .set_requires_grad(isFloating));
    }
    Tensors results = operation.compute(inputs);
    torch::Tensor sum;
    for (const torch::Tensor &result : results) {
        if (result.requires_grad()) {
            const torch::Tensor weights =
                torch::linspace(-1.0, 1.0, result.numel(), result.options()).view(result.sizes());
            const torch::Tensor part = (result * weights).sum();
            sum = sum.defined() ? sum + part : part;
        }
    }
    if (sum.defined()) {
        sum.backward();
        for (const torch::Tensor &input : inputs) {
            if (input.grad().defined()) {
                results.push_back(input.grad());
            }
        }
    }
    return results;
}

double relativeDifference(const torch::Tensor &actual, const torch::Tensor &expected)
{
    const torch::Tensor wide = actual.detach().to(torch::kCPU, torch::kFloat64);
    const torch::Tensor reference = expected.detach().to(torch::kFloat64);
    const auto largest = reference.abs().max().item<double>();
    const auto difference = (wide - reference).abs().max().item<double>();
    return difference / std::max(largest, 1e-30);
}

// One training step of a small generator: outputs are the weights after it.
Operation generatorStep()
{
    const auto compute = [](const Tensors &in) -> Tensors {
        model::FustalConfig config;
        config.embedDim = 32;
        config.learningRate = 1e-2;
        fustal::FustalGenerator generator(config, {}, in[0].size(2), in[1].size(1));
        generator.network()->to(in[0].device(), in[0].scalar_type());
        {
            const torch::NoGradGuard noGrad;
            for (auto &entry : generator.parameters()) {
                const torch::Tensor fill =
                    torch::linspace(-0.3, 0.31, entry.second.numel(), entry.second.options());
                entry.second.copy_((fill * 97.0).sin().view(entry.second.sizes()) * 0.1);
            }
        }
        const fustal::DropoutMasks masks{.classifier = in[2].detach(), .mining = in[3].detach()};
        const fustal::Losses losses =
            generator.accumulate({in[0].detach(), in[1].detach()}, masks, in[0].size(0));
        Tensors results = {losses.total.detach()};
        for (const auto &entry : generator.parameters()) {
            results.push_back(entry.second.grad());
        }
        return results;
    };
    const torch::Tensor labels = torch::eye(5).index_select(0, torch::tensor({0, 1, 0, 2}));
    return {"generator step",
            1e-4,
            {torch::rand({4, 60, 24}), labels,
             torch::rand({4, 32, 60}).gt(0.5).to(torch::kFloat32) * 2,
             torch::rand({4, 60}).gt(0.5).to(torch::kFloat32) * 2},
            compute};
}

// Three steps of Adam on one parameter.
Tensors adamSteps(const Tensors &in)
{
    torch::Tensor parameter = in[0].detach().clone().requires_grad_();
    Adam adam({{"p", parameter}}, {.learningRate = 1e-2, .weightDecay = 1e-2});
    for (int i = 0; i < 3; ++i) {
        adam.zeroGrad();
        (parameter * in[1].detach()).square().sum().backward();
        adam.step();
    }
    return {parameter.detach()};
}

torch::Tensor random(at::IntArrayRef shape)
{
    return torch::rand(shape) - 0.5;
}

std::vector<Operation> commonOperations()
{
    namespace F = torch::nn::functional;
    const torch::Tensor weights = random({48, 32, 3});
    std::vector<Operation> list;
    list.push_back({"matrix product",
                    1e-5,
                    {random({64, 300}), random({300, 50}), random({50})},
                    [](const Tensors &in) { return Tensors{torch::addmm(in[2], in[0], in[1])}; }});
    list.push_back(
        {"convolution", 1e-5, {random({2, 32, 70}), weights, random({48})}, [](const Tensors &in) {
             return Tensors{torch::conv1d(in[0], in[1], in[2], 1, 1)};
         }});
    list.push_back(
        {"depthwise convolution",
         1e-5,
         {random({2, 32, 70}), random({32, 1, 5})},
         [](const Tensors &in) { return Tensors{torch::conv1d(in[0], in[1], {}, 1, 2, 1, 32)}; }});
    list.push_back({"max pooling", 1e-6, {random({2, 32, 70})}, [](const Tensors &in) {
                        return Tensors{torch::max_pool1d(in[0], 3, 2, 1)};
                    }});
    list.push_back({"normalisation", 1e-4, {random({2, 32, 70})}, [](const Tensors &in) {
                        const torch::Tensor centred = in[0] - in[0].mean(1, true);
                        return Tensors{centred / (centred.square().mean(1, true) + 1e-5).sqrt(),
                                       torch::group_norm(in[0], 8)};
                    }});
    list.push_back({"softmax and logarithms", 1e-5, {random({16, 20}) * 8}, [](const Tensors &in) {
                        return Tensors{in[0].softmax(1), in[0].logsumexp(1), in[0].sigmoid(),
                                       F::softplus(in[0])};
                    }});
    list.push_back({"binary cross-entropy",
                    1e-4,
                    {random({8, 20}), torch::rand({8, 20})},
                    [](const Tensors &in) {
                        return Tensors{
                            torch::binary_cross_entropy(in[0].sigmoid(), in[1].detach())};
                    }});
    return list;
}

std::vector<Operation> generatorOperations()
{
    std::vector<Operation> list;
    list.push_back({"top-k mean", 1e-5, {random({4, 60, 20})}, [](const Tensors &in) {
                        return Tensors{topMean(in[0], 12)};
                    }});
    list.push_back({"stable order", 0.0, {random({4, 60}).mul(8).round()}, [](const Tensors &in) {
                        return Tensors{topIndices(in[0], 60)};
                    }});
    list.push_back({"gather",
                    1e-5,
                    {random({4, 60, 24}), torch::randint(60, {4, 9}, torch::kInt64)},
                    [](const Tensors &in) { return Tensors{gatherSnippets(in[0], in[1])}; }});
    list.push_back({"erosion and dilation",
                    0.0,
                    {torch::rand({4, 60}).gt(0.4).to(torch::kFloat32)},
                    [](const Tensors &in) {
                        const fustal::HardRegions regions =
                            fustal::hardRegions(in[0].detach(), fustal::MiningRule{});
                        return Tensors{regions.inner, regions.outer};
                    }});
    list.push_back(
        {"InfoNCE",
         1e-4,
         {random({6, 5, 24}), random({6, 9, 24}), random({6, 9, 24})},
         [](const Tensors &in) { return Tensors{infoNceMatrix(in[0], in[1], in[2], 0.07)}; }});
    list.push_back({"Adam", 1e-5, {random({40, 7}), random({40, 7})}, adamSteps});
    list.push_back(generatorStep());
    return list;
}

// A forward and backward pass of a small student with both branches of its blocks alive: outputs
// are the loss and all gradients behind each other, since single ones are rounding alone.
Operation studentStep()
{
    const auto compute = [](const Tensors &in) -> Tensors {
        model::StudentConfig config;
        config.maxSequence = 32;
        config.embedDim = config.headDim = config.sgpMlpDim = 32;
        config.bins = 4;
        config.regressionRanges = {{0, 4}, {4, 10000}};
        const std::int64_t steps = in[0].size(2);
        student::TridetNetwork network(config, in[0].size(1), in[1].size(2));
        network->to(in[0].device(), in[0].scalar_type());
        {
            const torch::NoGradGuard noGrad;
            for (const auto &entry : network->state()) {
                const torch::Tensor fill =
                    torch::linspace(-0.3, 0.31, entry.second.numel(), entry.second.options());
                entry.second.copy_((fill * 97.0).sin().view(entry.second.sizes()) * 0.3);
            }
        }
        network->findDeadBranches();
        student::BatchTargets targets;
        targets.weakLabels = {{0}, {1, 2}};
        targets.validLengths = {steps, steps - 8};
        torch::Tensor mask = torch::ones({2, 1, steps}, in[0].options().requires_grad(false));
        mask[1].narrow(1, steps - 8, 8).zero_();
        const std::vector<student::Point> points = student::makePoints(config, steps);
        const student::Targets segments = {{2.0F, 9.0F, 0}, {12.0F, 20.0F, 2}};
        for (const std::int64_t length : targets.validLengths) {
            targets.assignments.push_back(
                student::assignLabels(points, segments, config, static_cast<float>(length)));
        }
        const torch::Tensor keep = in[1].detach() > 0.3;
        const student::Losses losses =
            student::computeLosses(config, network->forward(in[0].detach(), mask), targets,
                                   student::BatchScale::of(targets, config.initLossNorm), keep);
        losses.total.backward();
        Tensors gradients;
        for (const auto &entry : network->state()) {
            const torch::Tensor gradient = entry.second.grad();
            gradients.push_back(gradient.defined() ? gradient.flatten()
                                                   : torch::zeros_like(entry.second).flatten());
        }
        return {losses.total.detach(), torch::cat(gradients)};
    };
    return {"student step", 1e-4, {random({2, 24, 32}), torch::rand({2, 32, 3})}, compute};
}

std::vector<Operation> studentOperations()
{
    std::vector<Operation> list;
    list.push_back({"channel normalisation",
                    1e-4,
                    {random({2, 32, 70}), random({1, 32, 1}), random({1, 32, 1})},
                    [](const Tensors &in) {
                        return Tensors{student::channelNorm(in[0], in[1], in[2], true)};
                    }});
    list.push_back({"focal and overlap losses",
                    1e-4,
                    {random({40, 5}) * 8, torch::rand({40, 5}).round(), torch::rand({30, 2}) * 9,
                     torch::rand({30, 2}) * 9},
                    [](const Tensors &in) {
                        return Tensors{student::focalLoss(in[0], in[1].detach()),
                                       student::diouLoss(in[2], in[3].detach())};
                    }});
    // Two levels of 8 and 4 points, 3 classes, 4 bins.
    list.push_back(
        {"boundary decoding",
         1e-4,
         {random({2, 3, 12}), random({2, 3, 12}), torch::rand({2, 12, 2, 5})},
         [](const Tensors &in) {
             const student::NetworkOutput output = {.cls = {},
                                                    .start = in[0],
                                                    .end = in[1],
                                                    .bins = in[2],
                                                    .mask = {},
                                                    .lengths = {8, 4}};
             const auto place = [&](const std::vector<std::int64_t> &values) {
                 return torch::tensor(values).to(in[0].device());
             };
             return Tensors{student::decodeOffsets(
                 output, {place({0, 0, 1, 1}), place({0, 7, 8, 11}), place({0, 2, 1, 0})})};
         }});
    list.push_back(studentStep());
    return list;
}

base::Result<double> differenceOf(const Operation &operation, const Device &device)
{
    return catchTorch(operation.name, [&]() -> base::Result<double> {
        const Tensors expected = withGradients(operation, torch::kCPU, torch::kFloat64);
        const Tensors actual = withGradients(operation, torchDevice(device), torch::kFloat32);
        double worst = 0.0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            worst = std::max(worst, relativeDifference(actual[i], expected[i]));
        }
        return worst;
    });
}

} // namespace

base::Result<void> runSelfTest(const Device &device, JobReporter &reporter)
{
    prepareDeterminism(0);
    seedTorch(1, kInitialisationStream);
    std::string failed;
    std::vector<Operation> list = commonOperations();
    for (const auto &more : {generatorOperations, studentOperations}) {
        for (Operation &operation : more()) {
            list.push_back(std::move(operation));
        }
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Operation &operation = list[i];
        const auto difference = differenceOf(operation, device);
        // Written so that a NaN counts as failed.
        const bool isPassed = difference && *difference <= operation.tolerance;
        reporter.message(isPassed ? ReportLevel::Info : ReportLevel::Warning,
                         difference ? fmt::format("{}: {} on {}: off by {:.1e}, allowed {:.1e}",
                                                  isPassed ? "ok" : "FAILED", operation.name,
                                                  device.name(), *difference, operation.tolerance)
                                    : "FAILED: " + difference.error().sentence());
        reporter.progress("selftest", static_cast<std::int64_t>(i) + 1,
                          static_cast<std::int64_t>(list.size()));
        if (!isPassed) {
            failed += (failed.empty() ? "" : ", ") + std::string(operation.name);
        }
    }
    if (!failed.empty()) {
        return base::fail({.code = base::ErrorCode::Internal,
                           .problem = device.name() + " computes wrongly: " + failed,
                           .expected = "what the CPU computes in float64"});
    }
    return {};
}

} // namespace core::ml
