#include "core/data/npy_header.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

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

// What the header's Python dict says.
struct Dict
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

    Result<Dict> parse()
    {
        Dict header;
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

    bool readDescr(Dict &header)
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

Result<Element> elementOf(const Dict &header)
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

template <typename T>
T load(const char *from)
{
    T value;
    std::memcpy(&value, from, sizeof(T));
    return value;
}

// Where the dict of a file begins and ends.
Result<std::pair<std::size_t, std::size_t>> dictRange(std::string_view content)
{
    if (!content.starts_with(kNpyMagic)) {
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
    return std::pair(start, start + length);
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

Result<NpyHeader> parseNpyHeader(std::string_view content)
{
    const auto [begin, end] = TRY(dictRange(content));
    const Dict dict = TRY(HeaderParser(content.substr(begin, end - begin)).parse());
    const Element element = TRY(elementOf(dict));
    return NpyHeader{dict.shape,     element.type,        element.bytes,
                     dict.isFortran, element.isBigEndian, end};
}

std::optional<std::int64_t> npyByteCount(const std::vector<std::int64_t> &shape,
                                         std::size_t itemBytes)
{
    auto bytes = static_cast<std::int64_t>(itemBytes);
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

} // namespace core::data
