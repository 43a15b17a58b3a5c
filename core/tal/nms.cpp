#include "core/tal/nms.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
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
// least the threshold. Segments lie in cells by length (powers of two) and start (multiples of that
// length): only segments of similar length at a similar place can reach the threshold, and kept
// segments do not overlap each other much, so that a search looks at a few cells of a few segments.
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
        m_spans.push_back(span);
        if (!m_isIndexed || m_spans.size() < kPlainLimit) {
            return;
        }
        if (m_spans.size() == kPlainLimit) {
            for (std::size_t rank = 0; rank + 1 < kPlainLimit; ++rank) {
                insert(rank);
            }
        }
        insert(m_spans.size() - 1);
    }

    std::size_t firstSuppressor(const Span &span) const
    {
        const double length = span.end - span.start + m_one;
        if (m_spans.size() < kPlainLimit || !m_isIndexed || !isIndexable(span, length)) {
            return plainSearch(span);
        }
        return indexedSearch(span, length);
    }

private:
    // Below this many kept segments a plain scan is faster; below this threshold cells do not help.
    static constexpr std::size_t kPlainLimit = 256;
    static constexpr double kLeastIndexedThreshold = 0.05;
    // Covers the rounding of the bounds below, which are exact in real numbers.
    static constexpr double kSlack = 1e-9;

    struct CellHash
    {
        std::size_t operator()(const std::pair<int, std::int64_t> &cell) const
        {
            const auto level = static_cast<std::uint64_t>(cell.first + 4096);
            const auto place = static_cast<std::uint64_t>(cell.second);
            return static_cast<std::size_t>((place * 0x9e3779b97f4a7c15ULL) ^ (level << 48U));
        }
    };

    static bool isIndexable(const Span &span, double length)
    {
        return std::isfinite(span.start) && std::isfinite(span.end) && length > 1e-12 &&
               std::abs(span.start) / length < 1e15;
    }

    void insert(std::size_t rank)
    {
        const Span &span = m_spans[rank];
        const double length = span.end - span.start + m_one;
        if (!isIndexable(span, length)) {
            m_odd.push_back(rank);
            return;
        }
        const int level = std::ilogb(length);
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
        const int lowest = std::ilogb(length * m_threshold * (1.0 - kSlack));
        const int highest = std::ilogb(length / m_threshold * (1.0 + kSlack));
        const double share = std::max(0.0, 1.0 - m_threshold);
        for (int level = lowest; level <= highest; ++level) {
            const double longest = std::min(std::ldexp(1.0, level + 1), length / m_threshold);
            const std::int64_t from = placeOf(span.start - share * longest - slack, level);
            const std::int64_t to = placeOf(span.start + share * length + slack, level);
            for (std::int64_t place = from; place <= to; ++place) {
                if (const auto cell = m_cells.find({level, place}); cell != m_cells.end()) {
                    std::for_each(cell->second.begin(), cell->second.end(), look);
                }
            }
        }
        std::for_each(m_odd.begin(), m_odd.end(), look);
        return first;
    }

    double m_threshold;
    double m_one;
    bool m_isIndexed;
    std::vector<Span> m_spans; // by rank
    std::unordered_map<std::pair<int, std::int64_t>, std::vector<std::size_t>, CellHash> m_cells;
    std::vector<std::size_t> m_odd; // not finite or without extent: always looked at
};

// Score descending; equal scores: later first; NaN counts as the lowest score.
std::vector<NmsPick> descending(std::span<const model::Detection> detections)
{
    std::vector<NmsPick> order;
    order.reserve(detections.size());
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const double score = detections[i].score;
        order.push_back(
            {.index = i,
             .score = std::isnan(score) ? -std::numeric_limits<double>::infinity() : score});
    }
    std::sort(order.begin(), order.end(), [](const NmsPick &a, const NmsPick &b) {
        return a.score != b.score ? a.score > b.score : a.index > b.index;
    });
    return order;
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
