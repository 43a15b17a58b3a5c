#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core::data {

// Appends the shortest text that reads back as the same double, as Python's repr() writes it and so
// as the published code's JSON files hold it: "0.1", "2.0", "1e-05", "1e+16". NaN and infinities
// come out as "NaN", "Infinity", "-Infinity" (Python's json), which our readers refuse: callers
// that write files check first.
void appendNumber(std::string &text, double value);
std::string numberText(double value);

// The number that the whole of a text is, blanks around it allowed: a decimal number as in "0.2",
// "1e-3", "-4", and "nan" or "inf" in any case. Nothing for any other text. A number too large for
// a double comes out as an infinity.
std::optional<double> parseNumber(std::string_view text);

// `text` without blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text);

} // namespace core::data
