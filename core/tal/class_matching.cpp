#include "core/tal/class_matching.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/tal/pairwise_sum.h"

namespace core::tal {

namespace {

void sortByScore(std::vector<Scored> &scored, TieRule equalScores)
{
    std::sort(scored.begin(), scored.end(), [equalScores](const Scored &a, const Scored &b) {
        if (a.score != b.score) {
            return a.score > b.score;
        }
        if (equalScores == TieRule::VideoName && a.nameRank != b.nameRank) {
            return a.nameRank < b.nameRank;
        }
        return equalScores == TieRule::LaterFirst ? a.order > b.order : a.order < b.order;
    });
}

std::size_t countScoreTies(const std::vector<Scored> &scored)
{
    std::size_t ties = 0;
    for (std::size_t i = 1; i < scored.size(); ++i) {
        ties += scored[i].score == scored[i - 1].score ? 1 : 0;
    }
    return ties;
}

bool passes(double overlap, double threshold, bool isExclusive)
{
    return isExclusive ? overlap > threshold : !(overlap < threshold); // NaN passes as published
}

// Each prediction claims the free ground truth that it overlaps most.
class PredictionsClaim
{
public:
    PredictionsClaim(const ClassTruth &truth, std::span<const double> tious,
                     const Protocol &protocol)
        : m_truth(truth)
        , m_tious(tious)
        , m_protocol(protocol)
        , m_lowest(*std::min_element(tious.begin(), tious.end()))
        , m_isLocked(tious.size() * truth.items.size(), false)
    {
    }

    void run(const std::vector<Scored> &scored, ClassMatching &matching)
    {
        for (std::size_t i = 0; i < scored.size(); ++i) {
            findCandidates(scored[i], matching);
            for (std::size_t t = 0; t < m_tious.size(); ++t) {
                matching.claims[t][i] = claim(t);
            }
        }
    }

private:
    struct Overlap
    {
        double tiou = 0.0;
        std::size_t item = 0;
    };

    std::int32_t claim(std::size_t t)
    {
        for (const Overlap &candidate : m_candidates) {
            if (!passes(candidate.tiou, m_tious[t], m_protocol.isTiouExclusive)) {
                break;
            }
            const std::size_t lock = t * m_truth.items.size() + candidate.item;
            if (!m_isLocked[lock]) {
                m_isLocked[lock] = true;
                return m_truth.items[candidate.item].instance;
            }
        }
        return kFalsePositive;
    }

    // Ground truth of the same video with an overlap that counts at some tIoU, best first. NaN,
    // from two segments without length, comes before everything, as in the published sort.
    void findCandidates(const Scored &scored, ClassMatching &matching)
    {
        m_candidates.clear();
        const TruthGroup *group = scored.gtVideo < 0 ? nullptr : m_truth.groupOf(scored.gtVideo);
        if (group == nullptr) {
            return;
        }
        for (std::int32_t i = group->first; i < group->last; ++i) {
            const TruthItem &item = m_truth.items[static_cast<std::size_t>(i)];
            const double overlap = tiou(scored.start, scored.end, item.start, item.end);
            if (!(overlap < m_lowest)) {
                m_candidates.push_back({.tiou = overlap, .item = static_cast<std::size_t>(i)});
            }
        }
        const bool isLaterFirst = m_protocol.equalOverlaps == TieRule::LaterFirst;
        std::sort(m_candidates.begin(), m_candidates.end(),
                  [&](const Overlap &a, const Overlap &b) {
                      if (std::isnan(a.tiou) != std::isnan(b.tiou)) {
                          return std::isnan(a.tiou);
                      }
                      if (a.tiou != b.tiou && !std::isnan(a.tiou)) {
                          return a.tiou > b.tiou;
                      }
                      return isLaterFirst ? a.item > b.item : a.item < b.item;
                  });
        for (std::size_t i = 1; i < m_candidates.size(); ++i) {
            matching.overlapTies += m_candidates[i].tiou == m_candidates[i - 1].tiou ? 1 : 0;
        }
    }

    const ClassTruth &m_truth;
    std::span<const double> m_tious;
    const Protocol &m_protocol;
    double m_lowest;
    std::vector<bool> m_isLocked; // by tIoU, then item
    std::vector<Overlap> m_candidates;
};

// Intersection over the hull, which is the union where they meet; in the kit's order of arithmetic.
double hullOverlap(const Scored &a, const TruthItem &b)
{
    const double inter = std::min(a.end, b.end) - std::max(a.start, b.start);
    return inter > 0.0 ? inter / (std::max(a.end, b.end) - std::min(a.start, b.start)) : 0.0;
}

// Each ground truth, in file order, takes the free prediction of its video that overlaps it most;
// of equal overlaps the one of higher score.
class TruthClaims
{
public:
    TruthClaims(const ClassTruth &truth, std::span<const double> tious, const Protocol &protocol)
        : m_truth(truth)
        , m_tious(tious)
        , m_protocol(protocol)
    {
    }

    void run(const std::vector<Scored> &scored, ClassMatching &matching)
    {
        // Predictions by ground-truth video, in order of evaluation.
        std::vector<std::vector<std::size_t>> members(m_truth.groups.size());
        for (std::size_t i = 0; i < scored.size(); ++i) {
            const TruthGroup *group =
                scored[i].gtVideo < 0 ? nullptr : m_truth.groupOf(scored[i].gtVideo);
            if (group != nullptr) {
                members[static_cast<std::size_t>(group - m_truth.groups.data())].push_back(i);
            }
        }
        for (std::size_t g = 0; g < members.size(); ++g) {
            matchGroup(m_truth.groups[g], members[g], scored, matching);
        }
    }

private:
    void matchGroup(const TruthGroup &group, const std::vector<std::size_t> &members,
                    const std::vector<Scored> &scored, ClassMatching &matching)
    {
        std::vector<double> overlaps(members.size());
        for (std::int32_t k = group.first; k < group.last; ++k) {
            const TruthItem &item = m_truth.items[static_cast<std::size_t>(k)];
            double best = 0.0;
            for (std::size_t i = 0; i < members.size(); ++i) {
                overlaps[i] = hullOverlap(scored[members[i]], item);
                best = std::max(best, overlaps[i]);
            }
            const double lowest = *std::min_element(m_tious.begin(), m_tious.end());
            if (passes(best, lowest, m_protocol.isTiouExclusive)) {
                const auto equals = std::count(overlaps.begin(), overlaps.end(), best);
                matching.overlapTies += static_cast<std::size_t>(equals - 1);
            }
            for (std::size_t t = 0; t < m_tious.size(); ++t) {
                const bool isContested = take(item, members, overlaps, best, t, matching);
                matching.contested += isContested && m_tious[t] == lowest ? 1 : 0;
            }
        }
    }

    // Whether the best prediction was gone although it would have passed.
    bool take(const TruthItem &item, const std::vector<std::size_t> &members,
              const std::vector<double> &overlaps, double best, std::size_t t,
              ClassMatching &matching)
    {
        std::vector<std::int32_t> &claims = matching.claims[t];
        std::size_t chosen = members.size();
        double highest = -std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (claims[members[i]] == kFalsePositive && overlaps[i] > highest) {
                highest = overlaps[i];
                chosen = i;
            }
        }
        if (chosen < members.size() && passes(highest, m_tious[t], m_protocol.isTiouExclusive)) {
            claims[members[chosen]] = item.instance;
        }
        return highest < best && passes(best, m_tious[t], m_protocol.isTiouExclusive);
    }

    const ClassTruth &m_truth;
    std::span<const double> m_tious;
    const Protocol &m_protocol;
};

void ignoreAmbiguous(const std::vector<Scored> &scored,
                     const std::vector<model::VideoGroundTruth> &videos, ClassMatching &matching)
{
    for (std::size_t i = 0; i < scored.size(); ++i) {
        if (scored[i].gtVideo < 0) {
            continue;
        }
        const auto &ambiguous = videos[static_cast<std::size_t>(scored[i].gtVideo)].ambiguous;
        const bool isTouched =
            std::any_of(ambiguous.begin(), ambiguous.end(), [&](const model::Interval &interval) {
                return std::min(scored[i].end, interval.end) >
                       std::max(scored[i].start, interval.start);
            });
        if (!isTouched) {
            continue;
        }
        for (std::vector<std::int32_t> &claims : matching.claims) {
            claims[i] = claims[i] == kFalsePositive ? kIgnored : claims[i];
        }
    }
}

// Precision and recall at the true positives, the only places where recall rises.
struct Hits
{
    std::vector<double> precision;
    std::vector<double> recall;
};

Hits hitsOf(std::span<const std::int32_t> claims, double positives, double instancesPerClass,
            PrecisionRule rule)
{
    Hits found;
    std::size_t hits = 0;
    std::size_t misses = 0;
    for (const std::int32_t claim : claims) {
        misses += claim == kFalsePositive ? 1 : 0;
        if (claim < 0) {
            continue;
        }
        ++hits;
        const double recall = static_cast<double>(hits) / positives;
        const double weighted = recall * instancesPerClass;
        found.recall.push_back(recall);
        found.precision.push_back(rule == PrecisionRule::Plain
                                      ? static_cast<double>(hits) /
                                            static_cast<double>(hits + misses)
                                      : weighted / (weighted + static_cast<double>(misses)));
    }
    return found;
}

} // namespace

ClassMatching matchClass(const ClassTruth &truth, std::vector<Scored> &scored,
                         std::span<const double> tious, const Protocol &protocol,
                         const std::vector<model::VideoGroundTruth> &videos)
{
    ClassMatching matching;
    matching.claims.assign(tious.size(), std::vector<std::int32_t>(scored.size(), kFalsePositive));
    sortByScore(scored, protocol.equalScores);
    matching.scoreTies = countScoreTies(scored);
    if (protocol.matchOrder == MatchOrder::Predictions) {
        PredictionsClaim(truth, tious, protocol).run(scored, matching);
    } else {
        TruthClaims(truth, tious, protocol).run(scored, matching);
    }
    if (protocol.ignoresAmbiguous) {
        ignoreAmbiguous(scored, videos, matching);
    }
    return matching;
}

double averagePrecision(std::span<const std::int32_t> claims, std::size_t gtInstances,
                        double instancesPerClass, const Protocol &protocol)
{
    if (gtInstances == 0) {
        return 0.0;
    }
    const auto positives = static_cast<double>(gtInstances);
    Hits hits = hitsOf(claims, positives, instancesPerClass, protocol.precision);
    if (protocol.area == AreaRule::AtHits) {
        double sum = 0.0;
        for (const double precision : hits.precision) {
            sum += precision;
        }
        return sum / positives;
    }
    // The running maximum from the right needs only the hits: between two of them precision falls.
    for (std::size_t i = hits.precision.size(); i-- > 1;) {
        hits.precision[i - 1] = std::max(hits.precision[i - 1], hits.precision[i]);
    }
    std::vector<double> areas;
    double before = 0.0;
    for (std::size_t i = 0; i < hits.precision.size(); ++i) {
        areas.push_back((hits.recall[i] - before) * hits.precision[i]);
        before = hits.recall[i];
    }
    return pairwiseSum(areas.data(), areas.size());
}

double tiou(double start, double end, double otherStart, double otherEnd)
{
    const double inter = std::max(0.0, std::min(end, otherEnd) - std::max(start, otherStart));
    // In the published order: the length of the ground truth first.
    return inter / ((otherEnd - otherStart) + (end - start) - inter);
}

} // namespace core::tal
