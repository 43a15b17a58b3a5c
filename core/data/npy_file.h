#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace core::data {

// Element types of NumPy files that Taloscope reads; Bytes is NumPy's fixed-width |S.
enum class NpyType { Bool, UInt8, Int32, Int64, Float16, Float32, Float64, Bytes };

// NumPy's name of a type ("float32"), as messages print it.
const char *npyTypeName(NpyType type);

// The content of one .npy file. Values come out in C order (last index fastest) and native byte
// order, whatever the file has; a plain little-endian C-order file is not copied.
class NpyArray
{
public:
    const std::vector<std::int64_t> &shape() const { return m_shape; }
    NpyType type() const { return m_type; }
    // Whether the file itself holds Fortran order.
    bool wasFortranOrder() const { return m_wasFortranOrder; }
    // Number of elements: the product of the shape, 1 for a scalar.
    std::int64_t size() const { return m_size; }

    // All elements, converted; bool as 0 and 1. Int64 beyond 2^53 is rounded by toDoubles(),
    // float64 by toFloats() (to infinity where it does not fit). Empty for Bytes.
    std::vector<float> toFloats() const;
    std::vector<double> toDoubles() const;
    // Only of integer and bool arrays; otherwise nothing.
    std::optional<std::vector<std::int64_t>> toIntegers() const;
    // Only of Bytes arrays, trailing NULs removed as NumPy does; otherwise nothing.
    std::optional<std::vector<std::string>> toStrings() const;

private:
    friend class NpyReader;

    std::string_view raw() const { return std::string_view(m_content).substr(m_offset); }
    template <typename Out>
    std::vector<Out> convert() const;

    std::vector<std::int64_t> m_shape;
    NpyType m_type = NpyType::Float32;
    bool m_wasFortranOrder = false;
    std::int64_t m_size = 0;
    std::size_t m_itemBytes = 0;
    std::string m_content;    // the file, or the elements alone once they were reordered
    std::size_t m_offset = 0; // of the first element in it
};

// Largest .npy file that is read.
inline constexpr std::int64_t kMaxNpyBytes = std::int64_t{4} << 30;

// Reads a .npy file of format 1 to 3, C or Fortran order, either byte order. Errors: pickled,
// structured or other element types (Unsupported); anything that is no .npy file, a header that
// does not parse or whose shape does not match the file's length exactly (BadFormat). Nothing is
// allocated from the header before it agrees with the length. Blocking.
base::Result<NpyArray> readNpy(const std::filesystem::path &path,
                               std::int64_t maxBytes = kMaxNpyBytes);

// The same on the bytes of a file; errors name no file.
base::Result<NpyArray> parseNpy(std::string content);

// Writes format 1, C order, little endian, byte for byte as numpy.save does; atomic, blocking. The
// product of the shape must be the number of values (else Internal).
base::Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                            std::span<const float> values);
base::Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                            std::span<const double> values);
base::Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                            std::span<const std::int64_t> values);

} // namespace core::data
