#include "core/data/text_lines.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/number_text.h"
#include "core/data/utf8.h"

namespace core::data {

namespace {

bool isControl(char letter)
{
    const auto byte = static_cast<unsigned char>(letter);
    return (byte < 0x20 && letter != '\t' && letter != '\n' && letter != '\r') || byte == 0x7f;
}

} // namespace

base::Result<std::vector<TextLine>> readTextLines(const std::filesystem::path &path)
{
    const std::string content = TRY(base::readFile(path));
    std::string_view text = content;
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    const auto control = std::find_if(text.begin(), text.end(), isControl);
    const std::size_t bad =
        std::min(brokenUtf8(text), static_cast<std::size_t>(std::distance(text.begin(), control)));
    if (bad < text.size()) {
        const std::string_view before = text.substr(0, bad);
        return base::fail(
            {.code = base::ErrorCode::BadFormat,
             .problem = whyNotUtf8(text, "holds bytes that are no text"),
             .file = path.string(),
             .place = fmt::format("line {}", std::count(before.begin(), before.end(), '\n') + 1),
             .expected = "a text file in UTF-8"});
    }
    std::vector<TextLine> lines;
    for (int number = 1; !text.empty(); ++number) {
        const std::string_view line = trimmed(takeLine(text));
        if (!line.empty()) {
            lines.push_back({number, std::string(line)});
        }
    }
    if (lines.empty()) {
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = "is empty",
                           .file = path.string(),
                           .expected = "a text file with at least one line"});
    }
    return lines;
}

std::string_view takeLine(std::string_view &text)
{
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

base::Result<void> checkUtf8(std::string_view text, const char *expected)
{
    const std::size_t broken = brokenUtf8(text);
    if (broken == std::string_view::npos) {
        return {};
    }
    const std::string_view before = text.substr(0, broken);
    return base::fail(
        {.code = base::ErrorCode::BadFormat,
         .problem = whyNotUtf8(text, "holds a byte that is not UTF-8"),
         .place = fmt::format("line {}", std::count(before.begin(), before.end(), '\n') + 1),
         .expected = expected});
}

} // namespace core::data
