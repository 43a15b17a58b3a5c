#include "core/model/interval_index.h"

#include <algorithm>
#include <tuple>

namespace core::model {

using base::TimeRange;
using base::TimeUs;

IntervalIndex::IntervalIndex(std::span<const TimeRange> intervals)
{
    m_entries.reserve(intervals.size());
    for (const TimeRange &range : intervals) {
        m_entries.push_back({range, range.endUs, static_cast<int>(m_entries.size())});
    }
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
        return std::tie(a.range.startUs, a.position) < std::tie(b.range.startUs, b.position);
    });
    if (!m_entries.empty()) {
        buildSubtree(0, m_entries.size());
    }
}

std::vector<int> IntervalIndex::overlapping(TimeRange range) const
{
    std::vector<int> found;
    range.endUs = std::max(range.endUs, range.startUs + 1);
    collect(0, m_entries.size(), range, found);
    return found;
}

TimeUs IntervalIndex::buildSubtree(std::size_t begin, std::size_t end)
{
    const std::size_t middle = begin + (end - begin) / 2;
    Entry &root = m_entries[middle];
    if (begin < middle) {
        root.maxEndUs = std::max(root.maxEndUs, buildSubtree(begin, middle));
    }
    if (middle + 1 < end) {
        root.maxEndUs = std::max(root.maxEndUs, buildSubtree(middle + 1, end));
    }
    return root.maxEndUs;
}

void IntervalIndex::collect(std::size_t begin, std::size_t end, TimeRange range,
                            std::vector<int> &found) const
{
    if (begin >= end) {
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const Entry &root = m_entries[middle];
    if (root.maxEndUs <= range.startUs) {
        return; // everything here ends before the range
    }
    collect(begin, middle, range, found);
    if (root.range.startUs < range.endUs) {
        if (root.range.overlaps(range)) {
            found.push_back(root.position);
        }
        collect(middle + 1, end, range, found);
    }
}

} // namespace core::model
