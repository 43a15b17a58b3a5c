#include "core/tal/protocol_comparison.h"

#include <functional>
#include <tuple>

namespace core::tal {

namespace {

// A group of members of Protocol that one sentence explains.
struct RuleStep
{
    std::function<bool(const Protocol &, const Protocol &)> differs;
    std::function<void(const Protocol &from, Protocol &to)> exchange;
    std::function<std::string(const Protocol &)> text;
};

template <class... Member>
RuleStep step(const std::function<std::string(const Protocol &)> &text,
              Member Protocol::*...members)
{
    return {.differs =
                [=](const Protocol &a, const Protocol &b) {
                    return std::tie(a.*members...) != std::tie(b.*members...);
                },
            .exchange = [=](const Protocol &from,
                            Protocol &to) { ((to.*members = from.*members), ...); },
            .text = text};
}

std::string equalScoresText(const Protocol &protocol)
{
    return protocol.equalScores == TieRule::VideoName ? "equal scores by video name"
                                                      : "of equal scores the earlier first";
}

std::string droppedTruthText(const Protocol &protocol)
{
    return protocol.dropsEmptyGt ? "ground truth without length left out"
                                 : "duplicate and sliver ground truth left out";
}

std::vector<RuleStep> ruleSteps()
{
    const auto fixed = [](const char *text) {
        return [text](const Protocol &) { return std::string(text); };
    };
    return {
        step(fixed("subset names in any case"), &Protocol::isSubsetCaseSensitive,
             &Protocol::classOrder),
        step(droppedTruthText, &Protocol::minGtDurationS, &Protocol::duplicateGtToleranceS,
             &Protocol::dropsEmptyGt),
        step(equalScoresText, &Protocol::equalScores),
        step(fixed("instances choose their prediction, in file order"), &Protocol::matchOrder,
             &Protocol::equalOverlaps),
        step(fixed("overlap above the threshold, not equal to it"), &Protocol::isTiouExclusive),
        step(fixed("ambiguous segments excuse false positives"), &Protocol::ignoresAmbiguous),
        step(fixed("precision normalised to the mean class size"), &Protocol::precision),
        step(fixed("no interpolation"), &Protocol::area),
    };
}

} // namespace

base::Result<std::vector<ProtocolRow>> compareProtocols(const model::GroundTruth &truth,
                                                        const model::DetectionSet &predictions,
                                                        const EvaluationOptions &options)
{
    const Protocol &reference = *TRY(protocolByName("activitynet"));
    EvaluationOptions common = options;
    common.tiou = options.tiou.empty() ? reference.tiou : options.tiou;
    std::vector<ProtocolRow> rows;
    EvaluationResult base = TRY(evaluate(truth, predictions, reference, common));
    for (const Protocol &protocol : protocols()) {
        ProtocolRow row;
        row.result = base;
        Protocol mixed = reference;
        for (const RuleStep &rule : ruleSteps()) {
            if (!rule.differs(mixed, protocol)) {
                continue;
            }
            rule.exchange(protocol, mixed);
            const double before = row.result.averageMap;
            row.result = TRY(evaluate(truth, predictions, mixed, common));
            row.effects.push_back(
                {.rule = rule.text(protocol), .change = row.result.averageMap - before});
        }
        row.result.protocol = protocol.name;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace core::tal
