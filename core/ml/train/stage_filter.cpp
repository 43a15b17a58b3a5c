#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/detection_json.h"
#include "core/ml/train/stage.h"
#include "core/tal/pseudo_filter.h"

namespace core::ml {

namespace {

using Json = nlohmann::ordered_json;

// The proposals of the training videos, and what their weak labels are in the proposals' classes.
struct FilterInput
{
    model::DetectionSet proposals;
    tal::WeakLabels weakLabels;
};

base::Result<FilterInput> trainingPart(const StageContext &context,
                                       const model::DetectionSet &proposals)
{
    std::map<std::string, const model::TrainingVideo *> known;
    for (const model::TrainingVideo &video : context.set.videos) {
        known[video.name] = &video;
    }
    FilterInput input{.proposals = {.classes = proposals.classes, .videos = {}}, .weakLabels = {}};
    for (const model::VideoDetections &entry : proposals.videos) {
        const auto found = known.find(entry.video);
        if (found == known.end()) {
            return base::fail(
                {.code = base::ErrorCode::NotFound,
                 .problem = "there are proposals for the unknown video " + entry.video,
                 .expected = "proposals of the training set's videos"});
        }
        if (!found->second->isTraining) {
            continue;
        }
        std::vector<int> labels;
        for (const int label : found->second->weakLabels) {
            const std::string &name = context.set.classes.at(static_cast<std::size_t>(label));
            const auto at = std::find(proposals.classes.begin(), proposals.classes.end(), name);
            if (at != proposals.classes.end()) {
                labels.push_back(static_cast<int>(at - proposals.classes.begin()));
            }
        }
        input.weakLabels[entry.video] = std::move(labels);
        input.proposals.videos.push_back(entry);
    }
    return input;
}

Json verdictJson(const model::Detection &proposal, const tal::ProposalVerdict &verdict,
                 const std::vector<std::string> &classes, const model::FilterConfig &config)
{
    Json failed = Json::array();
    for (std::size_t rule = 0; rule < tal::kFilterRuleCount; ++rule) {
        if (verdict.fails(static_cast<tal::FilterRule>(rule))) {
            failed.push_back(tal::filterRuleName(static_cast<tal::FilterRule>(rule)));
        }
    }
    return {{"label", classes.at(static_cast<std::size_t>(proposal.classIndex))},
            {"segment", {proposal.start, proposal.end}},
            {"score", proposal.score},
            {"density", verdict.density},
            {"kept", verdict.isKept},
            {"rescued", verdict.isRescued},
            {"failed", std::move(failed)},
            {"reason", tal::verdictReason(verdict, config)}};
}

// filter_decisions.json: for every proposal of the training videos whether it was kept, and why.
std::string decisionsText(const FilterInput &input, const tal::FilterOutcome &outcome,
                          const model::FilterConfig &config)
{
    Json rejectedBy = Json::object();
    for (std::size_t rule = 0; rule < tal::kFilterRuleCount; ++rule) {
        rejectedBy[tal::filterRuleName(static_cast<tal::FilterRule>(rule))] =
            outcome.rejectedBy[rule];
    }
    Json videos = Json::object();
    for (std::size_t i = 0; i < outcome.videos.size(); ++i) {
        const tal::VideoVerdicts &verdicts = outcome.videos[i];
        const model::VideoDetections &entry = input.proposals.videos[i];
        Json proposals = Json::array();
        for (std::size_t p = 0; p < verdicts.proposals.size(); ++p) {
            proposals.push_back(verdictJson(entry.detections[p], verdicts.proposals[p],
                                            input.proposals.classes, config));
        }
        videos[entry.video] = {{"skipped", verdicts.isSkipped},
                               {"proposals", std::move(proposals)}};
    }
    const Json json = {{"min_density", config.minDensity},
                       {"min_score", config.minScore},
                       {"kept", outcome.kept},
                       {"rejected", outcome.rejected},
                       {"rejected_by", std::move(rejectedBy)},
                       {"videos", std::move(videos)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

base::Result<model::DetectionSet> runFilterStage(const StageContext &context,
                                                 const model::DetectionSet &proposals,
                                                 const model::DetectionSet *beforeNms)
{
    TRY(base::makeFolder(context.folder));
    const FilterInput input = TRY(trainingPart(context, proposals));
    const model::FilterConfig &config = context.config.filter;
    const tal::FilterOutcome outcome =
        tal::filterProposals(input.proposals, config, input.weakLabels, beforeNms);
    model::DetectionSet kept = tal::keptProposals(input.proposals, outcome);

    const std::filesystem::path labels = context.folder / "pseudo_labels.json";
    const std::filesystem::path decisions = context.folder / "filter_decisions.json";
    TRY(base::writeFileAtomically(decisions, decisionsText(input, outcome, config)));
    TRY(data::writeDetectionJson(labels, kept, data::DetectionForm::FustalProposals));
    context.reporter.artifact("filter_decisions", decisions);
    context.reporter.artifact("pseudo_labels", labels);
    context.reporter.progress("filter", 1, 1);
    context.reporter.message(ReportLevel::Info,
                             fmt::format("filter: kept {} of {} proposals", outcome.kept,
                                         outcome.kept + outcome.rejected));
    return kept;
}

} // namespace core::ml
