#include "core/tal/pairwise_sum.h"

#include <array>

namespace core::tal {

double pairwiseSum(const double *values, std::size_t count)
{
    constexpr std::size_t kLanes = 8;
    constexpr std::size_t kBlock = 128;
    if (count < kLanes) {
        double sum = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += values[i];
        }
        return sum;
    }
    if (count > kBlock) {
        std::size_t half = count / 2;
        half -= half % kLanes;
        return pairwiseSum(values, half) + pairwiseSum(values + half, count - half);
    }
    std::array<double, kLanes> sums;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        sums[lane] = values[lane];
    }
    std::size_t i = kLanes;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums[lane] += values[i + lane];
        }
    }
    double sum =
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; i < count; ++i) {
        sum += values[i];
    }
    return sum;
}

} // namespace core::tal
