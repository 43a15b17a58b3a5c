#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::tal {

// Consensus proposals: what several generators propose, fused into one set (weighted boxes fusion,
// Solovyev et al. 2021, in one dimension). Of each class in each video, proposals are taken by
// descending score; each joins the fused proposal that it overlaps most, by at least `tiou`, or
// begins one. A fused proposal has
//
//   bounds  the members' mean, weighted by generator weight × score
//   score   the members' mean score, weighted by generator weight, times the weight of the
//           generators that agree on it over that of all
//
// so that what only one generator sees falls behind what several do.

// How scores of different generators become comparable.
enum class ScoreScale {
    AsIs,
    Rank, // the share of the generator's own proposals that score no higher
};

// How proposals of several generators are fused.
struct FusionOptions
{
    double tiou = 0.55;
    ScoreScale scale = ScoreScale::AsIs;
    std::vector<double> weights = {}; // one a generator, above 0; empty: all alike
};

// The fused proposals, and which proposals each was made of.
struct FusedProposals
{
    model::DetectionSet set; // by class, then descending score
    // By video and proposal: generator and index in its video's detections, by descending score.
    std::vector<std::vector<std::vector<std::pair<std::int32_t, std::int32_t>>>> members;
    // How many fused proposals have members of n generators; element 0 is 0.
    std::vector<std::size_t> agreement;
    std::size_t withoutScore = 0;  // proposals left out: scaled, their score is not above 0
    std::size_t withoutLength = 0; // left out too
};

// Classes are matched by name, videos too; both in the order of their first mention. Proposals
// without length or whose score is not above 0 once scaled are left out: they have no weight. Equal
// scores by generator, then by place. O(n log n) where overlapping fused proposals are few.
// Deterministic. Errors: Usage for fewer than two sets, another number of weights, a tIoU outside
// (0, 1]; BadValue as checkDetections().
base::Result<FusedProposals> fuseProposals(const std::vector<model::DetectionSet> &generators,
                                           const FusionOptions &options = {});

} // namespace core::tal
