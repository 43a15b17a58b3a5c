#include "core/tal/protocols.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace core::tal {

std::span<const Protocol> protocols()
{
    static const std::array<Protocol, 3> kProtocols = {{
        {.name = "activitynet",
         .description = "the ActivityNet rule that weakly-supervised papers report",
         .tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}},
        {.name = "fustal",
         .description = "FuSTAL's evaluator: the ActivityNet rule at tIoU 0.1:0.1:0.7",
         .tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7}},
        {.name = "actionformer",
         .description = "ActionFormer's and TriDet's: ground truth without duplicates and without "
                        "instances under 1 ms, tIoU 0.3:0.1:0.7",
         // Five values of a linear spacing: the second is not 0.4 to the last bit.
         .tiou = {0.3, 0.39999999999999997, 0.5, 0.6, 0.7},
         .isSubsetCaseSensitive = false,
         .classOrder = ClassOrder::Index,
         .minGtDurationS = 1e-3,
         .duplicateGtToleranceS = 1e-3},
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
