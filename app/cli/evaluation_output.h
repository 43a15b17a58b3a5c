#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/tal/average_precision.h"
#include "core/tal/label_quality.h"
#include "core/tal/protocol_comparison.h"

namespace app::cli {

// How `talo evaluate` shows its results. `videoList`: the named list of videos, may be empty.

// The object of the contract.
nlohmann::ordered_json evaluationJson(const core::tal::EvaluationResult &result,
                                      const std::string &videoList);
// {"tiou": …, "protocols": [that object with "effects": [{"rule", "change"}]]}
nlohmann::ordered_json comparisonJson(const std::vector<core::tal::ProtocolRow> &rows,
                                      const std::string &videoList);

// By which rule, at which overlaps and on which videos the quality of labels was measured, for the
// object with the numbers: "protocol", "subset", "tiou", "average_tiou" (of average_map).
nlohmann::ordered_json measureJson(double tiou, const std::string &subset);
// "activitynet rule at tIoU 0.5, test"
std::string measureText(double tiou, const std::string &subset);

void printEvaluation(const core::tal::EvaluationResult &result, const std::string &videoList,
                     bool isPerClass);
// One row a protocol, with the causes of its difference from the activitynet rule.
void printComparison(const std::vector<core::tal::ProtocolRow> &rows, const std::string &videoList);

} // namespace app::cli
