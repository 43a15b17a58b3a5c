#include "tests/support/golden_reader.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/npy_file.h"

#include "tests/golden/case_kinds.h"
#include "tests/support/test_paths.h"

namespace tests {

namespace {

constexpr std::int64_t kSummaryValues = 64;

std::int64_t product(std::span<const std::int64_t> shape)
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

template <typename T>
T require(core::base::Result<T> result)
{
    if (!result) {
        throw std::runtime_error(result.error().sentence());
    }
    return std::move(result).value();
}

nlohmann::json readJson(const std::filesystem::path &path)
{
    return nlohmann::json::parse(require(core::base::readFile(path)));
}

core::data::NpyArray readArray(const std::filesystem::path &path)
{
    return require(core::data::readNpy(path));
}

void requireShape(const GoldenArray &array, std::size_t expected)
{
    if (array.values.size() != expected) {
        throw std::runtime_error(fmt::format("{}: the file holds {} values, not {}", array.name,
                                             array.values.size(), expected));
    }
}

void readFill(GoldenArray &array, const nlohmann::json &fill)
{
    if (fill.contains("shape")) {
        array.shape = fill.at("shape").get<std::vector<std::int64_t>>();
    }
    array.dtype = "float32";
    const std::vector<float> values =
        goldenFill(fill.at("k").get<std::int64_t>(), array.shape, fill.at("scale").get<double>(),
                   fill.at("offset").get<double>(), fill.value("row_step", std::int64_t{0}));
    array.values.assign(values.begin(), values.end());
}

// fustal_generator: 131 doubles of which the first three are sums.
void readSummary(GoldenArray &array, const nlohmann::json &entry)
{
    requireShape(array, static_cast<std::size_t>(3 + 2 * kSummaryValues));
    array.form = GoldenForm::Summary;
    array.shape = entry.at("of_shape").get<std::vector<std::int64_t>>();
    array.dtype = entry.at("of_dtype").get<std::string>();
    array.sums = GoldenSums{array.values[0], array.values[1], array.values[2]};
}

// ftcl: the first values, and [sum, sum of squares, sum of absolutes].
void readHead(GoldenArray &array, const std::filesystem::path &folder, const nlohmann::json &entry)
{
    array.form = GoldenForm::Head;
    array.values = readArray(folder / entry.at("head").get<std::string>()).toDoubles();
    const std::vector<double> sums =
        readArray(folder / entry.at("sums").get<std::string>()).toDoubles();
    array.sums = GoldenSums{sums.at(0), sums.at(2), sums.at(1)};
}

void readSample(GoldenArray &array, const nlohmann::json &entry)
{
    array.form = GoldenForm::Sample;
    if (entry.contains("flat_stride")) { // sal
        array.sampleStep = entry.at("flat_stride").get<std::int64_t>();
    } else { // fustal_student
        array.sampleStart = entry.at("sample").at("start").get<std::int64_t>();
        array.sampleStep = entry.at("sample").at("step").get<std::int64_t>();
    }
}

GoldenSums sumsOf(std::span<const double> values)
{
    GoldenSums sums;
    for (const double value : values) {
        sums.sum += value;
        sums.absSum += std::abs(value);
        sums.squareSum += value * value;
    }
    return sums;
}

// Pairs (flat index, expected value) of what the golden data holds of a tensor.
std::vector<std::pair<std::int64_t, double>> knownElements(const GoldenArray &expected)
{
    const std::int64_t count = expected.count();
    std::vector<std::pair<std::int64_t, double>> known;
    if (expected.form == GoldenForm::Summary) {
        const std::int64_t stride = std::max(std::int64_t{1}, count / kSummaryValues);
        for (std::int64_t i = 0; i < kSummaryValues; ++i) {
            const auto at = static_cast<std::size_t>(3 + i);
            if (i < count) {
                known.emplace_back(i, expected.values[at]);
            }
            if (i * stride < count) {
                known.emplace_back(i * stride, expected.values[at + kSummaryValues]);
            }
        }
        return known;
    }
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        known.emplace_back(expected.sampleStart +
                               static_cast<std::int64_t>(i) * expected.sampleStep,
                           expected.values[i]);
    }
    return known;
}

// 0 where within tolerance, otherwise by how many times it is exceeded.
double excess(double expected, double actual, double allowed)
{
    if (std::isnan(expected) || std::isnan(actual)) {
        return std::isnan(expected) && std::isnan(actual) ? 0.0
                                                          : std::numeric_limits<double>::infinity();
    }
    if (expected == actual) {
        return 0.0;
    }
    const double distance = std::abs(expected - actual);
    if (!(distance > allowed)) {
        return 0.0;
    }
    return allowed > 0.0 ? distance / allowed : std::numeric_limits<double>::infinity();
}

std::string sumDifference(const GoldenArray &expected, std::span<const double> actual,
                          const GoldenTolerance &tolerance)
{
    const GoldenSums &want = *expected.sums;
    const GoldenSums got = sumsOf(actual);
    const double slack = tolerance.abs * static_cast<double>(actual.size());
    const double largest = want.squareSum > 0.0 ? std::sqrt(want.squareSum) : 1.0;
    const struct
    {
        const char *name;
        double want, got, allowed;
    } rows[] = {
        {"sum", want.sum, got.sum, slack + tolerance.rel * want.absSum},
        {"sum of absolutes", want.absSum, got.absSum, slack + tolerance.rel * want.absSum},
        {"sum of squares", want.squareSum, got.squareSum,
         2.0 * (slack * largest + tolerance.rel * want.squareSum)},
    };
    for (const auto &row : rows) {
        // The reference summed in another order: rounding alone makes this much.
        const double rounding = 1e-12 * std::max(want.absSum, want.squareSum);
        if (excess(row.want, row.got, row.allowed + rounding) > 0.0) {
            return fmt::format(
                "{}: {} is {:.17g}, expected {:.17g} (off by {:.3g}, allowed {:.3g})",
                expected.name, row.name, row.got, row.want, std::abs(row.got - row.want),
                row.allowed);
        }
    }
    return {};
}

} // namespace

std::int64_t GoldenArray::count() const
{
    return product(shape);
}

std::vector<float> GoldenArray::floats() const
{
    std::vector<float> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [](double value) { return static_cast<float>(value); });
    return result;
}

std::vector<std::int64_t> GoldenArray::integers() const
{
    std::vector<std::int64_t> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [](double value) { return static_cast<std::int64_t>(value); });
    return result;
}

std::vector<int> GoldenArray::ints() const
{
    std::vector<int> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [](double value) { return static_cast<int>(value); });
    return result;
}

double GoldenArray::scalar() const
{
    if (values.size() != 1) {
        throw std::runtime_error(name + ": is no scalar");
    }
    return values.front();
}

std::string difference(const GoldenArray &expected, std::span<const double> actual,
                       const GoldenTolerance &tolerance)
{
    if (expected.count() != static_cast<std::int64_t>(actual.size())) {
        return fmt::format("{}: has {} elements, expected {}", expected.name, actual.size(),
                           expected.count());
    }
    const std::vector<std::pair<std::int64_t, double>> known = knownElements(expected);
    double largest = 0.0;
    for (const auto &[at, value] : known) {
        largest = std::max(largest, std::isfinite(value) ? std::abs(value) : 0.0);
    }
    double worst = 0.0;
    std::string sentence;
    for (const auto &[at, value] : known) {
        const double reference = tolerance.isOfLargest ? largest : std::abs(value);
        const double allowed = tolerance.abs + tolerance.rel * reference;
        const double got = actual[static_cast<std::size_t>(at)];
        const double times = excess(value, got, allowed);
        if (times > worst) {
            worst = times;
            sentence = fmt::format(
                "{}: element {} of {} is {:.17g}, expected {:.17g} (off by {:.3g}, allowed {:.3g})",
                expected.name, at, actual.size(), got, value, std::abs(got - value), allowed);
        }
    }
    if (sentence.empty() && expected.sums) {
        return sumDifference(expected, actual, tolerance);
    }
    return sentence;
}

std::string difference(const GoldenArray &expected, std::span<const float> actual,
                       const GoldenTolerance &tolerance)
{
    const std::vector<double> wide(actual.begin(), actual.end());
    return difference(expected, wide, tolerance);
}

std::string difference(const GoldenArray &expected, std::span<const std::int64_t> actual)
{
    std::vector<double> wide(actual.size());
    std::transform(actual.begin(), actual.end(), wide.begin(),
                   [](std::int64_t value) { return static_cast<double>(value); });
    return difference(expected, wide, {});
}

GoldenCase::GoldenCase(std::filesystem::path folder)
    : m_folder(std::move(folder))
    , m_name(m_folder.filename().string())
    , m_area(m_folder.parent_path().filename().string())
    , m_kind(caseKind(m_area, m_name))
    , m_manifest(readJson(m_folder / "manifest.json"))
{
}

std::filesystem::path GoldenCase::inputFile(const std::string &entry) const
{
    return m_folder / inputEntry(entry).at("file").get<std::string>();
}

const nlohmann::json &GoldenCase::inputEntry(const std::string &entry) const
{
    return require("inputs", entry);
}

const nlohmann::json &GoldenCase::outputEntry(const std::string &entry) const
{
    return require("outputs", entry);
}

double GoldenCase::tolerance(const std::string &key, double fallback) const
{
    const nlohmann::json &table = m_manifest.at("tolerance");
    const auto found = table.find(key);
    return found != table.end() && found->is_number() ? found->get<double>() : fallback;
}

std::vector<std::string> GoldenCase::names(const char *list) const
{
    std::vector<std::string> result;
    for (const nlohmann::json &entry : m_manifest.at(list)) {
        result.push_back(entry.at("name").get<std::string>());
    }
    return result;
}

const nlohmann::json *GoldenCase::find(const char *list, const std::string &entry) const
{
    for (const nlohmann::json &candidate : m_manifest.at(list)) {
        if (candidate.at("name") == entry) {
            return &candidate;
        }
    }
    return nullptr;
}

const nlohmann::json &GoldenCase::require(const char *list, const std::string &entry) const
{
    const nlohmann::json *found = find(list, entry);
    if (found == nullptr) {
        throw std::runtime_error(
            fmt::format("{}/{}: no entry '{}' in {}", m_area, m_name, entry, list));
    }
    return *found;
}

GoldenArray GoldenCase::array(const char *list, const std::string &entryName) const
{
    const nlohmann::json &entry = require(list, entryName);
    GoldenArray array;
    array.name = m_name + "/" + entryName;
    if (entry.contains("shape")) {
        array.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    }
    array.dtype = entry.value("dtype", "");
    if (entry.contains("fill")) {
        readFill(array, entry.at("fill"));
    } else if (entry.contains("head")) {
        readHead(array, m_folder, entry);
    } else {
        const core::data::NpyArray file = readArray(m_folder / entry.at("file").get<std::string>());
        array.values = file.toDoubles();
        if (entry.value("kind", "") == "summary") {
            readSummary(array, entry);
        } else if (entry.contains("sample")) {
            readSample(array, entry);
        } else if (file.shape() != array.shape) {
            throw std::runtime_error(array.name + ": file and manifest differ in shape");
        }
    }
    if (entry.contains("stats")) {
        const nlohmann::json &stats = entry.at("stats");
        array.sums =
            GoldenSums{stats.at("sum").get<double>(),
                       stats.at(stats.contains("abs_sum") ? "abs_sum" : "sum_abs").get<double>(),
                       stats.at("sum_sq").get<double>()};
    }
    return array;
}

nlohmann::json GoldenCase::json(const char *list, const std::string &entryName) const
{
    const nlohmann::json &entry = require(list, entryName);
    return entry.contains("value") ? entry.at("value")
                                   : readJson(m_folder / entry.at("file").get<std::string>());
}

std::filesystem::path goldenArea(const std::string &area)
{
    return goldenDir() / area;
}

std::vector<GoldenCase> goldenCases(const std::string &area)
{
    std::vector<std::filesystem::path> folders;
    std::error_code absent;
    for (const auto &entry : std::filesystem::directory_iterator(goldenArea(area), absent)) {
        if (entry.is_directory()) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return {folders.begin(), folders.end()};
}

std::vector<GoldenCase> goldenCases(const std::string &area, const std::string &kind)
{
    std::vector<GoldenCase> cases = goldenCases(area);
    std::erase_if(cases, [&](const GoldenCase &candidate) { return candidate.kind() != kind; });
    return cases;
}

std::vector<float> goldenFill(std::int64_t k, std::span<const std::int64_t> shape, double scale,
                              double offset, std::int64_t rowStep)
{
    const std::int64_t count = product(shape);
    const std::int64_t rows = rowStep == 0 || shape.empty() ? 1 : shape.front();
    const std::int64_t rowLength = rows == 0 ? 0 : count / rows;
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(count));
    for (std::int64_t r = 0; r < rows; ++r) {
        const double stream = static_cast<double>(k + rowStep * r + 1);
        for (std::int64_t i = 0; i < rowLength; ++i) {
            // Products from left to right, as the reference's scripts compute them.
            const double angle = stream * 12.9898 + static_cast<double>(i) * 0.618033988749895 *
                                                        (1.0 + 0.001 * stream);
            values.push_back(static_cast<float>(scale * std::sin(angle) + offset));
        }
    }
    return values;
}

} // namespace tests
