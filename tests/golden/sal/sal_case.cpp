#include "tests/golden/sal/sal_case.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/ml/runtime/tensor_io.h"

using namespace core;
using namespace core::ml;
using namespace core::ml::sal;

namespace tests {

namespace {

// Entries that say how far the reference's own decisions are from flipping, or what it noted.
bool isRemark(const std::string &name)
{
    for (const char *start :
         {"margins", "selection_margins", "spread", "max_abs_f32_minus_f64", "smallest_nonzero_M",
          "entries_of_M_whose_zero_state_is_fragile", "proposals_per_video", "losses_per_step_f64",
          "max_rel_loss_f32_minus_f64", "positions_per_threshold", "final_cpu_released"}) {
        if (name.starts_with(start)) {
            return true;
        }
    }
    return false;
}

// Positions in ascending order, as the golden data has them.
torch::Tensor ascending(const torch::Tensor &positions)
{
    return std::get<0>(positions.sort(1));
}

} // namespace

GoldenTolerance toleranceOf(const GoldenCase &golden, const Precision &precision,
                            double doubleFallback, double floatFallback)
{
    return {.rel = precision.isDouble() ? toleranceAfter(golden, "float64", "", doubleFallback)
                                        : toleranceAfter(golden, "float32", "", floatFallback),
            .isOfLargest = true};
}

void passRemarks(const GoldenCase &golden, Findings &findings)
{
    for (const std::string &name : golden.outputNames()) {
        if (isRemark(name)) {
            findings.seen(name);
        }
    }
}

torch::Tensor timeFirst(const torch::Tensor &tensor)
{
    return tensor.transpose(1, 2);
}

int divisorFor(std::int64_t snippets, std::int64_t k)
{
    std::int64_t divisor = snippets / k;
    while (snippets / divisor > k) {
        ++divisor;
    }
    return static_cast<int>(divisor);
}

DropoutMasks masksOf(const GoldenCase &golden, torch::Dtype type)
{
    // "dropout keep mask = (value > 0); kept values are multiplied by 2"
    const auto mask = [&](const char *name) {
        return golden.hasInput(name) ? (inputOf(golden, name, torch::kFloat) > 0).to(type) * 2
                                     : torch::Tensor();
    };
    return {.main = mask("mask_E"),
            .flow = mask("mask_E_f"),
            .rgb = mask("mask_E_r"),
            .mixedFlow = mask("mask_E_fm"),
            .mixedRgb = mask("mask_E_rm")};
}

SalGenerator generatorOf(const GoldenCase &golden, torch::Dtype type)
{
    const nlohmann::json &hyper = golden.hyper();
    model::SalConfig config;
    config.embedDim = hyper.at("D").get<int>();
    config.rgbShare = hyper.value("h", config.rgbShare);
    SalGenerator generator(config, {}, 2 * hyper.at("half").get<std::int64_t>(),
                           hyper.at("C").get<std::int64_t>());
    generator.network()->to(type);
    const torch::NoGradGuard noGrad;
    for (auto &[name, weight] : generator.weights()) {
        weight.copy_(paramOf(golden, name, type));
    }
    return generator;
}

LossMap termsOf(const Losses &losses, const model::SalConfig &config)
{
    return {{"mil", losses.mil},
            {"mc_x5", losses.consistency * config.consistencyWeight},
            {"bg_x10", losses.background * config.backgroundWeight},
            {"act", losses.actionness},
            {"se", losses.semantic},
            {"mix", losses.mixed},
            {"total", losses.total}};
}

void compareTerms(const std::string &where, const LossMap &terms, const nlohmann::json &expected,
                  double rel, double backgroundAbs, Findings &findings)
{
    for (const auto &[name, term] : terms) {
        const double want = expected.at(name).get<double>();
        const double got = term.item<double>();
        // The background term is a difference of nearly equal logarithms.
        const double allowed =
            name == "bg_x10" ? std::max(backgroundAbs, rel * want) : rel * std::abs(want);
        if (!(std::abs(got - want) <= allowed)) {
            findings.note(
                fmt::format("{}: {} is {:.17g}, expected {:.17g}", where, name, got, want));
        }
    }
}

void compareTargets(const Targets &targets, const std::string &mark, const GoldenTolerance &allowed,
                    const GoldenCase &golden, Findings &findings)
{
    const std::pair<const char *, torch::Tensor> values[] = {{"S", targets.map},
                                                             {"max_prob", targets.probabilities},
                                                             {"q", targets.weights},
                                                             {"q_m", targets.mixedWeights}};
    for (const auto &[name, tensor] : values) {
        if (golden.hasOutput(name + mark)) {
            findings.compare(name + mark, tensor, allowed);
        }
    }
    const std::pair<const char *, torch::Tensor> decisions[] = {
        {"fg_positions", ascending(targets.foreground)},
        {"bg_positions", ascending(targets.background)},
        {"y", targets.positives},
        {"y_m", targets.mixedPositives},
        {"positives_per_video", targets.positives.sum(1)}};
    for (const auto &[name, tensor] : decisions) {
        if (!golden.hasOutput(name + mark)) {
            continue;
        }
        if (golden.outputEntry(name + mark).contains("value")) {
            findings.seen(name + mark);
            const auto expected = golden.outputJson(name + mark).get<std::vector<double>>();
            findings.note(expected == doublesOf(tensor) ? "" : name + mark + " differs");
        } else {
            findings.compareIntegers(name + mark, tensor);
        }
    }
    if (golden.hasOutput("ema_state" + mark)) {
        findings.seen("ema_state" + mark);
        const nlohmann::json state = golden.outputJson("ema_state" + mark);
        const double difference =
            std::max(std::abs(state.at("mu").get<double>() - targets.mask.mean),
                     std::abs(state.at("var").get<double>() - targets.mask.variance));
        findings.note(difference <= allowed.rel ? "" : "ema_state" + mark + " differs");
    }
}

} // namespace tests
