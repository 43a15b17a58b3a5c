#include "tests/support/golden_findings.h"

#include <algorithm>
#include <cmath>
#include <regex>

#include <fmt/format.h>

namespace tests {

namespace {

torch::Tensor entryOf(const GoldenCase &golden, const char *list, const std::string &name,
                      torch::Dtype type)
{
    for (const nlohmann::json &entry : golden.manifest().at(list)) {
        if (entry.at("name") == name && entry.contains("fill")) {
            const nlohmann::json &fill = entry.at("fill");
            const auto shape = (fill.contains("shape") ? fill : entry)
                                   .at("shape")
                                   .get<std::vector<std::int64_t>>();
            std::vector<float> values = goldenFill(fill.at("k"), shape, fill.at("scale"),
                                                   fill.at("offset"), fill.value("row_step", 0));
            return torch::from_blob(values.data(), shape).to(type, false, /*copy=*/true);
        }
    }
    return {};
}

} // namespace

torch::Tensor tensorOf(const GoldenArray &array, torch::Dtype type)
{
    return torch::tensor(array.values, torch::kDouble).view(array.shape).to(type);
}

torch::Tensor paramOf(const GoldenCase &golden, const std::string &name, torch::Dtype type)
{
    const torch::Tensor filled = entryOf(golden, "params", name, type);
    return filled.defined() ? filled : tensorOf(golden.param(name), type);
}

torch::Tensor inputOf(const GoldenCase &golden, const std::string &name, torch::Dtype type)
{
    const torch::Tensor filled = entryOf(golden, "inputs", name, type);
    return filled.defined() ? filled : tensorOf(golden.input(name), type);
}

std::vector<Precision> precisionsOf(const GoldenCase &golden)
{
    const std::vector<std::string> names = golden.outputNames();
    const bool isMarked = std::any_of(
        names.begin(), names.end(), [](const std::string &name) { return name.ends_with("_f32"); });
    return isMarked ? std::vector<Precision>{{torch::kDouble, "_f64"}, {torch::kFloat, "_f32"}}
                    : std::vector<Precision>{{torch::kFloat, ""}};
}

double toleranceAfter(const GoldenCase &golden, const std::string &key, const std::string &word,
                      double fallback)
{
    const nlohmann::json &table = golden.manifest().at("tolerance");
    if (!table.contains(key) || !table.at(key).is_string()) {
        return golden.tolerance(key, fallback);
    }
    const auto text = table.at(key).get<std::string>();
    const std::size_t from = text.find(word);
    std::smatch number;
    const std::string rest = from == std::string::npos ? std::string() : text.substr(from);
    return std::regex_search(rest, number, std::regex("[0-9.]+e-[0-9]+")) ? std::stod(number.str())
                                                                          : fallback;
}

GoldenTolerance tensorTolerance(const GoldenCase &golden, const std::string &key, double fallback)
{
    return {.rel = golden.tolerance(key, fallback),
            .abs = key == "rel" ? golden.tolerance("abs", 0.0) : 0.0,
            .isOfLargest = true};
}

void Findings::compare(const std::string &output, const torch::Tensor &actual,
                       const GoldenTolerance &tolerance)
{
    seen(output);
    const GoldenArray expected = m_golden.output(output);
    const torch::Tensor flat = actual.detach().to(torch::kDouble).contiguous().cpu();
    if (flat.numel() != expected.count()) {
        note(expected.name + ": " + std::to_string(flat.numel()) + " values, expected " +
             std::to_string(expected.count()));
        return;
    }
    note(difference(
        expected, std::span(flat.const_data_ptr<double>(), static_cast<std::size_t>(flat.numel())),
        tolerance));
}

void Findings::compareIntegers(const std::string &output, const torch::Tensor &actual)
{
    seen(output);
    const torch::Tensor flat = actual.detach().to(torch::kLong).contiguous().cpu();
    note(difference(m_golden.output(output), std::span(flat.const_data_ptr<std::int64_t>(),
                                                       static_cast<std::size_t>(flat.numel()))));
}

void Findings::compareDetections(const std::string &prefix, const torch::Tensor &segments,
                                 const torch::Tensor &scores, const torch::Tensor &labels,
                                 const GoldenTolerance &tolerance)
{
    for (const char *part : {"segments", "scores", "labels"}) {
        seen(prefix + part);
    }
    const torch::Tensor times = tensorOf(m_golden.output(prefix + "segments"), torch::kDouble);
    const torch::Tensor wantedScores = tensorOf(m_golden.output(prefix + "scores"), torch::kDouble);
    const std::vector<int> wantedLabels = m_golden.output(prefix + "labels").ints();
    const auto count = static_cast<std::int64_t>(wantedLabels.size());
    if (labels.numel() != count) {
        note(m_golden.name() + "/" + prefix + ": " + std::to_string(labels.numel()) +
             " detections, expected " + std::to_string(count));
        return;
    }
    // One row a detection: start, end, score and, weighing most, class.
    const auto rows = [](const torch::Tensor &t, const torch::Tensor &s, const torch::Tensor &l) {
        return torch::cat({t.to(torch::kDouble).view({-1, 2}), s.to(torch::kDouble).view({-1, 1}),
                           l.to(torch::kDouble).view({-1, 1}) * 1e9},
                          1);
    };
    const torch::Tensor expected =
        rows(times, wantedScores,
             torch::tensor(std::vector<std::int64_t>(wantedLabels.begin(), wantedLabels.end())));
    torch::Tensor left = rows(segments, scores, labels);
    const double allowed =
        tolerance.abs + tolerance.rel * (count > 0 ? times.abs().max().item<double>() : 0.0);
    for (std::int64_t i = 0; i < count; ++i) {
        const torch::Tensor distance = std::get<0>((left - expected[i]).abs().max(1));
        const auto best = distance.argmin().item<std::int64_t>();
        if (!(distance[best].item<double>() <= allowed)) {
            note(m_golden.name() + "/" + prefix + ": nothing near detection " + std::to_string(i));
            return;
        }
        left[best].fill_(1e18);
    }
}

void Findings::compareSums(const std::string &what, const torch::Tensor &actual,
                           const nlohmann::json &expected, double rel)
{
    const torch::Tensor flat = actual.detach().flatten();
    const auto sums = expected.get<std::vector<double>>();
    const double made[] = {flat.sum(torch::kDouble).item<double>(),
                           flat.abs().sum(torch::kDouble).item<double>(),
                           flat.square().sum(torch::kDouble).item<double>()};
    const double allowed[] = {rel * sums[1], rel * sums[1], 2 * rel * sums[2]};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!(std::abs(made[i] - sums[i]) <= allowed[i] + 1e-14)) {
            note(m_golden.name() + "/" + what + ": sum " + std::to_string(i) + " is " +
                 std::to_string(made[i]) + ", expected " + std::to_string(sums[i]));
        }
    }
}

void Findings::note(const std::string &problem)
{
    if (!problem.empty()) {
        m_problems.push_back(problem);
    }
}

std::string Findings::summary() const
{
    std::vector<std::string> all = m_problems;
    for (const std::string &output : m_golden.outputNames()) {
        if (!m_seen.contains(output)) {
            all.push_back(m_golden.name() + "/" + output + ": no test computes it");
        }
    }
    return fmt::format("{}", fmt::join(all, "\n"));
}

} // namespace tests
