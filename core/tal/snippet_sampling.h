#pragma once

#include <cstdint>
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

} // namespace core::tal
