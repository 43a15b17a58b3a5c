#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace core::base {

// Media time in microseconds from the start of the video's own time line.
using TimeUs = std::int64_t;

// Half-open: start belongs to the range, end does not.
struct TimeRange
{
    TimeUs startUs = 0;
    TimeUs endUs = 0;

    TimeUs durationUs() const { return endUs - startUs; }
    bool contains(TimeUs t) const { return startUs <= t && t < endUs; }
    bool overlaps(const TimeRange &other) const
    {
        return startUs < other.endUs && other.startUs < endUs;
    }
    auto operator<=>(const TimeRange &) const = default;
};

// A ratio as containers write frame rates and time bases; den > 0.
struct Rational
{
    std::int64_t num = 0;
    std::int64_t den = 1;

    double value() const { return static_cast<double>(num) / static_cast<double>(den); }
    auto operator<=>(const Rational &) const = default;
};

// Seconds (as the field's files hold them) to microseconds, to the nearest; and back.
inline TimeUs secondsToUs(double seconds)
{
    return static_cast<TimeUs>(std::llround(seconds * 1e6));
}
inline double usToSeconds(TimeUs us)
{
    return static_cast<double>(us) / 1e6;
}

} // namespace core::base
