#include "core/tal/nms.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace core::tal {

namespace {

struct Span
{
    double start = 0.0;
    double end = 0.0;
};

// The expressions of the published code, in its order of operations.
double overlapOf(double startA, double endA, double startB, double endB, double one)
{
    const double lengthA = (endA - startA) + one;
    const double lengthB = (endB - startB) + one;
    const double inter = std::max(0.0, std::min(endA, endB) - std::max(startA, startB) + one);
    return inter / (lengthA + lengthB - inter);
}

// Finds, among the segments kept so far, the first one (by rank) that overlaps a new one by at
// least the threshold: only segments of similar length at a similar place can. A few segments are
// kept in order of their start, of which a search looks at a stretch. Many lie in cells by length
// (powers of two) and start (multiples of that length); since kept segments do not overlap each
// other much, a search looks at a few cells of a few segments.
class KeptSegments
{
public:
    KeptSegments(double threshold, double one)
        : m_threshold(threshold)
        , m_one(one)
        , m_isIndexed(threshold >= kLeastIndexedThreshold)
    {
    }

    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    void add(const Span &span)
    {
        const std::size_t rank = m_spans.size();
        m_spans.push_back(span);
        if (!m_isIndexed) {
            return;
        }
        if (!isIndexable(span, lengthOf(span))) {
            m_odd.push_back(rank);
        } else if (rank < kFew) {
            const auto isAfter = [](double start, const Placed &placed) {
                return start < placed.start;
            };
            m_few.insert(std::upper_bound(m_few.begin(), m_few.end(), span.start, isAfter),
                         {.start = span.start, .rank = rank});
        } else {
            for (const Placed &placed : m_few) {
                putInCell(placed.rank);
            }
            m_few.clear();
            putInCell(rank);
        }
    }

    std::size_t firstSuppressor(const Span &span) const
    {
        const double length = lengthOf(span);
        if (!m_isIndexed || !isIndexable(span, length)) {
            return plainSearch(span);
        }
        return indexedSearch(span, length);
    }

private:
    // Up to this many are kept in order of their start; below this threshold no order helps.
    static constexpr std::size_t kFew = 256;
    static constexpr double kLeastIndexedThreshold = 0.05;
    // Covers the rounding of the bounds below, which are exact in real numbers.
    static constexpr double kSlack = 1e-9;

    struct Placed
    {
        double start = 0.0;
        std::size_t rank = 0;
    };

    struct CellHash
    {
        std::size_t operator()(const std::pair<int, std::int64_t> &cell) const
        {
            const auto level = static_cast<std::uint64_t>(cell.first) + 4096U;
            const auto place = static_cast<std::uint64_t>(cell.second);
            return static_cast<std::size_t>((place * 0x9e3779b97f4a7c15ULL) ^ (level << 48U));
        }
    };

    static bool isIndexable(const Span &span, double length)
    {
        return std::isfinite(span.start) && std::isfinite(span.end) && length > 1e-12 &&
               std::abs(span.start) / length < 1e15;
    }

    double lengthOf(const Span &span) const { return span.end - span.start + m_one; }

    void putInCell(std::size_t rank)
    {
        const Span &span = m_spans[rank];
        const int level = std::ilogb(lengthOf(span));
        m_cells[{level, placeOf(span.start, level)}].push_back(rank);
    }

    static std::int64_t placeOf(double start, int level)
    {
        return static_cast<std::int64_t>(std::floor(std::ldexp(start, -level)));
    }

    bool isSuppressing(std::size_t rank, const Span &span) const
    {
        const Span &kept = m_spans[rank];
        const bool isApart =
            std::min(kept.end, span.end) - std::max(kept.start, span.start) + m_one <= 0.0;
        if (isApart && m_threshold > 0.0) {
            return false; // spares most divisions
        }
        return overlapOf(kept.start, kept.end, span.start, span.end, m_one) >= m_threshold;
    }

    std::size_t plainSearch(const Span &span) const
    {
        for (std::size_t rank = 0; rank < m_spans.size(); ++rank) {
            if (isSuppressing(rank, span)) {
                return rank;
            }
        }
        return kNone;
    }

    // An overlap >= t of lengths a and b needs t·a <= b <= a/t, and starts that differ by at most
    // (1-t) of the length of the one that starts first.
    std::size_t indexedSearch(const Span &span, double length) const
    {
        std::size_t first = kNone;
        const auto look = [&](std::size_t rank) {
            if (rank < first && isSuppressing(rank, span)) {
                first = rank;
            }
        };
        const double slack = (length + std::abs(span.start)) * kSlack;
        const double share = std::max(0.0, 1.0 - m_threshold);
        const double latest = span.start + share * length + slack;
        if (!m_few.empty()) {
            const double earliest = span.start - share * length / m_threshold - slack;
            for (const Placed *placed = firstFrom(earliest);
                 placed != m_few.data() + m_few.size() && placed->start <= latest; ++placed) {
                look(placed->rank);
            }
        } else {
            lookInCells(span, length, share, slack, latest, look);
        }
        std::for_each(m_odd.begin(), m_odd.end(), look);
        return first;
    }

    // The first of the few, at least one, that starts at `start` or later. Without a branch that a
    // processor would have to guess.
    const Placed *firstFrom(double start) const
    {
        const Placed *from = m_few.data();
        for (std::size_t count = m_few.size(); count > 0; count /= 2) {
            const std::size_t half = (count + 1) / 2;
            from += static_cast<std::size_t>(from[half - 1].start < start) * half;
        }
        return from;
    }

    template <typename Look>
    void lookInCells(const Span &span, double length, double share, double slack, double latest,
                     const Look &look) const
    {
        const int lowest = std::ilogb(length * m_threshold * (1.0 - kSlack));
        const int highest = std::ilogb(length / m_threshold * (1.0 + kSlack));
        for (int level = lowest; level <= highest; ++level) {
            const double longest = std::min(std::ldexp(1.0, level + 1), length / m_threshold);
            const std::int64_t from = placeOf(span.start - share * longest - slack, level);
            const std::int64_t to = placeOf(latest, level);
            for (std::int64_t place = from; place <= to; ++place) {
                if (const auto cell = m_cells.find({level, place}); cell != m_cells.end()) {
                    std::for_each(cell->second.begin(), cell->second.end(), look);
                }
            }
        }
    }

    double m_threshold;
    double m_one;
    bool m_isIndexed;
    std::vector<Span> m_spans; // by rank
    std::vector<Placed> m_few; // by start; empty once there are cells
    std::unordered_map<std::pair<int, std::int64_t>, std::vector<std::size_t>, CellHash> m_cells;
    std::vector<std::size_t> m_odd; // not finite or without extent: always looked at
};

// Score descending; equal scores: later first; NaN counts as the lowest score.
bool isAhead(const NmsPick &a, const NmsPick &b)
{
    return a.score != b.score ? a.score > b.score : a.index > b.index;
}

// All entries in that order. Where their scores are finite they are first spread over as many
// buckets as there are entries, by score, which leaves little to compare.
std::vector<NmsPick> descending(std::span<const model::Detection> detections)
{
    const std::size_t count = detections.size();
    const auto pickOf = [&](std::size_t i) -> NmsPick {
        const double score = detections[i].score;
        return {.index = i,
                .score = std::isnan(score) ? -std::numeric_limits<double>::infinity() : score};
    };
    double high = -std::numeric_limits<double>::infinity();
    double low = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < count; ++i) {
        const double score = pickOf(i).score;
        high = score > high ? score : high;
        low = score < low ? score : low;
    }
    std::vector<NmsPick> sorted(count);
    const double scale = static_cast<double>(count) / (high - low) * (1.0 - 1e-9);
    if (!std::isfinite(high - low) || !std::isfinite(scale)) { // infinite scores, or all are equal
        for (std::size_t i = 0; i < count; ++i) {
            sorted[i] = pickOf(i);
        }
        std::sort(sorted.begin(), sorted.end(), isAhead);
        return sorted;
    }
    const auto bucketOf = [&](std::size_t i) {
        return static_cast<std::size_t>((high - detections[i].score) * scale);
    };
    std::vector<std::size_t> ends(count + 1, 0);
    for (std::size_t i = 0; i < count; ++i) {
        ++ends[bucketOf(i) + 1];
    }
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    for (std::size_t i = 0; i < count; ++i) {
        sorted[ends[bucketOf(i)]++] = pickOf(i);
    }
    std::size_t first = 0;
    for (std::size_t bucket = 0; bucket < count; ++bucket) {
        if (ends[bucket] - first > 1) {
            std::sort(sorted.data() + first, sorted.data() + ends[bucket], isAhead);
        }
        first = ends[bucket];
    }
    return sorted;
}

double decayFactor(double overlap, const NmsRule &rule)
{
    return rule.method == model::NmsMethod::SoftLinear
               ? 1.0 - overlap
               : std::exp(-(overlap * overlap) / rule.softNmsAlpha);
}

} // namespace

double nmsOverlap(const model::Detection &a, const model::Detection &b, bool isPlusOne)
{
    return overlapOf(a.start, a.end, b.start, b.end, isPlusOne ? 1.0 : 0.0);
}

std::vector<NmsPick> suppressOverlaps(std::span<const model::Detection> detections,
                                      const NmsRule &rule)
{
    std::vector<NmsPick> picks;
    picks.reserve(detections.size());
    // Soft rules only: what was suppressed, by the rank of the kept segment that did it.
    struct Suppressed
    {
        std::size_t suppressor;
        NmsPick pick;
    };
    std::vector<Suppressed> side;
    const double one = rule.isPlusOne ? 1.0 : 0.0;
    KeptSegments kept(rule.tiou, one);
    for (const auto &[index, sortedBy] : descending(detections)) {
        const model::Detection &detection = detections[index];
        const Span span{.start = detection.start, .end = detection.end};
        const std::size_t suppressor = rule.method == model::NmsMethod::None
                                           ? KeptSegments::kNone
                                           : kept.firstSuppressor(span);
        if (suppressor == KeptSegments::kNone) {
            kept.add(span);
            picks.push_back({.index = index, .score = detection.score});
        } else if (rule.method != model::NmsMethod::Hard) {
            const double overlap =
                nmsOverlap(detections[picks[suppressor].index], detection, rule.isPlusOne);
            side.push_back(
                {.suppressor = suppressor,
                 .pick = {.index = index, .score = detection.score * decayFactor(overlap, rule)}});
        }
    }
    std::stable_sort(side.begin(), side.end(), [](const Suppressed &a, const Suppressed &b) {
        return a.suppressor < b.suppressor;
    });
    for (const Suppressed &entry : side) {
        picks.push_back(entry.pick);
    }
    return picks;
}

} // namespace core::tal
