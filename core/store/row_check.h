#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/store/database.h"

namespace core::store {

// No time of a project lies further from 0: 31 years.
inline constexpr base::TimeUs kFarthestUs = 1'000'000'000'000'000;
// Of a video.
inline constexpr std::int64_t kMostFrames = 1'000'000'000;
// Either number of a frame rate.
inline constexpr std::int64_t kLargestRateTerm = 2'000'000'000;

// Whether the rows keep what everything above this folder relies on: what they refer to is there,
// segments have a length, times and rates are within bounds. Our own writing cannot break it, but a
// project may come from anybody, its schema included, so that the declared keys and checks prove
// nothing. Database where something is wrong. Blocking; 0.3 s a million segments.
base::Result<void> checkRows(const Database &database);

} // namespace core::store
