#pragma once

#include <span>
#include <vector>

#include "core/model/annotation.h"
#include "core/model/training_set.h"

namespace core::tal {

// What a person rejected does not come back: a detection of the same class counts as the rejected
// one from this overlap on, whichever run proposes it. Less would also hide the right bounds of an
// action whose wrong bounds were rejected.
inline constexpr double kRejectedTiou = 0.7;

// Times in any unit, the same for both.
bool isRejected(const model::Detection &detection, std::span<const model::Instance> rejected);

// The detections without those that were rejected; order and numbers as before. `rejections`: by
// video, class indices of `classes`; CorrectedVideo::isDone is not looked at.
model::DetectionSet withoutRejected(model::DetectionSet detections,
                                    const std::vector<model::CorrectedVideo> &rejections,
                                    const std::vector<std::string> &classes);

} // namespace core::tal
