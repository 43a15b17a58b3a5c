#pragma once

#include <cstddef>

namespace core::tal {

// Sum of float64 values with NumPy's pairwise algorithm: blocks of up to 128 values with eight
// running sums, halves above. Bit for bit what np.sum and np.mean give for a contiguous array, so
// that scores which decide an order agree with the published code to the last bit.
double pairwiseSum(const double *values, std::size_t count);

} // namespace core::tal
