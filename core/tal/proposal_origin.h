#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/tal/proposals.h"

namespace core::tal {

// What made a proposal: the run of a curve at or above a threshold, and the terms of its score.
struct ProposalOrigin
{
    model::Detection proposal; // as computed again, NMS included
    CurveKind segmenting = CurveKind::Cas;
    CurveKind scoring = CurveKind::Cas;
    double threshold = 0.0; // on the normalised curve
    double level = 0.0;     // the same in the curve's own values
    double contrast = 0.0;  // outer-inner contrast; the score before NMS less the video's term
    double videoTerm = 0.0; // weight × video score
};

// How a generator of the paper makes proposals of its curves; none for an unknown name.
std::optional<ProposalRecipe> recipeOfGenerator(const std::string &generator,
                                                const model::ProposalConfig &config);

// Computes the proposals of one class again and finds the one with these bounds, each to the
// nearest microsecond, as the project stores them; of several thresholds the lowest that gives it.
// None where the curves do not give such a proposal, or NMS drops it. Errors as rawProposals().
base::Result<std::optional<ProposalOrigin>> findOrigin(const ScoreCurves &curves,
                                                       const ProposalRecipe &recipe, int classIndex,
                                                       base::TimeRange range);

} // namespace core::tal
