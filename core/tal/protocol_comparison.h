#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/tal/average_precision.h"

namespace core::tal {

// The same predictions under every protocol, and why the numbers differ.

// One rule in which a protocol differs from the activitynet rule, and what it does to the average
// mAP. Rules are exchanged one after the other in a fixed order, so the changes of a protocol add
// up to its whole difference.
struct RuleEffect
{
    std::string rule = {}; // "no interpolation": for people, no full stop
    double change = 0.0;   // fraction of average mAP; 0 where the rule does nothing here
};

// One protocol's result, and which of its rules make the difference to activitynet.
struct ProtocolRow
{
    EvaluationResult result = {};
    std::vector<RuleEffect> effects = {}; // in order of exchange; empty for activitynet
};

// All of protocols(), each at the same thresholds: those of the options, or activitynet's own.
// EvaluationOptions::protocol is not looked at. Errors as evaluate().
base::Result<std::vector<ProtocolRow>> compareProtocols(const model::GroundTruth &truth,
                                                        const model::DetectionSet &predictions,
                                                        const EvaluationOptions &options);

} // namespace core::tal
