#include "core/data/toml_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// Dots between names in one line, where sensible settings have one. toml++ allows 256 values inside
// each other, of which every second may begin a line.
constexpr int kMostDots = 32;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Of a number. Of names that are written to look like numbers every second dot is none.
bool isDecimalPoint(std::string_view line, std::size_t dot)
{
    std::size_t first = dot;
    while (first > 0 && isDigit(line[first - 1])) {
        --first;
    }
    if (first == dot || dot + 1 == line.size() || !isDigit(line[dot + 1])) {
        return false;
    }
    if (first > 0 && (line[first - 1] == '-' || line[first - 1] == '+')) {
        --first;
    }
    return first == 0 || std::string_view(" \t[,=").find(line[first - 1]) != std::string_view::npos;
}

bool hasLongName(std::string_view line)
{
    // Without a quote this is a comment, or a text goes on through the whole of it.
    const bool isComment =
        line.substr(0, line.find('#')).find_first_not_of(" \t") == std::string_view::npos &&
        line.find_first_of("\"'") == std::string_view::npos;
    int dots = 0;
    for (std::size_t i = 0; !isComment && i < line.size(); ++i) {
        dots += line[i] == '.' && !isDecimalPoint(line, i) ? 1 : 0;
    }
    return dots > kMostDots;
}

Result<void> checkNames(std::string_view text)
{
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (hasLongName(line)) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "has a name of too many parts",
                         .place = fmt::format("line {}", number),
                         .expected = "names with one dot at most, as in filter.min_score"});
        }
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return {};
}

} // namespace

std::string lineOf(const toml::source_region &source)
{
    return fmt::format("line {}", source.begin.line);
}

Result<toml::table> parseToml(std::string_view text)
{
    TRY(checkNames(text));
    try {
        return toml::parse(text);
    } catch (const toml::parse_error &error) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = std::string(error.description()),
                     .place = lineOf(error.source()),
                     .expected = "TOML"});
    }
}

} // namespace core::data
