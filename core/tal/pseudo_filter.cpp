#include "core/tal/pseudo_filter.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

namespace core::tal {

namespace {

constexpr unsigned bit(FilterRule rule)
{
    return 1U << static_cast<unsigned>(rule);
}

struct Bounds
{
    float start = 0.0F;
    float end = 0.0F;
    int classIndex = 0;
    std::size_t index = 0;
};

// Overlap over the convex hull, which is the union wherever there is an overlap (§5.1.1).
float overlapOf(const Bounds &a, const Bounds &b)
{
    const float inter = std::max(0.0F, std::min(a.end, b.end) - std::max(a.start, b.start));
    const float hull = (std::max(a.end, b.end) - std::min(a.start, b.start)) + 1e-9F;
    return inter / hull;
}

// Overlaps as multiples of 2^-40: integers add up to the same sum in every order.
constexpr double kFixedPoint = 1099511627776.0;

struct OverlapSum
{
    std::int64_t sum = 0;
    std::array<float, 3> largest{}; // descending; fewer than three others leave zeros

    void add(float overlap)
    {
        sum += static_cast<std::int64_t>(static_cast<double>(overlap) * kFixedPoint);
        for (float &rank : largest) {
            if (overlap > rank) {
                std::swap(overlap, rank);
            }
        }
    }
};

// Calls visit(i, j, overlap) for every pair of indices that overlaps: with the bounds sorted by
// class and start, the partners of one follow it until one starts at or behind its end.
template <typename Visit>
void sweep(std::span<const Bounds> sorted, const Visit &visit)
{
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const Bounds &bounds = sorted[i];
        for (std::size_t j = i + 1; j < sorted.size() && sorted[j].start < bounds.end &&
                                    sorted[j].classIndex == bounds.classIndex;
             ++j) {
            visit(bounds.index, sorted[j].index, overlapOf(bounds, sorted[j]));
        }
    }
}

bool isBefore(const Bounds &a, const Bounds &b)
{
    return a.classIndex != b.classIndex ? a.classIndex < b.classIndex : a.start < b.start;
}

// The same for the pairs of one of `proposals` and one of `others`, whichever starts first: what
// overlaps within either list is not visited.
template <typename Visit>
void sweepBetween(std::span<const Bounds> proposals, std::span<const Bounds> others,
                  const Visit &visit)
{
    const auto isMet = [](const Bounds &bounds, const Bounds &later) {
        return later.start < bounds.end && later.classIndex == bounds.classIndex;
    };
    for (auto own = proposals.begin(), other = others.begin();
         own != proposals.end() && other != others.end();) {
        if (isBefore(*other, *own)) {
            for (auto it = own; it != proposals.end() && isMet(*other, *it); ++it) {
                visit(it->index, other->index, overlapOf(*it, *other));
            }
            ++other;
        } else {
            for (auto it = other; it != others.end() && isMet(*own, *it); ++it) {
                visit(own->index, it->index, overlapOf(*own, *it));
            }
            ++own;
        }
    }
}

std::vector<float> densitiesOf(std::span<const OverlapSum> sums,
                               model::DensityAggregation aggregation)
{
    std::vector<float> densities;
    densities.reserve(sums.size());
    for (const OverlapSum &sum : sums) {
        if (aggregation == model::DensityAggregation::MeanTop3) {
            densities.push_back((sum.largest[0] + sum.largest[1] + sum.largest[2]) / 3.0F);
        } else {
            densities.push_back(static_cast<float>(static_cast<double>(sum.sum) / kFixedPoint));
        }
    }
    return densities;
}

bool hasBounds(const model::Detection &detection)
{
    return std::isfinite(detection.start) && std::isfinite(detection.end);
}

constexpr std::size_t kNoEntry = std::numeric_limits<std::size_t>::max();

// For every proposal the entry of `all` that is itself; kNoEntry where there is none. No entry is
// two proposals' own.
std::vector<std::size_t> ownEntries(std::span<const model::Detection> proposals,
                                    std::span<const model::Detection> all)
{
    std::multimap<std::tuple<int, double, double>, std::size_t> waiting;
    const auto keyOf = [](const model::Detection &detection) {
        return std::tuple(detection.classIndex, detection.start, detection.end);
    };
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (hasBounds(proposals[i])) {
            waiting.emplace(keyOf(proposals[i]), i);
        }
    }
    std::vector<std::size_t> own(proposals.size(), kNoEntry);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto found = hasBounds(all[i]) ? waiting.find(keyOf(all[i])) : waiting.end();
        if (found != waiting.end()) {
            own[found->second] = i;
            waiting.erase(found);
        }
    }
    return own;
}

std::vector<Bounds> sortedBounds(std::span<const model::Detection> detections, bool isByClass)
{
    std::vector<Bounds> sorted;
    sorted.reserve(detections.size());
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const model::Detection &detection = detections[i];
        if (hasBounds(detection)) {
            sorted.push_back({.start = static_cast<float>(detection.start),
                              .end = static_cast<float>(detection.end),
                              .classIndex = isByClass ? detection.classIndex : 0,
                              .index = i});
        }
    }
    std::sort(sorted.begin(), sorted.end(), isBefore);
    return sorted;
}

bool isRuleOn(FilterRule rule, const model::FilterConfig &config)
{
    switch (rule) {
    case FilterRule::Density:
    case FilterRule::Score:
        return true;
    case FilterRule::MinDuration:
        return config.minDurationS > 0.0;
    case FilterRule::MaxDuration:
        return config.maxDurationS > 0.0;
    case FilterRule::WeakLabel:
        return config.onlyWeakLabels;
    }
    return false;
}

ProposalVerdict judge(const model::Detection &detection, float density,
                      const model::FilterConfig &config, const std::vector<int> *weakLabels)
{
    ProposalVerdict verdict;
    verdict.density = density;
    verdict.score = static_cast<float>(detection.score);
    verdict.durationS = detection.end - detection.start;
    verdict.isNamed = weakLabels == nullptr || std::find(weakLabels->begin(), weakLabels->end(),
                                                         detection.classIndex) != weakLabels->end();
    for (const RuleCheck &check : ruleChecks(verdict, config)) {
        if (!check.isPassed) {
            verdict.failed |= bit(check.rule);
        }
    }
    verdict.isKept = verdict.failed == 0;
    return verdict;
}

// The best proposal of a video in which nothing was kept: highest score, first on ties. One whose
// class the weak labels rule out, or whose score is no number, would be wrong for certain.
std::optional<std::size_t> bestRejected(const std::vector<ProposalVerdict> &verdicts)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        if (verdicts[i].fails(FilterRule::WeakLabel) || std::isnan(verdicts[i].score)) {
            continue;
        }
        if (!best || verdicts[i].score > verdicts[*best].score) {
            best = i;
        }
    }
    return best;
}

void applyEmptyPolicy(VideoVerdicts &video, model::EmptyVideoPolicy policy)
{
    const bool isEmpty = std::none_of(video.proposals.begin(), video.proposals.end(),
                                      [](const ProposalVerdict &v) { return v.isKept; });
    if (!isEmpty) {
        return;
    }
    switch (policy) {
    case model::EmptyVideoPolicy::BackgroundOnly:
        break;
    case model::EmptyVideoPolicy::KeepBest:
        if (const std::optional<std::size_t> best = bestRejected(video.proposals)) {
            video.proposals[*best].isKept = true;
            video.proposals[*best].isRescued = true;
        }
        break;
    case model::EmptyVideoPolicy::Skip:
        video.isSkipped = true;
        break;
    }
}

} // namespace

const char *filterRuleName(FilterRule rule)
{
    switch (rule) {
    case FilterRule::Density:
        return "density";
    case FilterRule::Score:
        return "score";
    case FilterRule::MinDuration:
        return "min_duration";
    case FilterRule::MaxDuration:
        return "max_duration";
    case FilterRule::WeakLabel:
        return "weak_label";
    }
    return "";
}

std::vector<RuleCheck> ruleChecks(const ProposalVerdict &verdict, const model::FilterConfig &config)
{
    // Thresholds are compared as float32, like the values (§5.1.3).
    const auto minDensity = static_cast<float>(config.minDensity);
    const auto minScore = static_cast<float>(config.minScore);
    const std::array<RuleCheck, kFilterRuleCount> all = {{
        {FilterRule::Density, verdict.density, minDensity, verdict.density >= minDensity},
        {FilterRule::Score, verdict.score, minScore, verdict.score > minScore},
        {FilterRule::MinDuration, verdict.durationS, config.minDurationS,
         verdict.durationS >= config.minDurationS},
        {FilterRule::MaxDuration, verdict.durationS, config.maxDurationS,
         verdict.durationS <= config.maxDurationS},
        {FilterRule::WeakLabel, verdict.isNamed ? 1.0 : 0.0, 1.0, verdict.isNamed},
    }};
    std::vector<RuleCheck> checks;
    for (const RuleCheck &check : all) {
        if (isRuleOn(check.rule, config)) {
            checks.push_back(check);
        }
    }
    return checks;
}

std::string verdictReason(const ProposalVerdict &verdict, const model::FilterConfig &config)
{
    std::string reason;
    for (const RuleCheck &check : ruleChecks(verdict, config)) {
        if (check.isPassed) {
            continue;
        }
        reason += reason.empty() ? "" : ", ";
        switch (check.rule) {
        case FilterRule::Density:
            reason += fmt::format("density {:.3f} < {:g}", check.value, config.minDensity);
            break;
        case FilterRule::Score:
            reason += fmt::format("score {:.3f} <= {:g}", check.value, config.minScore);
            break;
        case FilterRule::MinDuration:
            reason += fmt::format("duration {:.3f} s < {:g} s", check.value, check.limit);
            break;
        case FilterRule::MaxDuration:
            reason += fmt::format("duration {:.3f} s > {:g} s", check.value, check.limit);
            break;
        case FilterRule::WeakLabel:
            reason += "class not among the video's weak labels";
            break;
        }
    }
    if (verdict.isRescued) {
        return fmt::format("kept as the best of its video although {}", reason);
    }
    return reason.empty() ? "kept" : reason;
}

WeakLabels weakLabelsOf(const model::GroundTruth &truth, const std::vector<std::string> &classes)
{
    std::vector<std::ptrdiff_t> indices; // in `classes`, of the ground truth's
    for (const std::string &name : truth.classes) {
        indices.push_back(std::find(classes.begin(), classes.end(), name) - classes.begin());
    }
    WeakLabels labels;
    for (const model::VideoGroundTruth &video : truth.videos) {
        std::vector<int> &own = labels[video.video];
        for (const model::Instance &instance : video.instances) {
            const std::ptrdiff_t index = indices[static_cast<std::size_t>(instance.classIndex)];
            if (index < std::ssize(classes)) {
                own.push_back(static_cast<int>(index));
            }
        }
        std::sort(own.begin(), own.end());
        own.erase(std::unique(own.begin(), own.end()), own.end());
    }
    return labels;
}

std::vector<float> proposalDensities(std::span<const model::Detection> detections,
                                     model::DensityNeighbours neighbours,
                                     model::DensityAggregation aggregation)
{
    const std::vector<Bounds> sorted =
        sortedBounds(detections, neighbours == model::DensityNeighbours::SameClass);
    std::vector<OverlapSum> sums(detections.size());
    sweep(sorted, [&](std::size_t i, std::size_t j, float overlap) {
        sums[i].add(overlap);
        sums[j].add(overlap);
    });
    return densitiesOf(sums, aggregation);
}

std::vector<float> densitiesAmong(std::span<const model::Detection> proposals,
                                  std::span<const model::Detection> all,
                                  model::DensityNeighbours neighbours,
                                  model::DensityAggregation aggregation)
{
    const bool isByClass = neighbours == model::DensityNeighbours::SameClass;
    const std::vector<std::size_t> own = ownEntries(proposals, all);
    std::vector<OverlapSum> sums(proposals.size());
    sweepBetween(sortedBounds(proposals, isByClass), sortedBounds(all, isByClass),
                 [&](std::size_t proposal, std::size_t other, float overlap) {
                     if (own[proposal] != other) {
                         sums[proposal].add(overlap);
                     }
                 });
    return densitiesOf(sums, aggregation);
}

VideoVerdicts filterVideo(const model::VideoDetections &video, const model::FilterConfig &config,
                          const std::vector<int> *weakLabels,
                          const model::VideoDetections *beforeNms)
{
    VideoVerdicts verdicts{.video = video.video, .isSkipped = false, .proposals = {}};
    const std::vector<float> densities =
        beforeNms == nullptr
            ? proposalDensities(video.detections, config.neighbours, config.aggregation)
            : densitiesAmong(video.detections, beforeNms->detections, config.neighbours,
                             config.aggregation);
    verdicts.proposals.reserve(video.detections.size());
    for (std::size_t i = 0; i < video.detections.size(); ++i) {
        verdicts.proposals.push_back(judge(video.detections[i], densities[i], config, weakLabels));
    }
    applyEmptyPolicy(verdicts, config.whenEmpty);
    return verdicts;
}

FilterOutcome filterProposals(const model::DetectionSet &proposals,
                              const model::FilterConfig &config, const WeakLabels &weakLabels,
                              const model::DetectionSet *beforeNms)
{
    const model::VideoDetections nothing;
    std::unordered_map<std::string_view, const model::VideoDetections *> others;
    if (beforeNms != nullptr) {
        for (const model::VideoDetections &video : beforeNms->videos) {
            others.emplace(video.video, &video);
        }
    }
    const auto othersOf = [&](const std::string &video) -> const model::VideoDetections * {
        const auto found = others.find(video);
        return beforeNms == nullptr ? nullptr : found == others.end() ? &nothing : found->second;
    };
    FilterOutcome outcome;
    outcome.videos.reserve(proposals.videos.size());
    for (const model::VideoDetections &video : proposals.videos) {
        const auto known = weakLabels.find(video.video);
        outcome.videos.push_back(filterVideo(video, config,
                                             known == weakLabels.end() ? nullptr : &known->second,
                                             othersOf(video.video)));
        for (const ProposalVerdict &verdict : outcome.videos.back().proposals) {
            ++(verdict.isKept ? outcome.kept : outcome.rejected);
            for (std::size_t rule = 0; rule < kFilterRuleCount; ++rule) {
                outcome.rejectedBy[rule] +=
                    !verdict.isKept && verdict.fails(static_cast<FilterRule>(rule)) ? 1 : 0;
            }
        }
    }
    return outcome;
}

model::DetectionSet keptProposals(const model::DetectionSet &proposals,
                                  const FilterOutcome &outcome)
{
    model::DetectionSet kept{.classes = proposals.classes, .videos = {}};
    for (std::size_t v = 0; v < outcome.videos.size(); ++v) {
        const VideoVerdicts &verdicts = outcome.videos[v];
        if (verdicts.isSkipped) {
            continue;
        }
        const model::VideoDetections &video = proposals.videos[v];
        model::VideoDetections remaining{.video = video.video, .detections = {}};
        for (std::size_t i = 0; i < verdicts.proposals.size(); ++i) {
            if (verdicts.proposals[i].isKept) {
                remaining.detections.push_back(video.detections[i]);
            }
        }
        kept.videos.push_back(std::move(remaining));
    }
    return kept;
}

} // namespace core::tal
