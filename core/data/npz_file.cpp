#include "core/data/npz_file.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/file.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// ZIP (APPNOTE.TXT 4.3): an archive ends with a record that says where its directory lies; the
// directory has an entry a file, which says where the file's own header lies.
constexpr std::string_view kEndMark = "PK\x05\x06";
constexpr std::string_view kEntryMark = "PK\x01\x02";
constexpr std::string_view kFileMark = "PK\x03\x04";
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEntryBytes = 46;
constexpr std::size_t kFileBytes = 30;

struct Entry
{
    std::string name; // without ".npy"
    bool isStored = false;
    std::size_t bytes = 0;
    std::size_t headerAt = 0;
};

std::size_t number(std::string_view text, std::size_t at, std::size_t bytes)
{
    std::size_t value = 0;
    for (std::size_t i = bytes; i > 0; --i) {
        value = value << 8U | static_cast<unsigned char>(text[at + i - 1]);
    }
    return value;
}

std::optional<std::vector<Entry>> directoryOf(std::string_view text)
{
    const std::size_t end = text.rfind(kEndMark);
    if (end == std::string_view::npos || text.size() - end < kEndBytes) {
        return std::nullopt;
    }
    std::vector<Entry> entries;
    const std::size_t count = number(text, end + 10, 2);
    std::size_t at = number(text, end + 16, 4);
    for (std::size_t i = 0; i < count; ++i) {
        const bool fits = at < end && end - at >= kEntryBytes;
        if (!fits || text.substr(at, kEntryMark.size()) != kEntryMark) {
            return std::nullopt;
        }
        const std::size_t nameBytes = number(text, at + 28, 2);
        if (end - at - kEntryBytes < nameBytes) {
            return std::nullopt;
        }
        std::string name(text.substr(at + kEntryBytes, nameBytes));
        if (name.ends_with(".npy")) {
            name.resize(name.size() - 4);
        }
        entries.push_back({.name = std::move(name),
                           .isStored = number(text, at + 10, 2) == 0,
                           .bytes = number(text, at + 24, 4),
                           .headerAt = number(text, at + 42, 4)});
        at += kEntryBytes + nameBytes + number(text, at + 30, 2) + number(text, at + 32, 2);
    }
    return entries;
}

std::optional<std::string_view> contentOf(std::string_view text, const Entry &entry)
{
    const bool hasHeader = entry.headerAt < text.size() &&
                           text.size() - entry.headerAt >= kFileBytes &&
                           text.substr(entry.headerAt, kFileMark.size()) == kFileMark;
    if (!hasHeader) {
        return std::nullopt;
    }
    const std::size_t start = entry.headerAt + kFileBytes + number(text, entry.headerAt + 26, 2) +
                              number(text, entry.headerAt + 28, 2);
    if (start > text.size() || text.size() - start < entry.bytes) {
        return std::nullopt;
    }
    return text.substr(start, entry.bytes);
}

tl::unexpected<base::Error> damaged()
{
    return fail({.code = ErrorCode::BadFormat,
                 .problem = "is no ZIP archive, or a damaged one",
                 .expected = "a .npz file of numpy.savez"});
}

Result<NpyArray> readEntry(std::string_view text, const Entry &entry)
{
    if (!entry.isStored) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = "holds compressed arrays",
                     .place = entry.name,
                     .expected = "a file of numpy.savez, not of savez_compressed"});
    }
    const std::optional<std::string_view> content = contentOf(text, entry);
    return content ? parseNpy(std::string(*content)) : damaged();
}

Result<NpyArray> choose(std::string_view text, const std::vector<Entry> &entries,
                        const std::string &name)
{
    std::vector<std::string> names;
    std::optional<NpyArray> matrix;
    std::size_t matrices = 0;
    for (const Entry &entry : entries) {
        names.push_back(entry.name);
        if (!name.empty() && entry.name != name) {
            continue;
        }
        NpyArray array = TRY(readEntry(text, entry));
        if (!name.empty()) {
            return array;
        }
        if (array.shape().size() == 2) {
            matrix = std::move(array);
            ++matrices;
        }
    }
    if (matrices == 1) {
        return *std::move(matrix);
    }
    return fail(
        {.code = ErrorCode::NotFound,
         .problem = name.empty() ? fmt::format("holds {} arrays of two dimensions", matrices)
                                 : fmt::format("holds no array '{}'", name),
         .expected = fmt::format("one, or the name of one of: {}", fmt::join(names, ", "))});
}

} // namespace

Result<NpyArray> readNpz(const std::filesystem::path &path, const std::string &name)
{
    const std::string text = TRY(base::readFile(path, kMaxNpyBytes));
    const std::optional<std::vector<Entry>> entries = directoryOf(text);
    Result<NpyArray> array = entries ? choose(text, *entries, name) : damaged();
    if (!array) {
        return fail(std::move(array).error().in(path.string()));
    }
    return array;
}

} // namespace core::data
