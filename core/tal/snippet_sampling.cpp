#include "core/tal/snippet_sampling.h"

#include <algorithm>

#include "core/base/random.h"

namespace core::tal {

namespace {

// floor(i·L/N) in integers: the published doubles give the same values (§1.4).
std::int64_t gridRow(std::int64_t i, std::int64_t stored, std::int64_t segments)
{
    return i * stored / segments;
}

} // namespace

std::vector<std::int64_t> uniformIndices(std::int64_t stored, std::int64_t segments)
{
    std::vector<std::int64_t> rows;
    if (stored < 1 || segments < 1) {
        return rows;
    }
    const std::int64_t count = std::min(stored, segments);
    rows.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        rows.push_back(stored <= segments ? i : gridRow(i, stored, segments));
    }
    return rows;
}

std::vector<IndexRange> perturbationRanges(std::int64_t stored, std::int64_t segments)
{
    std::vector<IndexRange> ranges;
    if (stored < 1 || segments < 1) {
        return ranges;
    }
    ranges.reserve(static_cast<std::size_t>(segments));
    for (std::int64_t i = 0; i < segments; ++i) {
        const std::int64_t row = gridRow(i, stored, segments);
        std::int64_t next = i + 1 < segments ? gridRow(i + 1, stored, segments) : stored - 1;
        if (stored == segments) {
            next = row; // the published code takes such a video as it is
        }
        ranges.push_back({.lowest = row, .highest = std::max(row, next)});
    }
    return ranges;
}

std::vector<std::int64_t> perturbedIndices(std::int64_t stored, std::int64_t segments,
                                           base::Random &random)
{
    std::vector<std::int64_t> rows;
    const std::vector<IndexRange> ranges = perturbationRanges(stored, segments);
    rows.reserve(ranges.size());
    for (const IndexRange &range : ranges) {
        rows.push_back(range.lowest == range.highest
                           ? range.lowest
                           : random.uniformInt(range.lowest, range.highest));
    }
    return rows;
}

} // namespace core::tal
