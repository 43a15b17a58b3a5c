// The student's half of nms.h: float32, as the published operators.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/tal/nms.h"

namespace core::tal {

namespace {

// Keeps segments without extent from dividing by zero.
constexpr float kLengthFloor = 1e-6F;

struct Entry
{
    float start;
    float end;
    float score;
    float length;
    std::size_t index;
};

std::vector<Entry> entriesOf(std::span<const Candidate> candidates)
{
    std::vector<Entry> entries;
    entries.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const Candidate &candidate = candidates[i];
        entries.push_back({.start = candidate.start,
                           .end = candidate.end,
                           .score = candidate.score,
                           .length = candidate.end - candidate.start + kLengthFloor,
                           .index = i});
    }
    return entries;
}

// Score descending, NaN last; stable sorts keep equal scores in their order.
template <typename T>
bool isBetter(const T &a, const T &b)
{
    return a.score > b.score || (std::isnan(b.score) && !std::isnan(a.score));
}

float overlapOf(const Entry &a, const Entry &b)
{
    const float inter = std::max(0.0F, std::min(a.end, b.end) - std::max(a.start, b.start));
    return inter / (a.length + b.length - inter);
}

float decayed(float score, float overlap, SoftNmsDecay decay, float tiou, float sigma)
{
    switch (decay) {
    case SoftNmsDecay::Vanilla:
        return overlap >= tiou ? 0.0F : score;
    case SoftNmsDecay::Linear:
        return overlap >= tiou ? score * (1.0F - overlap) : score;
    case SoftNmsDecay::Gaussian:
        // No overlap: the factor is exactly 1, and no exponential is needed.
        return overlap == 0.0F ? score : score * std::exp(-(overlap * overlap) / sigma);
    }
    return score;
}

// Candidates of one class, or all of them, by the operator that the rule names, at most
// maxSegments.
std::vector<CandidatePick> suppressGroup(std::span<const Candidate> group,
                                         const CandidateNmsRule &rule)
{
    std::vector<CandidatePick> picks;
    switch (rule.method) {
    case model::NmsMethod::None:
        for (std::size_t i = 0; i < group.size(); ++i) {
            picks.push_back({.index = i, .score = group[i].score});
        }
        std::stable_sort(picks.begin(), picks.end(), isBetter<CandidatePick>);
        break;
    case model::NmsMethod::Hard: {
        // Unlike the soft operators the published hard one drops low scores first.
        std::vector<Candidate> passing;
        std::vector<std::size_t> indices;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (group[i].score > static_cast<float>(rule.minScore)) {
                passing.push_back(group[i]);
                indices.push_back(i);
            }
        }
        picks = hardNms(passing, rule.tiou);
        for (CandidatePick &pick : picks) {
            pick.index = indices[pick.index];
        }
        break;
    }
    case model::NmsMethod::SoftGaussian:
        picks = softNms(group, SoftNmsDecay::Gaussian, rule.tiou, rule.sigma, rule.minScore);
        break;
    case model::NmsMethod::SoftLinear:
        picks = softNms(group, SoftNmsDecay::Linear, rule.tiou, rule.sigma, rule.minScore);
        break;
    }
    const auto cap = static_cast<std::size_t>(std::max(0, rule.maxSegments));
    if (picks.size() > cap) {
        picks.resize(cap);
    }
    return picks;
}

// Segment voting: each kept segment becomes the mean of all candidates that overlap it by at least
// `threshold`, weighted with their undecayed scores.
void vote(std::vector<Candidate> &kept, std::span<const Candidate> all, float threshold)
{
    for (Candidate &segment : kept) {
        float weights = 0.0F;
        float start = 0.0F;
        float end = 0.0F;
        for (const Candidate &other : all) {
            const float inter = std::max(0.0F, std::min(segment.end, other.end) -
                                                   std::max(segment.start, other.start));
            const float both = (segment.end - segment.start) + (other.end - other.start) - inter;
            if (inter / both >= threshold) {
                weights += other.score;
                start += other.score * other.start;
                end += other.score * other.end;
            }
        }
        // Only a segment without extent overlaps not even itself; it stays where it is.
        if (weights > 0.0F) {
            segment.start = start / weights;
            segment.end = end / weights;
        }
    }
}

} // namespace

CandidateNmsRule CandidateNmsRule::of(const model::StudentConfig &config)
{
    return {.method = config.nms,
            .tiou = config.nmsTiou,
            .sigma = config.nmsSigma,
            .minScore = config.minScore,
            .maxSegments = config.maxSegments,
            .isMulticlass = config.isNmsMulticlass,
            .votingTiou = config.votingTiou};
}

std::vector<CandidatePick> softNms(std::span<const Candidate> candidates, SoftNmsDecay decay,
                                   double tiou, double sigma, double minScore)
{
    std::vector<Entry> entries = entriesOf(candidates);
    std::vector<CandidatePick> picks;
    const auto threshold = static_cast<float>(tiou);
    const auto width = static_cast<float>(sigma);
    const auto least = static_cast<float>(minScore);
    std::size_t count = entries.size();
    std::size_t best = 0;
    for (std::size_t p = 1; p < count; ++p) {
        best = entries[p].score > entries[best].score ? p : best;
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(entries[i], entries[best]);
        const Entry emitted = entries[i];
        picks.push_back({.index = emitted.index, .score = emitted.score});
        // One pass decays the rest, drops what falls below the least score by moving the last entry
        // into its place (which decides the order of ties), and finds the next best, first on ties.
        best = i + 1;
        std::size_t p = i + 1;
        while (p < count) {
            Entry &entry = entries[p];
            entry.score = decayed(entry.score, overlapOf(emitted, entry), decay, threshold, width);
            if (entry.score < least) {
                entry = entries[--count];
                continue;
            }
            best = entry.score > entries[best].score ? p : best;
            ++p;
        }
    }
    return picks;
}

std::vector<CandidatePick> hardNms(std::span<const Candidate> candidates, double tiou)
{
    std::vector<Entry> entries = entriesOf(candidates);
    std::stable_sort(entries.begin(), entries.end(), isBetter<Entry>);
    const auto threshold = static_cast<float>(tiou);
    std::vector<CandidatePick> picks;
    std::size_t count = entries.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Entry kept = entries[i];
        picks.push_back({.index = kept.index, .score = kept.score});
        const auto first = entries.begin() + static_cast<std::ptrdiff_t>(i) + 1;
        const auto last = entries.begin() + static_cast<std::ptrdiff_t>(count);
        const auto end = std::remove_if(
            first, last, [&](const Entry &entry) { return overlapOf(kept, entry) >= threshold; });
        count = static_cast<std::size_t>(end - entries.begin());
    }
    return picks;
}

std::vector<Candidate> suppressCandidates(std::span<const Candidate> candidates,
                                          const CandidateNmsRule &rule)
{
    std::vector<Candidate> kept;
    const auto take = [&](std::span<const Candidate> group) {
        for (const CandidatePick &pick : suppressGroup(group, rule)) {
            kept.push_back(group[pick.index]);
            kept.back().score = pick.score;
        }
    };
    if (rule.isMulticlass) {
        std::vector<Candidate> byClass(candidates.begin(), candidates.end());
        std::stable_sort(byClass.begin(), byClass.end(),
                         [](const auto &a, const auto &b) { return a.classIndex < b.classIndex; });
        for (auto first = byClass.begin(); first != byClass.end();) {
            const auto last = std::find_if(first, byClass.end(), [&](const Candidate &candidate) {
                return candidate.classIndex != first->classIndex;
            });
            take({first, last});
            first = last;
        }
    } else {
        take(candidates);
        if (rule.votingTiou > 0.0) {
            vote(kept, candidates, static_cast<float>(rule.votingTiou));
        }
    }
    std::stable_sort(kept.begin(), kept.end(), isBetter<Candidate>);
    const auto cap = static_cast<std::size_t>(std::max(0, rule.maxSegments));
    if (kept.size() > cap) {
        kept.resize(cap);
    }
    return kept;
}

} // namespace core::tal
