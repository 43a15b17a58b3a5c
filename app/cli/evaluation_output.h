#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/tal/average_precision.h"
#include "core/tal/protocol_comparison.h"

namespace app::cli {

// How `talo evaluate` shows its results. `videoList`: the named list of videos, may be empty.

// The object of the contract.
nlohmann::ordered_json evaluationJson(const core::tal::EvaluationResult &result,
                                      const std::string &videoList);
// {"tiou": …, "protocols": [that object with "effects": [{"rule", "change"}]]}
nlohmann::ordered_json comparisonJson(const std::vector<core::tal::ProtocolRow> &rows,
                                      const std::string &videoList);

void printEvaluation(const core::tal::EvaluationResult &result, const std::string &videoList,
                     bool isPerClass);
// One row a protocol, with the causes of its difference from the activitynet rule.
void printComparison(const std::vector<core::tal::ProtocolRow> &rows, const std::string &videoList);

} // namespace app::cli
