#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/model/annotation.h"
#include "core/model/run_config.h"

namespace core::tal {

// Stage 2, the prior-based filter, as a pure function (spec fustal-stage1-2 §5): for every proposal
// whether it becomes a pseudo-label, and why. Nothing is changed, nothing is read.
//
// Arithmetic: segments and scores are rounded to float32, and each overlap is a float32 quotient,
// as published. Their sum is exact (fixed point, 2^-40) and rounded to float32 once: the published
// float32 row sum depends on the order of the addition by some 1e-6, ours does not depend on it.

enum class FilterRule { Density, Score, MinDuration, MaxDuration, WeakLabel };
inline constexpr std::size_t kFilterRuleCount = 5;

// Short machine-readable name of a rule ("density", "score", "min_duration", …).
const char *filterRuleName(FilterRule rule);

// What the filter found about one proposal.
struct ProposalVerdict
{
    bool isKept = false;
    bool isRescued = false; // kept by EmptyVideoPolicy::KeepBest although a rule rejects it
    bool isNamed = true;    // its class is among the video's weak labels, or none are known
    float density = 0.0F;   // r: overlap with the other proposals
    float score = 0.0F;     // as compared, float32
    double durationS = 0.0;
    unsigned failed = 0; // bit i: FilterRule i rejects it

    bool fails(FilterRule rule) const { return (failed >> static_cast<unsigned>(rule) & 1U) != 0; }
};

// One rule applied to one proposal, for showing.
struct RuleCheck
{
    FilterRule rule = FilterRule::Density;
    double value = 0.0;
    double limit = 0.0;
    bool isPassed = false;
};

// The rules that a configuration switches on, with the values of one proposal.
std::vector<RuleCheck> ruleChecks(const ProposalVerdict &verdict,
                                  const model::FilterConfig &config);

// One sentence without full stop: "kept", or why not: "density 0.125 < 0.2, score 0.31 <= 0.4".
std::string verdictReason(const ProposalVerdict &verdict, const model::FilterConfig &config);

// What the filter decided on the proposals of one video.
struct VideoVerdicts
{
    std::string video = {};
    bool isSkipped = false; // nothing kept and EmptyVideoPolicy::Skip: not to be trained on
    std::vector<ProposalVerdict> proposals = {}; // as in the input
};

// What the filter decided, and how often each rule spoke.
struct FilterOutcome
{
    std::vector<VideoVerdicts> videos = {}; // as in the input
    std::size_t kept = 0;
    std::size_t rejected = 0;
    std::array<std::size_t, kFilterRuleCount> rejectedBy{}; // a proposal counts for each rule

    std::size_t rejectedByRule(FilterRule rule) const
    {
        return rejectedBy[static_cast<std::size_t>(rule)];
    }
};

// Classes known to occur in a video (its weak labels), as indices into the proposals' class list. A
// video that is not in the map has no known labels: the rule does not reject anything there.
using WeakLabels = std::map<std::string, std::vector<int>, std::less<>>;

// The weak labels that a ground truth implies: the classes that occur in each of its videos, never
// when or how often. `classes`: the proposals' list; classes that it lacks are left out.
WeakLabels weakLabelsOf(const model::GroundTruth &truth, const std::vector<std::string> &classes);

// Density r of every detection of one video: sum (or mean of the three largest) of its overlaps
// with the others (§5.1). O(n log n + overlapping pairs). Detections with NaN or infinite bounds
// overlap nothing.
std::vector<float> proposalDensities(std::span<const model::Detection> detections,
                                     model::DensityNeighbours neighbours,
                                     model::DensityAggregation aggregation);

// The same with `all` others to overlap, such as the proposals before NMS (§5.3). One entry of
// `all` that is the proposal itself, by class and bounds, does not count.
std::vector<float> densitiesAmong(std::span<const model::Detection> proposals,
                                  std::span<const model::Detection> all,
                                  model::DensityNeighbours neighbours,
                                  model::DensityAggregation aggregation);

// Verdicts on the proposals of one video. `weakLabels` may be null: not known. `beforeNms`: what
// the density counts; null: the proposals themselves. FilterConfig::densityStage is not looked at:
// it tells the caller which to pass.
VideoVerdicts filterVideo(const model::VideoDetections &video, const model::FilterConfig &config,
                          const std::vector<int> *weakLabels,
                          const model::VideoDetections *beforeNms = nullptr);

// Verdicts on all proposals of a data set. `beforeNms`: null, or a set with the same class list; a
// video that it lacks has nothing to overlap.
FilterOutcome filterProposals(const model::DetectionSet &proposals,
                              const model::FilterConfig &config, const WeakLabels &weakLabels = {},
                              const model::DetectionSet *beforeNms = nullptr);

// The kept proposals, order and numbers unchanged; a video without any stays, empty, unless it is
// skipped. `outcome` must belong to `proposals`.
model::DetectionSet keptProposals(const model::DetectionSet &proposals,
                                  const FilterOutcome &outcome);

} // namespace core::tal
