#pragma once

#include <string>

namespace app::cli {

// A cell of a CSV table, quoted where RFC 4180 asks for it.
std::string csvCell(const std::string &text);

} // namespace app::cli
