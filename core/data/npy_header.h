#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/npy_file.h"

namespace core::data {

// The first bytes of every .npy file.
inline constexpr std::string_view kNpyMagic = "\x93NUMPY";

// What the header of a .npy file says of the elements behind it.
struct NpyHeader
{
    std::vector<std::int64_t> shape;
    NpyType type = NpyType::Float32;
    std::size_t itemBytes = 0;
    bool isFortran = false;
    bool isBigEndian = false;
    std::size_t bytes = 0; // of everything before the first element
};

// Reads the header at the beginning of a file's content. Whether the elements are all there is for
// the caller to check. Errors as readNpy() has them; they name no file.
base::Result<NpyHeader> parseNpyHeader(std::string_view content);

// The product of the shape times itemBytes; nothing where it overflows.
std::optional<std::int64_t> npyByteCount(const std::vector<std::int64_t> &shape,
                                         std::size_t itemBytes);

} // namespace core::data
