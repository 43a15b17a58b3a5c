#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::data {

// How long after its video an instance may end, in seconds: durations are often rounded.
inline constexpr double kPastEndSeconds = 0.5;

// Appends what is odd about annotations that are nevertheless accepted: instances that end more
// than kPastEndSeconds after their video, and instances without length. One sentence each, with
// counts.
void noteOddities(const model::GroundTruth &truth, std::vector<std::string> &warnings);

// Refuses annotations that no reader takes back: duplicate or nameless videos, unsound times,
// classes outside the list. Writers call it first.
base::Result<void> checkGroundTruth(const model::GroundTruth &truth);

// The same for detections; negative times are sound here.
base::Result<void> checkDetections(const model::DetectionSet &set);

} // namespace core::data
