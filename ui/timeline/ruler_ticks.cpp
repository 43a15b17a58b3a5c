#include "ui/timeline/ruler_ticks.h"

#include <array>
#include <cmath>

namespace ui::timeline {

using core::base::TimeUs;

namespace {

constexpr TimeUs kSecond = 1'000'000;
constexpr std::array<TimeUs, 15> kSteps = {
    kSecond / 10,  kSecond / 5,   kSecond / 2,    kSecond,        2 * kSecond,
    5 * kSecond,   10 * kSecond,  30 * kSecond,   60 * kSecond,   120 * kSecond,
    300 * kSecond, 600 * kSecond, 1800 * kSecond, 3600 * kSecond, 7200 * kSecond};
constexpr double kLeastPixels = 72.0;

} // namespace

TimeUs majorStep(double usPerPixel)
{
    for (const TimeUs step : kSteps) {
        if (static_cast<double>(step) >= kLeastPixels * usPerPixel) {
            return step;
        }
    }
    const TimeUs last = kSteps.back();
    const double times = std::ceil(kLeastPixels * usPerPixel / static_cast<double>(last));
    return last * static_cast<TimeUs>(times);
}

int minorTicks(TimeUs step)
{
    TimeUs lead = step;
    while (lead % 10 == 0) {
        lead /= 10;
    }
    return lead == 2 ? 4 : lead == 3 || lead == 6 || lead == 12 ? 6 : 5;
}

std::vector<TimeUs> majorTicks(const TimeScale &scale, int width)
{
    const TimeUs step = majorStep(scale.usPerPixel);
    const auto first = static_cast<TimeUs>(std::floor(scale.startUs / static_cast<double>(step)));
    std::vector<TimeUs> ticks;
    for (TimeUs time = first * step; scale.xOf(time) < width; time += step) {
        ticks.push_back(time);
    }
    return ticks;
}

} // namespace ui::timeline
