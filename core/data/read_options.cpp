#include "core/data/read_options.h"

#include <cmath>

#include <fmt/format.h>

#include "core/data/number_text.h"

namespace core::data {

std::optional<std::string> intervalProblem(double start, double end, bool mayStartNegative)
{
    if (!std::isfinite(start) || !std::isfinite(end)) {
        return fmt::format("a time is not finite ({}, {})", numberText(start), numberText(end));
    }
    if (end < start) {
        return fmt::format("ends before it starts ({} < {})", numberText(end), numberText(start));
    }
    if (start < 0.0 && !mayStartNegative) {
        return fmt::format("starts before the video ({} s)", numberText(start));
    }
    if (end > kMaxSeconds || start < -kMaxSeconds) {
        return fmt::format("a time is impossibly large ({}, {})", numberText(start),
                           numberText(end));
    }
    return std::nullopt;
}

std::string firstOf(std::string_view first, std::size_t count)
{
    return count <= 1 ? std::string(first) : fmt::format("{} and {} more", first, count - 1);
}

} // namespace core::data
