#include "core/tal/snippet_sampling.h"

#include <algorithm>
#include <cmath>

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

std::vector<std::int64_t> stretchedIndices(std::int64_t stored, std::int64_t segments)
{
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; stored > 0 && i < segments; ++i) {
        rows.push_back(gridRow(i, stored, segments));
    }
    return rows;
}

std::vector<std::int64_t> bootstrapIndices(std::int64_t stored, std::int64_t segments,
                                           const DrawInteger &draw)
{
    std::vector<std::int64_t> rows;
    if (stored < 1 || segments < 1) {
        return rows;
    }
    rows.reserve(static_cast<std::size_t>(segments));
    for (std::int64_t i = 0; i < segments; ++i) {
        if (stored == segments) {
            rows.push_back(i);
        } else if (stored < segments) {
            rows.push_back(draw(0, stored - 1));
        } else if (i + 1 < segments) {
            rows.push_back(draw(gridRow(i, stored, segments), gridRow(i + 1, stored, segments)));
        } else {
            rows.push_back(draw(rows.empty() ? 0 : rows.back(), stored - 1));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<std::int64_t> bootstrapIndices(std::int64_t stored, std::int64_t segments,
                                           base::Random &random)
{
    return bootstrapIndices(stored, segments, [&](std::int64_t low, std::int64_t high) {
        return random.uniformInt(low, high);
    });
}

std::vector<std::int64_t> roundedQuotientIndices(std::int64_t stored, std::int64_t segments)
{
    if (stored == 1) {
        return {0, 0};
    }
    std::vector<std::int64_t> rows = uniformIndices(stored, segments);
    if (stored > segments) {
        const double quotient = static_cast<double>(stored) / static_cast<double>(segments);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i] = static_cast<std::int64_t>(std::floor(static_cast<double>(i) * quotient));
        }
    }
    return rows;
}

} // namespace core::tal
