#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/time.h"

namespace app::studio {

// How fast a film shows its pictures, so that each stands as long as in the video that it is of.
struct FilmPace
{
    core::base::Rational rate = {25, 1}; // ticks in a second
    std::vector<std::int64_t> ticks;     // of each picture, since the one before it; first: 1
};

// `timesUs` ascend, one a picture. An even rate (to the millisecond, which is what containers
// keep) is kept as `framesPerSecond`; otherwise a tick is what divides all gaps.
FilmPace paceOf(std::span<const core::base::TimeUs> timesUs, double framesPerSecond);

} // namespace app::studio
