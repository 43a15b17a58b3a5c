#include "core/data/npy_file.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <charconv>
#include <cstring>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

static_assert(std::endian::native == std::endian::little, "elements are used as stored");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMaxDimensions = 32; // NumPy's own limit
constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 16;

struct TypeRow
{
    NpyType type;
    char kind;
    std::size_t bytes; // 0: any
    const char *name;
};

constexpr TypeRow kTypes[] = {
    {NpyType::Bool, 'b', 1, "bool"},       {NpyType::UInt8, 'u', 1, "uint8"},
    {NpyType::Int32, 'i', 4, "int32"},     {NpyType::Int64, 'i', 8, "int64"},
    {NpyType::Float16, 'f', 2, "float16"}, {NpyType::Float32, 'f', 4, "float32"},
    {NpyType::Float64, 'f', 8, "float64"}, {NpyType::Bytes, 'S', 0, "bytes"},
};

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

// What the header's Python dict says.
struct Header
{
    std::string descr;
    bool hasFields = false; // descr is a list: a structured array
    bool isFortran = false;
    std::vector<std::int64_t> shape;
};

tl::unexpected<base::Error> badHeader(std::string problem)
{
    return fail({.code = ErrorCode::BadFormat,
                 .problem = std::move(problem),
                 .place = "header",
                 .expected = "a .npy header with descr, fortran_order and shape"});
}

// Reads the Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }: its three
// keys, each once, in any order, nothing else.
class HeaderParser
{
public:
    explicit HeaderParser(std::string_view text)
        : m_text(text)
    {
    }

    Result<Header> parse()
    {
        Header header;
        int seen = 0;
        if (!take('{')) {
            return badHeader("does not start with {");
        }
        while (!take('}')) {
            const std::optional<std::string_view> key = quoted();
            if (!key || !take(':')) {
                return badHeader(fmt::format("cannot be read at byte {}", m_at));
            }
            const int bit = *key == "descr"           ? 1
                            : *key == "fortran_order" ? 2
                            : *key == "shape"         ? 4
                                                      : 0;
            if (bit == 0 || (seen & bit) != 0) {
                return badHeader(fmt::format("has an unknown or repeated key '{}'", *key));
            }
            seen |= bit;
            const bool isRead = bit == 1   ? readDescr(header)
                                : bit == 2 ? readFlag(header.isFortran)
                                           : readShape(header.shape);
            if (header.hasFields) {
                return header;
            }
            if (!isRead) {
                return badHeader(fmt::format("has no valid value for '{}'", *key));
            }
            if (!take(',') && peek() != '}') {
                return badHeader(fmt::format("cannot be read at byte {}", m_at));
            }
        }
        skipBlanks();
        if (m_at != m_text.size() || seen != 7) {
            return badHeader(seen == 7 ? "goes on after its end" : "lacks a key");
        }
        return header;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() &&
               std::isspace(static_cast<unsigned char>(m_text[m_at])) != 0) {
            ++m_at;
        }
    }

    char peek()
    {
        skipBlanks();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    bool take(char wanted)
    {
        if (peek() != wanted) {
            return false;
        }
        ++m_at;
        return true;
    }

    std::optional<std::string_view> quoted()
    {
        const char quote = peek();
        if (quote != '\'' && quote != '"') {
            return std::nullopt;
        }
        const std::size_t end = m_text.find(quote, m_at + 1);
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view inner = m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        return inner;
    }

    bool readDescr(Header &header)
    {
        header.hasFields = peek() == '[';
        const std::optional<std::string_view> text = quoted();
        header.descr = text.value_or("");
        return text.has_value();
    }

    bool readFlag(bool &flag)
    {
        skipBlanks();
        for (const std::string_view word : {"True", "False"}) {
            if (m_text.substr(m_at).starts_with(word)) {
                m_at += word.size();
                flag = word == "True";
                return true;
            }
        }
        return false;
    }

    bool readShape(std::vector<std::int64_t> &shape)
    {
        if (!take('(')) {
            return false;
        }
        while (!take(')')) {
            skipBlanks();
            std::int64_t extent = 0;
            const char *begin = m_text.data() + m_at;
            const auto [end, code] = std::from_chars(begin, m_text.data() + m_text.size(), extent);
            if (code != std::errc{} || extent < 0 || shape.size() == kMaxDimensions) {
                return false;
            }
            m_at += static_cast<std::size_t>(end - begin);
            take('L'); // Python 2 wrote long integers
            shape.push_back(extent);
            if (!take(',') && (peek() != ')' || shape.size() == 1)) {
                return false;
            }
        }
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

// What the element type of a header means.
struct Element
{
    NpyType type = NpyType::Float32;
    std::size_t bytes = 0;
    bool isBigEndian = false;
};

tl::unexpected<base::Error> unsupportedType(std::string problem)
{
    return fail(
        {.code = ErrorCode::Unsupported,
         .problem = std::move(problem),
         .place = "header",
         .expected = "float16, float32, float64, int32, int64, uint8, bool or |S elements"});
}

Result<Element> elementOf(const Header &header)
{
    if (header.hasFields) {
        return unsupportedType("holds a structured array");
    }
    const std::string_view descr = header.descr;
    if (descr.size() >= 2 && descr[1] == 'O') {
        return unsupportedType("holds pickled Python objects, which are never loaded");
    }
    std::size_t bytes = 0;
    if (descr.size() >= 3 && std::strchr("<>|=", descr[0]) != nullptr) {
        const auto [end, code] =
            std::from_chars(descr.data() + 2, descr.data() + descr.size(), bytes);
        const bool isWhole = code == std::errc{} && end == descr.data() + descr.size();
        for (const TypeRow &row : kTypes) {
            if (isWhole && row.kind == descr[1] && (row.bytes == 0 || row.bytes == bytes)) {
                return Element{row.type, bytes, descr[0] == '>'};
            }
        }
    }
    return unsupportedType(fmt::format("holds elements of type '{}'", descr));
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

// product of the shape times `itemBytes`, nothing where it overflows.
std::optional<std::int64_t> byteCount(const std::vector<std::int64_t> &shape, std::size_t itemBytes)
{
    std::int64_t bytes = static_cast<std::int64_t>(itemBytes);
    // A zero extent makes the whole empty even where other extents would overflow.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
        return 0;
    }
    for (const std::int64_t extent : shape) {
        if (__builtin_mul_overflow(bytes, extent, &bytes)) {
            return std::nullopt;
        }
    }
    return bytes;
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
    const std::optional<std::int64_t> bytes = byteCount({shape.begin(), shape.end()}, sizeof(T));
    if (!bytes || static_cast<std::size_t>(*bytes) != values.size_bytes()) {
        return fail({.code = ErrorCode::Internal,
                     .problem = fmt::format("{} values do not fill the shape {}", values.size(),
                                            shapeText(shape)),
                     .file = path.string()});
    }
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                     descr, shapeText(shape));
    const std::size_t prefix = kMagic.size() + 4;
    const std::size_t unpadded = prefix + header.size() + 1;
    header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    header += '\n';
    std::string content(kMagic);
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

const char *npyTypeName(NpyType type)
{
    for (const TypeRow &row : kTypes) {
        if (row.type == type) {
            return row.name;
        }
    }
    return "unknown";
}

// Fills the private parts of an NpyArray.
class NpyReader
{
public:
    static Result<NpyArray> read(std::string content)
    {
        const std::size_t offset = TRY(headerEnd(content));
        const std::size_t start = content[6] == '\x01' ? 10 : 12;
        const Header header =
            TRY(HeaderParser(std::string_view(content).substr(start, offset - start)).parse());
        const Element element = TRY(elementOf(header));
        const std::optional<std::int64_t> bytes = byteCount(header.shape, element.bytes);
        const std::size_t present = content.size() - offset;
        if (!bytes || static_cast<std::size_t>(*bytes) != present) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = fmt::format("holds {} bytes of elements", present),
                         .place = fmt::format("shape {} of {}", shapeText(header.shape),
                                              npyTypeName(element.type)),
                         .expected = bytes ? fmt::format("{} bytes", *bytes) : "a smaller shape"});
        }
        NpyArray array;
        array.m_shape = header.shape;
        array.m_type = element.type;
        array.m_wasFortranOrder = header.isFortran;
        array.m_itemBytes = element.bytes;
        array.m_size = byteCount(header.shape, 1).value_or(0);
        array.m_content = std::move(content);
        array.m_offset = offset;
        if (element.bytes > 0) {
            normalise(array, header.isFortran, element.isBigEndian);
        }
        return array;
    }

private:
    static Result<std::size_t> headerEnd(std::string_view content)
    {
        if (!content.starts_with(kMagic)) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = content.empty() ? "is empty" : "is not a NumPy file",
                         .expected = "a .npy file"});
        }
        if (content.size() < 12) {
            return badHeader("is cut off");
        }
        const auto version = static_cast<unsigned char>(content[6]);
        if (version < 1 || version > 3) {
            return fail({.code = ErrorCode::Unsupported,
                         .problem = fmt::format("has .npy format {}", version),
                         .expected = "format 1, 2 or 3"});
        }
        const std::size_t length = version == 1 ? load<std::uint16_t>(content.data() + 8)
                                                : load<std::uint32_t>(content.data() + 8);
        const std::size_t start = version == 1 ? 10 : 12;
        if (length > kMaxHeaderBytes || length > content.size() - start) {
            return badHeader(fmt::format("claims {} bytes", length));
        }
        return start + length;
    }

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
        values.clear();
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
