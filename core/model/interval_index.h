#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"

namespace core::model {

// Answers "which of these intervals are visible" in O(log n + hits). Built once from n intervals
// and immutable; the caller's vector is copied, intervals are named by their position in it. Any
// thread may read.
class IntervalIndex
{
public:
    IntervalIndex() = default;
    // O(n log n). Intervals may be equal, nested and in any order; each start < end.
    explicit IntervalIndex(std::span<const base::TimeRange> intervals);

    std::size_t size() const { return m_entries.size(); }

    // Positions of the intervals that share an instant with the half-open range, by ascending
    // start, equal starts by ascending position. An empty range is taken as the instant it starts
    // at.
    std::vector<int> overlapping(base::TimeRange range) const;
    // Positions of the intervals that contain the instant.
    std::vector<int> at(base::TimeUs time) const { return overlapping({time, time + 1}); }

private:
    struct Entry
    {
        base::TimeRange range;
        base::TimeUs maxEndUs = 0; // latest end in the subtree whose root this entry is
        int position = 0;
    };

    base::TimeUs buildSubtree(std::size_t begin, std::size_t end);
    void collect(std::size_t begin, std::size_t end, base::TimeRange range,
                 std::vector<int> &found) const;

    // Sorted by start. The middle of [begin, end) is the root of the implicit balanced tree over
    // that part.
    std::vector<Entry> m_entries;
};

} // namespace core::model
