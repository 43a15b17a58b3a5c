#include "core/data/boris_table.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/data/number_text.h"
#include "core/data/text_lines.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr const char *kHeader =
    "Observation id\tObservation date\tDescription\tMedia file\tTotal length\tFPS\tSubject\t"
    "Behavior\tBehavioral category\tModifiers\tBehavior type\tStart (s)\tStop (s)\tDuration (s)\t"
    "Comment start\tComment stop\n";

using Fields = std::vector<std::string_view>;

Fields splitTabs(std::string_view line)
{
    Fields fields;
    for (std::size_t tab = 0; tab != std::string_view::npos;) {
        tab = line.find('\t');
        fields.push_back(trimmed(line.substr(0, tab)));
        line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    return fields;
}

// Where the columns are that count.
struct Columns
{
    std::size_t observation = 0;
    std::size_t media = 0;
    std::size_t length = 0;
    std::size_t rate = 0;
    std::size_t behaviour = 0;
    std::size_t type = 0;
    std::size_t start = 0;
    std::size_t stop = 0;
    std::size_t count = 0;
};

Result<Columns> columnsOf(const Fields &header)
{
    Columns columns{.count = header.size()};
    const auto find = [&header](std::string_view name, std::size_t &column) -> Result<void> {
        const auto found = std::find(header.begin(), header.end(), name);
        if (found == header.end()) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = fmt::format("has no column '{}'", name),
                         .place = "header",
                         .expected = "BORIS's table of aggregated events"});
        }
        column = static_cast<std::size_t>(found - header.begin());
        return {};
    };
    TRY(find("Observation id", columns.observation));
    TRY(find("Media file", columns.media));
    TRY(find("Total length", columns.length));
    TRY(find("FPS", columns.rate));
    TRY(find("Behavior", columns.behaviour));
    TRY(find("Behavior type", columns.type));
    TRY(find("Start (s)", columns.start));
    TRY(find("Stop (s)", columns.stop));
    return columns;
}

Result<void> readEvent(const Fields &fields, const Columns &columns, const std::string &place,
                       std::set<std::string> &known, ExchangeBuilder &builder)
{
    if (fields.size() != columns.count) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = fmt::format("has {} fields", fields.size()),
                     .expected = fmt::format("{}, as the header has", columns.count)});
    }
    const std::string_view media = fields[columns.media];
    const std::string video =
        media.empty() ? std::string(fields[columns.observation]) : videoOfMedia(media);
    if (known.insert(video).second) {
        TRY(builder.addVideo(video, parseNumber(fields[columns.rate]),
                             parseNumber(fields[columns.length]), {}, std::string(media)));
    }
    if (fields[columns.type] == "POINT") {
        builder.skip(place, "is a point");
        return {};
    }
    const auto start = parseNumber(fields[columns.start]);
    const auto stop = parseNumber(fields[columns.stop]);
    if (!start || !stop) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "has times that cannot be read",
                     .expected = "start and stop in seconds"});
    }
    return builder.add(video, fields[columns.behaviour], *start, *stop);
}

bool isOneField(std::string_view text)
{
    return text.find_first_of("\t\r\n") == std::string_view::npos;
}

} // namespace

Result<ExchangeFile> readBoris(std::string_view text, const ReadOptions &options)
{
    TRY(checkUtf8(text, "a table of BORIS"));
    const Columns columns = TRY(columnsOf(splitTabs(takeLine(text))));
    ExchangeBuilder builder(options);
    std::set<std::string> known;
    for (int number = 2; !text.empty(); ++number) {
        const std::string_view line = takeLine(text);
        if (trimmed(line).empty()) {
            continue;
        }
        const std::string place = fmt::format("line {}", number);
        auto read = readEvent(splitTabs(line), columns, place, known, builder);
        if (!read) {
            return fail(std::move(read).error().at(place));
        }
    }
    return builder.finish("boris");
}

Result<std::string> borisText(const ExchangeSet &set)
{
    TRY(checkExchange(set, false));
    std::string text = kHeader;
    for (const ExchangeVideo &video : set.videos) {
        const model::VideoGroundTruth &truth = video.truth;
        for (const model::Instance &instance : truth.instances) {
            const std::string &name = set.className(instance);
            if (!isOneField(name) || !isOneField(truth.video) || !isOneField(video.mediaFile())) {
                return fail({.code = ErrorCode::Unsupported,
                             .problem = "a name with a tab or a line break cannot be written",
                             .place = truth.video,
                             .expected = "names of one line"});
            }
            text += fmt::format("{}\t\t\t{}\t{:.3f}\t{}\tNo focal subject\t{}\t\t\tSTATE\t{:.3f}\t"
                                "{:.3f}\t{:.3f}\t\t\n",
                                truth.video, video.mediaFile(), truth.durationS.value_or(0.0),
                                truth.fps ? numberText(*truth.fps) : "", name, instance.start,
                                instance.end, instance.end - instance.start);
        }
    }
    return text;
}

} // namespace core::data
