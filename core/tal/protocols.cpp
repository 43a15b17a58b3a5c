#include "core/tal/protocols.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace core::tal {

namespace {

// Ten values of a linear spacing, to the last bit.
const std::vector<double> kHalfToOne = {
    0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95};

} // namespace

std::span<const Protocol> protocols()
{
    static const std::array<Protocol, 6> kProtocols = {{
        {.name = "activitynet",
         .description = "the ActivityNet rule that weakly-supervised papers report",
         .tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}},
        {.name = "thumos14-evalkit",
         .description = "THUMOS'14's own kit: each instance takes the prediction that overlaps it "
                        "most, by more than the threshold; Ambiguous segments excuse false "
                        "positives; no interpolation",
         .tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7},
         .matchOrder = MatchOrder::Truth,
         .isTiouExclusive = true,
         .equalScores = TieRule::VideoName,
         .equalOverlaps = TieRule::EarlierFirst,
         .ignoresAmbiguous = true,
         .area = AreaRule::AtHits},
        {.name = "actionformer",
         .description = "ActionFormer's and TriDet's: ground truth without duplicates and without "
                        "instances under 1 ms, tIoU 0.3:0.1:0.7",
         // Five values of a linear spacing: the second is not 0.4 to the last bit.
         .tiou = {0.3, 0.39999999999999997, 0.5, 0.6, 0.7},
         .isSubsetCaseSensitive = false,
         .classOrder = ClassOrder::Index,
         .minGtDurationS = 1e-3,
         .duplicateGtToleranceS = 1e-3},
        {.name = "detad",
         .description = "DETAD's normalised mAP: precision as if every class had the mean number "
                        "of instances; tIoU 0.5:0.05:0.95",
         .tiou = kHalfToOne,
         .dropsEmptyGt = true,
         .precision = PrecisionRule::Normalised},
        {.name = "mmaction2",
         .description = "MMAction2's: the ActivityNet rule, of equal scores the earlier first; "
                        "tIoU 0.5:0.05:0.95",
         .tiou = kHalfToOne,
         .equalScores = TieRule::EarlierFirst},
        {.name = "fustal",
         .description = "FuSTAL's evaluator: the ActivityNet rule at tIoU 0.1:0.1:0.7",
         .tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}},
    }};
    return kProtocols;
}

base::Result<const Protocol *> protocolByName(std::string_view name)
{
    const std::span<const Protocol> all = protocols();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Protocol &p) { return p.name == name; });
    if (found == all.end()) {
        std::string known;
        for (const Protocol &protocol : all) {
            known += known.empty() ? "" : ", ";
            known += protocol.name;
        }
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = fmt::format("unknown protocol '{}'", name),
                           .expected = "one of " + known});
    }
    return &*found;
}

} // namespace core::tal
