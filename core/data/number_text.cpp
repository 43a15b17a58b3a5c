#include "core/data/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace core::data {

namespace {

constexpr std::string_view kBlanks = " \t\r\n\f\v";

} // namespace

void appendNumber(std::string &text, double value)
{
    if (!std::isfinite(value)) {
        text += std::isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    std::array<char, 32> buffer; // "-d.dddddddddddddddde-308"
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                       std::chars_format::scientific);
    char *begin = buffer.data();
    if (*begin == '-') {
        text += *begin++;
    }
    const std::string_view digits(begin, static_cast<std::size_t>(written.ptr - begin));
    const std::size_t e = digits.find('e');
    int exponent = 0;
    const std::size_t exponentAt = e + (digits[e + 1] == '+' ? 2 : 1);
    std::from_chars(digits.data() + exponentAt, written.ptr, exponent);
    // "d.ddd" becomes "dddd" where it lies.
    std::string_view mantissa = digits.substr(0, 1);
    if (e > 2) {
        begin[1] = begin[0];
        mantissa = digits.substr(1, e - 1);
    }
    // Python writes 1e-4 … 1e16 without exponent, and always a point or an exponent.
    const int count = static_cast<int>(mantissa.size());
    if (exponent < -4 || exponent >= 16) {
        text += mantissa.front();
        if (count > 1) {
            text.append(1, '.').append(mantissa.substr(1));
        }
        text.append("e").append(exponent < 0 ? "-" : "+");
        text.append(std::abs(exponent) < 10 ? "0" : "").append(std::to_string(std::abs(exponent)));
    } else if (exponent < 0) {
        text.append("0.").append(static_cast<std::size_t>(-exponent - 1), '0').append(mantissa);
    } else if (count <= exponent + 1) {
        text.append(mantissa).append(static_cast<std::size_t>(exponent + 1 - count), '0');
        text += ".0";
    } else {
        const auto whole = static_cast<std::size_t>(exponent) + 1;
        text.append(mantissa.substr(0, whole)).append(1, '.').append(mantissa.substr(whole));
    }
}

std::string numberText(double value)
{
    std::string text;
    appendNumber(text, value);
    return text;
}

std::optional<double> parseNumber(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    double value = 0.0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    if (code == std::errc::result_out_of_range) {
        const std::size_t exponent = text.find_first_of("eE");
        const bool isTiny = exponent == std::string_view::npos ? text.find_first_of('.') <= 2
                                                               : text[exponent + 1] == '-';
        const double magnitude = isTiny ? 0.0 : std::numeric_limits<double>::infinity();
        return text.front() == '-' ? -magnitude : magnitude;
    }
    return code == std::errc{} ? std::optional(value) : std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(kBlanks);
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

} // namespace core::data
