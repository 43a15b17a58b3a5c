#include "core/tal/proposal_origin.h"

#include <algorithm>
#include <array>
#include <vector>

namespace core::tal {

namespace {

bool hasRange(const model::Detection &detection, base::TimeRange range)
{
    return base::secondsToUs(detection.start) == range.startUs &&
           base::secondsToUs(detection.end) == range.endUs;
}

const model::Detection *find(const std::vector<model::Detection> &detections, base::TimeRange range)
{
    const auto found =
        std::find_if(detections.begin(), detections.end(),
                     [&](const model::Detection &detection) { return hasRange(detection, range); });
    return found == detections.end() ? nullptr : &*found;
}

// A threshold on the normalised curve in the values of the curve itself, as minMaxNormalised().
double levelOf(const ScoreCurves &curves, CurveKind kind, int classIndex, double threshold,
               model::Normalisation normalisation)
{
    if (normalisation == model::Normalisation::None) {
        return threshold;
    }
    float low = 0.0F;
    float high = 0.0F;
    for (std::int64_t t = 0; t < curves.snippets; ++t) {
        const auto at =
            static_cast<std::size_t>(kind == CurveKind::Cas ? t * curves.classes + classIndex : t);
        const float value =
            std::max(kind == CurveKind::Cas ? curves.cas[at] : curves.actionness[at], 0.0F);
        low = t == 0 ? value : std::min(low, value);
        high = std::max(high, value);
    }
    return static_cast<double>(low) + threshold * static_cast<double>(high - low);
}

} // namespace

std::optional<ProposalRecipe> recipeOfGenerator(const std::string &generator,
                                                const model::ProposalConfig &config)
{
    if (generator == "fustal") {
        return fustalRecipe(config);
    }
    if (generator == "sal") {
        return salRecipe(config);
    }
    if (generator == "ftcl") {
        return ftclRecipe(config);
    }
    return std::nullopt;
}

base::Result<std::optional<ProposalOrigin>> findOrigin(const ScoreCurves &curves,
                                                       const ProposalRecipe &recipe, int classIndex,
                                                       base::TimeRange range)
{
    const std::array<int, 1> classes = {classIndex};
    const std::vector<model::Detection> made = TRY(makeProposals(curves, recipe, classes));
    const model::Detection *proposal = find(made, range);
    if (proposal == nullptr) {
        return std::nullopt;
    }
    // Each threshold by itself: what it gives does not depend on the others.
    for (const ProposalSource &source : recipe.sources) {
        for (const double threshold : source.thresholds) {
            ProposalRecipe single = recipe;
            single.sources = {source};
            single.sources.front().thresholds = {threshold};
            const std::vector<model::Detection> raw = TRY(rawProposals(curves, single, classes));
            const model::Detection *found = find(raw, range);
            // Another threshold can give the same run with another score; only one of them went on.
            const bool isHard = recipe.nms.method == model::NmsMethod::Hard ||
                                recipe.nms.method == model::NmsMethod::None;
            if (found == nullptr || (isHard && found->score != proposal->score)) {
                continue;
            }
            const double videoTerm =
                recipe.videoScoreWeight *
                double{curves.videoScores[static_cast<std::size_t>(classIndex)]};
            return ProposalOrigin{.proposal = *proposal,
                                  .segmenting = source.segmenting,
                                  .scoring = source.scoring,
                                  .threshold = threshold,
                                  .level = levelOf(curves, source.segmenting, classIndex, threshold,
                                                   recipe.normalisation),
                                  .contrast = found->score - videoTerm,
                                  .videoTerm = videoTerm};
        }
    }
    return std::nullopt;
}

} // namespace core::tal
