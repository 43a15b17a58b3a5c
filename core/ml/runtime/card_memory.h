#pragma once

#include <cstdint>
#include <optional>

namespace core::ml {

// What this process holds of the memory of the card that chooseDevice() chose, cached blocks with
// it; none on the CPU. Any thread.
std::optional<std::int64_t> cardMemory();

} // namespace core::ml
