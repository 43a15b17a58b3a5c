#include "core/data/npy_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/npy_header.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

static_assert(std::endian::native == std::endian::little, "elements are used as stored");

constexpr std::size_t kAlignment = 64;

// Exact, subnormals, infinities and NaN included.
float halfToFloat(std::uint16_t half)
{
    const std::uint32_t magnitude = half & 0x7fffU;
    float value = std::bit_cast<float>(magnitude << 13) * 0x1p112F;
    if (magnitude >= 0x7c00U) {
        value = std::bit_cast<float>((magnitude << 13) | 0x7f800000U);
    }
    const std::uint32_t sign = (half & 0x8000U) << 16;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) | sign);
}

template <typename T>
T load(const char *from)
{
    T value;
    std::memcpy(&value, from, sizeof(T));
    return value;
}

// Elements of a Fortran-order array in C order.
std::string toCOrder(std::string_view raw, const std::vector<std::int64_t> &shape,
                     std::size_t itemBytes)
{
    std::vector<std::size_t> steps(shape.size()); // bytes from one index to the next, by dimension
    std::size_t step = itemBytes;
    for (std::size_t d = 0; d < shape.size(); ++d) {
        steps[d] = step;
        step *= static_cast<std::size_t>(shape[d]);
    }
    std::string ordered(raw.size(), '\0');
    std::vector<std::int64_t> index(shape.size(), 0);
    std::size_t from = 0;
    for (std::size_t to = 0; to < ordered.size(); to += itemBytes) {
        std::memcpy(ordered.data() + to, raw.data() + from, itemBytes);
        for (std::size_t d = shape.size(); d-- > 0;) {
            from += steps[d];
            if (++index[d] < shape[d]) {
                break;
            }
            from -= steps[d] * static_cast<std::size_t>(shape[d]);
            index[d] = 0;
        }
    }
    return ordered;
}

void reverseEach(std::string &bytes, std::size_t itemBytes)
{
    for (auto item = bytes.begin(); item != bytes.end();
         item += static_cast<std::ptrdiff_t>(itemBytes)) {
        std::reverse(item, item + static_cast<std::ptrdiff_t>(itemBytes));
    }
}

std::string shapeText(std::span<const std::int64_t> shape)
{
    return shape.size() == 1 ? fmt::format("({},)", shape[0])
                             : fmt::format("({})", fmt::join(shape, ", "));
}

template <typename T>
Result<void> writeTyped(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                        std::span<const T> values, std::string_view descr)
{
    const std::optional<std::int64_t> bytes = npyByteCount({shape.begin(), shape.end()}, sizeof(T));
    if (!bytes || static_cast<std::size_t>(*bytes) != values.size_bytes()) {
        return fail({.code = ErrorCode::Internal,
                     .problem = fmt::format("{} values do not fill the shape {}", values.size(),
                                            shapeText(shape)),
                     .file = path.string()});
    }
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                     descr, shapeText(shape));
    const std::size_t prefix = kNpyMagic.size() + 4;
    const std::size_t unpadded = prefix + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';
    std::string content(kNpyMagic);
    content += {'\x01', '\x00', static_cast<char>(header.size() & 0xffU),
                static_cast<char>(header.size() >> 8)};
    content += header;
    if (!values.empty()) {
        const std::size_t offset = content.size();
        content.resize(offset + values.size_bytes());
        std::memcpy(content.data() + offset, values.data(), values.size_bytes());
    }
    return base::writeFileAtomically(path, content);
}

} // namespace

// Fills the private parts of an NpyArray.
class NpyReader
{
public:
    static Result<NpyArray> read(std::string content)
    {
        const NpyHeader header = TRY(parseNpyHeader(content));
        const std::optional<std::int64_t> bytes = npyByteCount(header.shape, header.itemBytes);
        const std::size_t present = content.size() - header.bytes;
        if (!bytes || static_cast<std::size_t>(*bytes) != present) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = fmt::format("holds {} bytes of elements", present),
                         .place = fmt::format("shape {} of {}", shapeText(header.shape),
                                              npyTypeName(header.type)),
                         .expected = bytes ? fmt::format("{} bytes", *bytes) : "a smaller shape"});
        }
        NpyArray array;
        array.m_shape = header.shape;
        array.m_type = header.type;
        array.m_wasFortranOrder = header.isFortran;
        array.m_itemBytes = header.itemBytes;
        array.m_size = npyByteCount(header.shape, 1).value_or(0);
        array.m_content = std::move(content);
        array.m_offset = header.bytes;
        if (header.itemBytes > 0) {
            normalise(array, header.isFortran, header.isBigEndian);
        }
        return array;
    }

private:
    static void normalise(NpyArray &array, bool isFortran, bool isBigEndian)
    {
        const bool mustReorder = isFortran && array.m_shape.size() > 1 && array.m_size > 0;
        const bool mustSwap = isBigEndian && array.m_type != NpyType::Bytes;
        if (!mustReorder && !mustSwap) {
            return;
        }
        std::string elements = mustReorder ? toCOrder(array.raw(), array.m_shape, array.m_itemBytes)
                                           : std::string(array.raw());
        if (mustSwap) {
            reverseEach(elements, array.m_itemBytes);
        }
        array.m_content = std::move(elements);
        array.m_offset = 0;
    }
};

template <typename Out>
std::vector<Out> NpyArray::convert() const
{
    if (m_type == NpyType::Bytes) {
        return {}; // of no bytes each there may be any number in a small file
    }
    std::vector<Out> values(static_cast<std::size_t>(m_size));
    const char *from = raw().data();
    const auto fill = [&]<typename In>(In) {
        if constexpr (std::is_same_v<In, Out>) {
            if (!values.empty()) {
                std::memcpy(values.data(), from, values.size() * sizeof(Out));
            }
        } else {
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = static_cast<Out>(load<In>(from + i * sizeof(In)));
            }
        }
    };
    switch (m_type) {
    case NpyType::Bool:
        std::transform(from, from + m_size, values.begin(),
                       [](char byte) { return static_cast<Out>(byte != 0); });
        break;
    case NpyType::UInt8:
        fill(std::uint8_t{});
        break;
    case NpyType::Int32:
        fill(std::int32_t{});
        break;
    case NpyType::Int64:
        fill(std::int64_t{});
        break;
    case NpyType::Float16:
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = static_cast<Out>(halfToFloat(load<std::uint16_t>(from + i * 2)));
        }
        break;
    case NpyType::Float32:
        fill(float{});
        break;
    case NpyType::Float64:
        fill(double{});
        break;
    case NpyType::Bytes:
        break;
    }
    return values;
}

std::vector<float> NpyArray::toFloats() const
{
    return convert<float>();
}

std::vector<double> NpyArray::toDoubles() const
{
    return convert<double>();
}

std::optional<std::vector<std::int64_t>> NpyArray::toIntegers() const
{
    if (m_type == NpyType::Bool || m_type == NpyType::UInt8 || m_type == NpyType::Int32 ||
        m_type == NpyType::Int64) {
        return convert<std::int64_t>();
    }
    return std::nullopt;
}

std::optional<std::vector<std::string>> NpyArray::toStrings() const
{
    if (m_type != NpyType::Bytes) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (std::int64_t i = 0; i < m_size && m_itemBytes > 0; ++i) {
        std::string_view item =
            raw().substr(static_cast<std::size_t>(i) * m_itemBytes, m_itemBytes);
        item = item.substr(0, item.find_last_not_of('\0') + 1);
        texts.emplace_back(item);
    }
    return texts;
}

Result<NpyArray> parseNpy(std::string content)
{
    return NpyReader::read(std::move(content));
}

Result<NpyArray> readNpy(const std::filesystem::path &path, std::int64_t maxBytes)
{
    Result<NpyArray> array = parseNpy(TRY(base::readFile(path, maxBytes)));
    if (!array) {
        return fail(std::move(array).error().in(path.string()));
    }
    return array;
}

Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                      std::span<const float> values)
{
    return writeTyped(path, shape, values, "<f4");
}

Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                      std::span<const double> values)
{
    return writeTyped(path, shape, values, "<f8");
}

Result<void> writeNpy(const std::filesystem::path &path, std::span<const std::int64_t> shape,
                      std::span<const std::int64_t> values)
{
    return writeTyped(path, shape, values, "<i8");
}

} // namespace core::data
