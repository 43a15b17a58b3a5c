#include "core/tal/feature_halves.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace core::tal {

namespace {

constexpr std::size_t kFewestVideos = 4;
constexpr std::size_t kLeastWidth = 8;
constexpr double kMargin = 0.5;
constexpr std::int64_t kLeastFlowWidth = 64;
constexpr std::int64_t kFewestSteps = 8; // snippets for a step to mean something
constexpr double kNearZero = 0.05;       // of the mean of all values

double correlation(std::span<const float> a, std::span<const float> b)
{
    const auto count = static_cast<double>(a.size());
    double meanA = 0.0;
    double meanB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        meanA += static_cast<double>(a[i]) / count;
        meanB += static_cast<double>(b[i]) / count;
    }
    double product = 0.0;
    double squareA = 0.0;
    double squareB = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double x = static_cast<double>(a[i]) - meanA;
        const double y = static_cast<double>(b[i]) - meanB;
        product += x * y;
        squareA += x * x;
        squareB += y * y;
    }
    const double norm = std::sqrt(squareA * squareB);
    return norm > 0.0 ? product / norm : 0.0;
}

// The columns from `begin` on of a half of a matrix.
struct Half
{
    const model::FeatureMatrix &features;
    std::int64_t begin;

    double at(std::int64_t t, std::int64_t d) const
    {
        return static_cast<double>(
            features.values[static_cast<std::size_t>(t * features.dim + begin + d)]);
    }
    std::int64_t width() const { return features.dim / 2; }
};

double meanOf(const Half &half)
{
    double sum = 0.0;
    for (std::int64_t t = 0; t < half.features.snippets; ++t) {
        for (std::int64_t d = 0; d < half.width(); ++d) {
            sum += half.at(t, d);
        }
    }
    return sum / static_cast<double>(half.features.snippets * half.width());
}

std::int64_t countBelow(const Half &half, double limit)
{
    std::int64_t count = 0;
    for (std::int64_t t = 0; t < half.features.snippets; ++t) {
        for (std::int64_t d = 0; d < half.width(); ++d) {
            count += half.at(t, d) < limit ? 1 : 0;
        }
    }
    return count;
}

// The median of the columns' mean squared step over their variance; 0 where none varies.
double roughness(const Half &half)
{
    const auto count = static_cast<double>(half.features.snippets);
    std::vector<double> ratios;
    for (std::int64_t d = 0; d < half.width(); ++d) {
        double sum = 0.0;
        double steps = 0.0;
        for (std::int64_t t = 0; t < half.features.snippets; ++t) {
            const double step = t > 0 ? half.at(t, d) - half.at(t - 1, d) : 0.0;
            sum += half.at(t, d);
            steps += step * step;
        }
        double squares = 0.0;
        for (std::int64_t t = 0; t < half.features.snippets; ++t) {
            const double off = half.at(t, d) - sum / count;
            squares += off * off;
        }
        if (squares > 0.0) {
            ratios.push_back(steps / squares);
        }
    }
    if (ratios.empty()) {
        return 0.0;
    }
    const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::nth_element(ratios.begin(), middle, ratios.end());
    return *middle;
}

} // namespace

FlowHalf flowHalf(const model::FeatureMatrix &features)
{
    const bool isFit =
        features.dim >= kLeastFlowWidth && features.dim % 2 == 0 && features.snippets > 0;
    if (!isFit || std::any_of(features.values.begin(), features.values.end(),
                              [](float value) { return value < 0.0F; })) {
        return FlowHalf::Unclear;
    }
    const Half first{features, 0};
    const Half second{features, features.dim / 2};
    const double means[] = {meanOf(first), meanOf(second)};
    const double limit = kNearZero * (means[0] + means[1]) / 2.0;
    int votes = 0; // above zero: the first is flow's
    const auto vote = [&votes](double flowlike, double other) {
        votes += flowlike > other ? 1 : flowlike < other ? -1 : 0;
    };
    vote(means[1], means[0]);
    vote(static_cast<double>(countBelow(first, limit)),
         static_cast<double>(countBelow(second, limit)));
    if (features.snippets >= kFewestSteps) {
        vote(roughness(first), roughness(second));
    }
    return votes > 0 ? FlowHalf::First : votes < 0 ? FlowHalf::Second : FlowHalf::Unclear;
}

std::vector<std::size_t> swappedHalves(const std::vector<std::vector<float>> &columnMeans)
{
    std::vector<std::size_t> swapped;
    const std::size_t width = columnMeans.empty() ? 0 : columnMeans.front().size();
    if (columnMeans.size() < kFewestVideos || width < kLeastWidth || width % 2 != 0) {
        return swapped;
    }
    std::vector<float> usual(width);
    std::vector<float> column(columnMeans.size());
    for (std::size_t d = 0; d < width; ++d) {
        for (std::size_t v = 0; v < columnMeans.size(); ++v) {
            column[v] = columnMeans[v][d];
        }
        const auto middle = column.begin() + static_cast<std::ptrdiff_t>(column.size() / 2);
        std::nth_element(column.begin(), middle, column.end());
        usual[d] = *middle;
    }
    const std::size_t half = width / 2;
    const auto halfOf = [half](const std::vector<float> &values, bool isSecond) {
        return std::span(values).subspan(isSecond ? half : 0, half);
    };
    for (std::size_t v = 0; v < columnMeans.size(); ++v) {
        const auto first = halfOf(columnMeans[v], false);
        const auto second = halfOf(columnMeans[v], true);
        const double straight =
            correlation(first, halfOf(usual, false)) + correlation(second, halfOf(usual, true));
        const double crossed =
            correlation(first, halfOf(usual, true)) + correlation(second, halfOf(usual, false));
        if (crossed > straight + kMargin) {
            swapped.push_back(v);
        }
    }
    return swapped;
}

} // namespace core::tal
