#pragma once

#include <vector>

#include "core/base/time.h"

#include "ui/timeline/time_axis.h"

namespace ui::timeline {

// Step between labelled ticks: the first of 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60 … seconds that gives
// at least 72 pixels.
core::base::TimeUs majorStep(double usPerPixel);
// Parts that a step is divided into by unlabelled ticks.
int minorTicks(core::base::TimeUs step);

// Times of the labelled ticks whose x lies in [0, width) or one step before it, ascending.
std::vector<core::base::TimeUs> majorTicks(const TimeScale &scale, int width);

} // namespace ui::timeline
