#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/model/annotation.h"

namespace core::tal {

// Whether stages, or runs, say the same, which needs no ground truth. Pure.

// Two segments of one class agree from this overlap on.
inline constexpr double kAgreementTiou = 0.5;

// Of each detection of a video: whether one of its class among the others overlaps it enough.
std::vector<bool> agreesWith(std::span<const model::Detection> detections,
                             std::span<const model::Detection> others);

// How many labels some label of another set says, too.
struct Agreement
{
    std::size_t labels = 0;
    std::size_t agreed = 0; // with one of the others

    double share() const; // 0 where there are no labels
    bool operator==(const Agreement &) const = default;
};

// Over all videos; class indices of both mean the same.
Agreement agreementOf(const model::DetectionSet &labels, const model::DetectionSet &others);

} // namespace core::tal
