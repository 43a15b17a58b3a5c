#include "core/tal/feature_halves.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace core::tal {

namespace {

constexpr std::size_t kFewestVideos = 4;
constexpr std::size_t kLeastWidth = 8;
constexpr double kMargin = 0.5;

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

} // namespace

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
