#pragma once

#include <vector>

#include "core/ml/student/tridet_network.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/tal/nms.h"
#include "core/tal/student_targets.h"

namespace core::ml::student {

// The network's output to detections in seconds (spec fustal-stage3-student §7.1 to §7.3).

// Candidates of every sample before suppression, in grid units, level by level and by descending
// score inside a level (equal scores: earlier point, then class): score above preNmsScore, at most
// preNmsTopK a level, longer than minDurationGrid.
std::vector<std::vector<tal::Candidate>> decodeCandidates(const model::StudentConfig &config,
                                                          const NetworkOutput &output);

// Candidates of one video to what remains after suppression, in seconds, by descending score.
// duration: upper bound in seconds; infinity where unknown.
std::vector<model::Detection> detectionsOf(const model::StudentConfig &config,
                                           const std::vector<tal::Candidate> &candidates,
                                           const tal::StudentGrid &grid, double durationS);

} // namespace core::ml::student
