#include "core/data/audacity_labels.h"

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/text_lines.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

struct Label
{
    double start = 0.0;
    double end = 0.0;
    std::string_view title;
};

std::optional<Label> parseLine(std::string_view line)
{
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string_view::npos ? first : line.find('\t', first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto start = parseNumber(line.substr(0, first));
    const auto end = parseNumber(line.substr(first + 1, second - first - 1));
    if (!start || !end) {
        return std::nullopt;
    }
    return Label{*start, *end, trimmed(line.substr(second + 1))};
}

} // namespace

bool isAudacityLine(std::string_view line)
{
    return parseLine(line).has_value();
}

Result<ExchangeFile> readAudacity(std::string_view text, const std::string &fileStem,
                                  const ReadOptions &options)
{
    TRY(checkUtf8(text, "a label track of Audacity"));
    ExchangeBuilder builder(options);
    TRY(builder.addVideo(fileStem));
    int number = 0;
    while (!text.empty()) {
        const std::string_view line = takeLine(text);
        const std::string place = fmt::format("line {}", ++number);
        if (trimmed(line).empty() || line.front() == '\\') {
            continue;
        }
        const std::optional<Label> label = parseLine(line);
        if (!label) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "is no label",
                         .place = place,
                         .expected = "start, end and class, with tabs between them"});
        }
        if (label->start == label->end) {
            builder.skip(place, "is a point");
            continue;
        }
        auto added = builder.add(fileStem, label->title, label->start, label->end);
        if (!added) {
            return fail(std::move(added).error().at(place));
        }
    }
    return builder.finish("audacity");
}

Result<std::string> audacityText(const ExchangeSet &set, std::size_t video)
{
    TRY(checkExchange(set, false));
    std::string text;
    for (const model::Instance &instance : set.videos[video].truth.instances) {
        const std::string &name = set.className(instance);
        if (name.find_first_of("\t\r\n") != std::string::npos) {
            return fail({.code = ErrorCode::Unsupported,
                         .problem = "a class with a tab or a line break cannot be written",
                         .place = name,
                         .expected = "names of one line"});
        }
        text += fmt::format("{:.6f}\t{:.6f}\t{}\n", instance.start, instance.end, name);
    }
    return text;
}

} // namespace core::data
