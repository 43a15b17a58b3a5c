#include "core/data/deepethogram_labels.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <fmt/format.h>

#include "core/data/csv_table.h"
#include "core/data/number_text.h"
#include "core/data/text_lines.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::string_view kStemEnding = "_labels";
constexpr std::size_t kFirstClass = 2;         // behind frame and background
constexpr std::int64_t kMostFrames = 50000000; // nine days at 60 a second

// Whether each class is there in the frames of a file, and how many frames nobody looked at.
struct FrameTable
{
    std::vector<std::string> classes;
    std::vector<std::vector<bool>> frames; // by class
    std::size_t unseen = 0;
};

tl::unexpected<base::Error> badLine(int line, std::string problem, std::string expected)
{
    return fail({.code = ErrorCode::BadFormat,
                 .problem = std::move(problem),
                 .place = fmt::format("line {}", line),
                 .expected = std::move(expected)});
}

Result<void> readFrame(std::string_view text, int line, FrameTable &table)
{
    const auto fields = splitCsvLine(text);
    if (!fields || fields->size() != table.classes.size() + kFirstClass) {
        return badLine(line, "has another number of fields than the header",
                       fmt::format("{} fields", table.classes.size() + kFirstClass));
    }
    bool isSeen = true;
    for (std::size_t c = 0; c < table.classes.size(); ++c) {
        const auto value = parseNumber((*fields)[c + kFirstClass]);
        if (!value || (*value != 0.0 && *value != 1.0 && *value != -1.0)) {
            return badLine(line, fmt::format("has no label in column '{}'", table.classes[c]),
                           "1, 0 or -1");
        }
        table.frames[c].push_back(*value == 1.0);
        isSeen = isSeen && *value != -1.0;
    }
    table.unseen += isSeen ? 0 : 1;
    return {};
}

Result<FrameTable> readTable(std::string_view text)
{
    FrameTable table;
    const auto header = splitCsvLine(takeLine(text));
    if (!header || header->size() <= kFirstClass) {
        return badLine(1, "names no class", "a header ',background' and a column a class");
    }
    table.classes.assign(header->begin() + kFirstClass, header->end());
    table.frames.resize(table.classes.size());
    for (int line = 2; !text.empty(); ++line) {
        const std::string_view frame = takeLine(text);
        if (!trimmed(frame).empty()) {
            TRY(readFrame(frame, line, table));
        }
    }
    return table;
}

// Frames of a segment, from its start up to its end, at least one.
std::pair<std::int64_t, std::int64_t> framesOf(const model::Instance &instance, double fps)
{
    const std::int64_t first = std::llround(instance.start * fps);
    return {first, std::max<std::int64_t>(std::llround(instance.end * fps), first + 1)};
}

// Frames of the file: those of the video, and as many as its segments need.
Result<std::int64_t> frameCount(const model::VideoGroundTruth &video)
{
    const double fps = video.fps.value_or(0.0);
    const double seconds = video.durationS.value_or(0.0);
    std::int64_t count = video.frames.value_or(0);
    if (count <= 0 && seconds * fps < static_cast<double>(kMostFrames)) {
        count = std::llround(seconds * fps);
    }
    for (const model::Instance &instance : video.instances) {
        const bool isFar = instance.end * fps > static_cast<double>(kMostFrames);
        count = std::max(count, isFar ? kMostFrames + 1 : framesOf(instance, fps).second);
    }
    if (count > kMostFrames) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = "has too many frames for a row each",
                     .place = video.video,
                     .expected = fmt::format("at most {} frames", kMostFrames)});
    }
    return count;
}

} // namespace

Result<ExchangeFile> readDeepEthogram(std::string_view text, const std::string &fileStem,
                                      const ReadOptions &options)
{
    TRY(checkUtf8(text, "labels of DeepEthogram"));
    const std::string video = fileStem.ends_with(kStemEnding) && fileStem != kStemEnding
                                  ? fileStem.substr(0, fileStem.size() - kStemEnding.size())
                                  : fileStem;
    const FrameTable table = TRY(readTable(text));
    ExchangeBuilder builder(options);
    const double fps = TRY(builder.rate(video));
    const std::size_t count = table.frames.front().size();
    TRY(builder.addVideo(video, fps, static_cast<double>(count) / fps,
                         static_cast<std::int64_t>(count)));
    for (std::size_t c = 0; c < table.classes.size(); ++c) {
        const std::vector<bool> &frames = table.frames[c];
        for (auto first = std::find(frames.begin(), frames.end(), true); first != frames.end();) {
            const auto last = std::find(first, frames.end(), false);
            TRY(builder.add(video, table.classes[c],
                            static_cast<double>(first - frames.begin()) / fps,
                            static_cast<double>(last - frames.begin()) / fps));
            first = std::find(last, frames.end(), true);
        }
    }
    if (table.unseen > 0) {
        builder.warn(fmt::format("nobody looked at {} of the {} frames of '{}'", table.unseen,
                                 count, video));
    }
    return builder.finish("deepethogram");
}

Result<std::string> deepEthogramText(const ExchangeSet &set, std::size_t index)
{
    TRY(checkExchange(set, true));
    const model::VideoGroundTruth &video = set.videos[index].truth;
    const auto count = static_cast<std::size_t>(TRY(frameCount(video)));
    std::string text(kDeepEthogramHead);
    for (const std::string &name : set.classes) {
        if (name.find_first_of("\r\n") != std::string::npos) {
            return fail({.code = ErrorCode::Unsupported,
                         .problem = "a class with a line break cannot be written",
                         .place = name,
                         .expected = "names of one line"});
        }
        text += ',';
        appendCsvField(text, name);
    }
    text += '\n';
    std::vector<std::vector<bool>> frames(set.classes.size(), std::vector<bool>(count, false));
    for (const model::Instance &instance : video.instances) {
        const auto [first, end] = framesOf(instance, *video.fps);
        std::vector<bool> &row = frames[static_cast<std::size_t>(instance.classIndex)];
        std::fill(row.begin() + first, row.begin() + end, true);
    }
    for (std::size_t f = 0; f < count; ++f) {
        const bool hasAny = std::any_of(frames.begin(), frames.end(),
                                        [f](const std::vector<bool> &row) { return row[f]; });
        text += fmt::format("{},{}", f, hasAny ? 0 : 1);
        for (const std::vector<bool> &row : frames) {
            text += row[f] ? ",1" : ",0";
        }
        text += '\n';
    }
    return text;
}

} // namespace core::data
