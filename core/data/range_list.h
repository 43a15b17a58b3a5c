#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace core::data {

// The values of "start:step:stop", both ends included, computed as NumPy's arange does:
// start + i * ((start + step) - start), the second value start + step itself (spec fustal-stage1-2
// §4.4). Nothing for any other text, a step of 0 or against the direction, or more than 10,000
// values.
std::optional<std::vector<double>> arangeList(std::string_view text);

// The same, each value the double nearest to its decimal number: "0.1:0.1:0.7" holds 0.3 and not
// 0.30000000000000004. A single number and "a,b,c" are lists too.
std::optional<std::vector<double>> decimalList(std::string_view text);

} // namespace core::data
