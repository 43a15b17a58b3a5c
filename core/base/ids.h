#pragma once

#include <string>

namespace core::base {

// A new random UUID (version 4) in its 36-character form. Any thread.
std::string newUuid();

} // namespace core::base
