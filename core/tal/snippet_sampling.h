#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace core::base {
class Random;
}

namespace core::tal {

// Which stored snippets of a video the network sees (spec fustal-stage1-2 §1.4). All lists hold row
// numbers in 0 … stored-1, never decreasing. stored = L, segments = N of the paper; both at least
// 1, otherwise the list is empty.

// Inference: every row where L <= N, else N rows floor(i·L/N).
std::vector<std::int64_t> uniformIndices(std::int64_t stored, std::int64_t segments);

// Rows that random perturbation may draw at one position, both ends included.
struct IndexRange
{
    std::int64_t lowest = 0;
    std::int64_t highest = 0;

    bool operator==(const IndexRange &) const = default;
};

// Training: the range of every position; always N of them, shorter videos are stretched.
std::vector<IndexRange> perturbationRanges(std::int64_t stored, std::int64_t segments);

// Training: one draw from every range, in order. Consumes one number a range that holds more than
// one row.
std::vector<std::int64_t> perturbedIndices(std::int64_t stored, std::int64_t segments,
                                           base::Random &random);

// Inference of SAL (spec sal §1): always `segments` rows floor(i·L/N), shorter videos stretched.
std::vector<std::int64_t> stretchedIndices(std::int64_t stored, std::int64_t segments);

// Draws a whole number from low … high, both included.
using DrawInteger = std::function<std::int64_t(std::int64_t low, std::int64_t high)>;

// Training of FTCL (spec ftcl §1), always `segments` rows: a shorter video is drawn from with
// replacement, in order of time; a longer one over the grid of perturbationRanges(), the last row
// from where the one before was drawn to the end. One draw a row, none where L == N.
std::vector<std::int64_t> bootstrapIndices(std::int64_t stored, std::int64_t segments,
                                           const DrawInteger &draw);
std::vector<std::int64_t> bootstrapIndices(std::int64_t stored, std::int64_t segments,
                                           base::Random &random);

// Inference of FTCL: every row where 1 < L <= N, the only row twice where L == 1, else rows
// floor(i·(L/N)) with the quotient rounded first, which for some lengths is one row earlier or
// later than uniformIndices().
std::vector<std::int64_t> roundedQuotientIndices(std::int64_t stored, std::int64_t segments);

} // namespace core::tal
