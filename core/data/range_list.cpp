#include "core/data/range_list.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/data/number_text.h"

namespace core::data {

namespace {

constexpr double kMaxValues = 10'000;
constexpr int kDecimals = 9;

struct Range
{
    double start = 0.0;
    double step = 0.0;
    std::size_t count = 0;
};

std::optional<Range> parseRange(std::string_view text)
{
    std::array<double, 3> parts = {};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t colon = i < 2 ? text.find(':') : text.size();
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        const std::optional<double> value = parseNumber(text.substr(0, colon));
        if (!value || !std::isfinite(*value)) {
            return std::nullopt;
        }
        parts[i] = *value;
        text.remove_prefix(i < 2 ? colon + 1 : colon);
    }
    const double steps = std::round((parts[2] - parts[0]) / parts[1]);
    if (!(steps >= 0.0 && steps < kMaxValues)) {
        return std::nullopt;
    }
    return Range{parts[0], parts[1], static_cast<std::size_t>(steps) + 1};
}

} // namespace

std::optional<std::vector<double>> arangeList(std::string_view text)
{
    const std::optional<Range> range = parseRange(text);
    if (!range) {
        return std::nullopt;
    }
    const double delta = (range->start + range->step) - range->start;
    std::vector<double> values;
    for (std::size_t i = 0; i < range->count; ++i) {
        values.push_back(i == 1 ? range->start + range->step
                                : range->start + static_cast<double>(i) * delta);
    }
    return values;
}

std::optional<std::vector<double>> decimalList(std::string_view text)
{
    std::vector<double> values;
    if (text.find(':') == std::string_view::npos) {
        while (true) {
            const std::size_t comma = text.find(',');
            const std::optional<double> value = parseNumber(text.substr(0, comma));
            if (!value || !std::isfinite(*value)) {
                return std::nullopt;
            }
            values.push_back(*value);
            if (comma == std::string_view::npos) {
                return values;
            }
            text.remove_prefix(comma + 1);
        }
    }
    const std::optional<Range> range = parseRange(text);
    if (!range) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < range->count; ++i) {
        const double value = range->start + static_cast<double>(i) * range->step;
        values.push_back(parseNumber(fmt::format("{:.{}f}", value, kDecimals)).value_or(value));
    }
    return values;
}

} // namespace core::data
