#include "app/studio/film_pace.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace app::studio {

using core::base::TimeUs;

namespace {

constexpr std::int64_t kUsPerMs = 1000;
constexpr double kEvenUs = 1500.0; // rounding of a container on both sides

bool isEven(std::span<const TimeUs> timesUs, double gapUs)
{
    for (std::size_t i = 0; i < timesUs.size(); ++i) {
        const auto passed = static_cast<double>(timesUs[i] - timesUs.front());
        if (std::abs(passed - gapUs * static_cast<double>(i)) > kEvenUs) {
            return false;
        }
    }
    return true;
}

std::int64_t toMs(TimeUs time)
{
    return (time + kUsPerMs / 2) / kUsPerMs;
}

} // namespace

FilmPace paceOf(std::span<const TimeUs> timesUs, double framesPerSecond)
{
    FilmPace pace;
    pace.ticks.assign(timesUs.size(), 1);
    if (isEven(timesUs, 1e6 / framesPerSecond)) {
        pace.rate = {static_cast<std::int64_t>(std::lround(framesPerSecond * 1000)), 1000};
        return pace;
    }
    std::int64_t tickMs = 0;
    for (std::size_t i = 1; i < timesUs.size(); ++i) {
        tickMs = std::gcd(tickMs, toMs(timesUs[i]) - toMs(timesUs[i - 1]));
    }
    tickMs = std::max<std::int64_t>(tickMs, 1);
    pace.rate = {1000, tickMs};
    for (std::size_t i = 1; i < timesUs.size(); ++i) {
        const std::int64_t gapMs = toMs(timesUs[i]) - toMs(timesUs[i - 1]);
        pace.ticks[i] = std::max<std::int64_t>(gapMs / tickMs, 1);
    }
    return pace;
}

} // namespace app::studio
