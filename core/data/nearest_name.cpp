#include "core/data/nearest_name.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

#include <fmt/format.h>

namespace core::data {

namespace {

constexpr std::size_t kFewNames = 25;
constexpr std::size_t kLongestName = 200; // of arbitrary input: the distance takes quadratic time

char lower(char letter)
{
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

} // namespace

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::string nearestName(std::string_view name, std::span<const std::string> names)
{
    name = name.substr(0, kLongestName);
    std::string_view best;
    std::size_t least = (name.size() + 1) / 2 + 1;
    for (const std::string &candidate : names) {
        const std::size_t distance =
            editDistance(name, std::string_view(candidate).substr(0, kLongestName));
        if (distance < least) {
            least = distance;
            best = candidate;
        }
    }
    return std::string(best);
}

std::string suggestion(std::string_view name, std::span<const std::string> names)
{
    const std::string nearest = nearestName(name, names);
    if (!nearest.empty()) {
        return fmt::format("perhaps '{}'", nearest);
    }
    if (names.size() <= kFewNames) {
        return fmt::format("one of {}", fmt::join(names, ", "));
    }
    return fmt::format("one of the {} known names", names.size());
}

} // namespace core::data
