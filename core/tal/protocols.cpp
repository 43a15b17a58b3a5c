#include "core/tal/protocols.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

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

base::Result<std::vector<double>> parseTiouList(std::string_view text)
{
    const bool isRange = text.find(':') != std::string_view::npos;
    std::vector<double> numbers;
    bool isSound = true;
    for (std::size_t from = 0; isSound && from <= text.size();) {
        const std::size_t to = std::min(text.find(isRange ? ':' : ',', from), text.size());
        double value = 0.0;
        const auto [end, problem] = std::from_chars(text.data() + from, text.data() + to, value);
        isSound = problem == std::errc() && end == text.data() + to && value > 0.0 && value <= 1.0;
        numbers.push_back(value);
        from = to + 1;
    }
    // A step below 0.001 is a slip of the keyboard.
    isSound = isSound &&
              (!isRange || (numbers.size() == 3 && numbers[0] <= numbers[2] && numbers[1] >= 1e-3));
    if (!isSound) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = fmt::format("'{}' is no list of tIoU values", text),
                           .expected = "numbers above 0, at most 1: 0.5, 0.3,0.5,0.7 or "
                                       "0.1:0.1:0.9 (first:step:last)"});
    }
    if (!isRange) {
        return numbers;
    }
    std::vector<double> values;
    const double step = numbers[1];
    const auto count = static_cast<int>((numbers[2] - numbers[0]) / step + 1e-9) + 1;
    for (int i = 0; i < count; ++i) {
        // Multiples of a step are not the decimals that are meant: 0.1 + 2·0.1 is not 0.3.
        values.push_back(std::round((numbers[0] + i * step) * 1e9) / 1e9);
    }
    return values;
}

} // namespace core::tal
