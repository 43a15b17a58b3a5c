#include "core/data/csv_segments.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/annotation_check.h"
#include "core/data/csv_table.h"
#include "core/data/ground_truth_builder.h"
#include "core/data/number_text.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::string_view kVideo[] = {"video", "video_id", "video-id", "video_name", "name"};
constexpr std::string_view kClass[] = {"class", "label", "type"};
constexpr std::string_view kStart[] = {"start", "t-start", "t_start", "start_s"};
constexpr std::string_view kEnd[] = {"end", "t-end", "t_end", "end_s"};
constexpr std::string_view kScore[] = {"score", "confidence"};
constexpr std::string_view kStartFrame[] = {"start_frame"};
constexpr std::string_view kEndFrame[] = {"stop_frame", "end_frame"};

struct Columns
{
    std::size_t video = 0;
    std::size_t label = 0;
    std::size_t start = 0;
    std::size_t end = 0;
};

Result<Columns> findColumns(const CsvTable &table)
{
    return Columns{TRY(table.requireColumn(kVideo)), TRY(table.requireColumn(kClass)),
                   TRY(table.requireColumn(kStart)), TRY(table.requireColumn(kEnd))};
}

CsvKind kindOf(const CsvTable &table)
{
    if (table.column("point") && table.column(kVideo)) {
        return CsvKind::Points;
    }
    if (table.column(kVideo) && table.column(kClass) && table.column(kStart) &&
        table.column(kEnd)) {
        return table.column(kScore) ? CsvKind::Detections : CsvKind::Annotations;
    }
    return table.column("file") && table.column(kClass) ? CsvKind::FeatureIndex : CsvKind::Unknown;
}

// A frame number of a point label.
Result<std::int64_t> frame(const CsvTable &table, const CsvTable::Row &row, std::size_t column)
{
    constexpr double kMaxFrames = 1e10;
    const double value = TRY(table.number(row, column));
    if (!(value >= 0.0 && value <= kMaxFrames)) {
        return table.failAt(row, {.code = ErrorCode::BadValue,
                                  .problem = fmt::format("has {} in column '{}'", numberText(value),
                                                         table.header()[column]),
                                  .expected = "a frame number"});
    }
    return static_cast<std::int64_t>(std::llround(value));
}

Result<void> addDetection(const CsvTable &table, const CsvTable::Row &row, const Columns &columns,
                          const ReadOptions &options, ClassTable &classes,
                          model::VideoDetections &video, std::size_t scoreColumn)
{
    model::Detection detection;
    detection.start = TRY(table.number(row, columns.start));
    detection.end = TRY(table.number(row, columns.end));
    detection.score = TRY(table.number(row, scoreColumn));
    auto problem = intervalProblem(detection.start, detection.end, options.mayStartNegative);
    if (!problem && !std::isfinite(detection.score)) {
        problem = "its score is not finite";
    }
    if (problem) {
        return table.failAt(row, {.code = ErrorCode::BadValue,
                                  .problem = *problem,
                                  .expected = "times in seconds, 0 <= start <= end, and a finite "
                                              "score"});
    }
    const std::string &label = row.fields[columns.label];
    const std::optional<int> index = label.empty() ? std::nullopt : classes.indexOf(label);
    if (!index) {
        return table.failAt(row, {.code = ErrorCode::NotFound,
                                  .problem = fmt::format("names the unknown class '{}'", label),
                                  .expected = classes.expectation(label)});
    }
    detection.classIndex = *index;
    video.detections.push_back(detection);
    return {};
}

// Names with line breaks cannot be written: a field is part of one line.
Result<void> checkLine(const std::string &name, const std::vector<std::string> &classes)
{
    const auto breaks = [](const std::string &text) {
        return text.find_first_of("\r\n") != std::string::npos;
    };
    if (breaks(name) || std::any_of(classes.begin(), classes.end(), breaks)) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = "a name with a line break cannot be written",
                     .place = name,
                     .expected = "names of one line"});
    }
    return {};
}

} // namespace

Result<CsvKind> csvKind(const std::filesystem::path &path)
{
    return kindOf(TRY(CsvTable::read(path)));
}

Result<AnnotationFile> readAnnotationCsv(const std::filesystem::path &path,
                                         const ReadOptions &options)
{
    const CsvTable table = TRY(CsvTable::read(path));
    const Columns columns = TRY(findColumns(table));
    const std::optional<std::size_t> subset = table.column("subset");
    GroundTruthBuilder builder(options);
    for (const CsvTable::Row &row : table.rows()) {
        const double start = TRY(table.number(row, columns.start));
        const double end = TRY(table.number(row, columns.end));
        Result<void> added =
            builder.add(row.fields[columns.video], subset ? row.fields[*subset] : "",
                        row.fields[columns.label], start, end);
        if (!added) {
            return table.failAt(row, std::move(added).error());
        }
    }
    return builder.finish(table.column("type_idx") ? "gtad-csv" : "csv");
}

Result<DetectionFile> readDetectionCsv(const std::filesystem::path &path,
                                       const ReadOptions &options)
{
    const CsvTable table = TRY(CsvTable::read(path));
    const Columns columns = TRY(findColumns(table));
    const std::size_t score = TRY(table.requireColumn(kScore));
    const std::unordered_set<std::string> known(options.videos.begin(), options.videos.end());
    ClassTable classes(options);
    std::unordered_map<std::string, std::size_t> index;
    DetectionFile file;
    file.format = "csv";
    std::vector<model::VideoDetections> &videos = file.detections.videos;
    for (const CsvTable::Row &row : table.rows()) {
        const std::string &video = row.fields[columns.video];
        if (video.empty() || (!known.empty() && !known.contains(video))) {
            return table.failAt(row, {.code = ErrorCode::NotFound,
                                      .problem = fmt::format("names the unknown video '{}'", video),
                                      .expected = "a video of the data set"});
        }
        const auto [entry, isNew] = index.emplace(video, videos.size());
        if (isNew) {
            videos.push_back({video, {}});
        }
        TRY(addDetection(table, row, columns, options, classes, videos[entry->second], score));
    }
    const std::vector<int> newIndex = classes.sortNew();
    for (model::VideoDetections &video : videos) {
        for (model::Detection &detection : video.detections) {
            detection.classIndex = newIndex[static_cast<std::size_t>(detection.classIndex)];
        }
    }
    file.detections.classes = classes.names();
    return file;
}

Result<PointLabelFile> readPointCsv(const std::filesystem::path &path, const ReadOptions &options)
{
    const CsvTable table = TRY(CsvTable::read(path));
    const std::size_t video = TRY(table.requireColumn(kVideo));
    const std::size_t label = TRY(table.requireColumn(kClass));
    const std::size_t point = TRY(table.requireColumn("point"));
    const std::size_t start = TRY(table.requireColumn(kStartFrame));
    const std::size_t end = TRY(table.requireColumn(kEndFrame));
    ClassTable classes(options);
    PointLabelFile file;
    for (const CsvTable::Row &row : table.rows()) {
        const std::optional<int> index =
            row.fields[label].empty() ? std::nullopt : classes.indexOf(row.fields[label]);
        if (!index) {
            return table.failAt(
                row, {.code = ErrorCode::NotFound,
                      .problem = fmt::format("names the unknown class '{}'", row.fields[label]),
                      .expected = classes.expectation(row.fields[label])});
        }
        const auto first = TRY(frame(table, row, start));
        const auto last = TRY(frame(table, row, end));
        const auto marked = TRY(frame(table, row, point));
        file.points.push_back({row.fields[video], *index, first, last, marked});
    }
    const std::vector<int> newIndex = classes.sortNew();
    for (PointLabel &entry : file.points) {
        entry.classIndex = newIndex[static_cast<std::size_t>(entry.classIndex)];
    }
    file.classes = classes.names();
    return file;
}

Result<std::vector<FeatureIndexEntry>> readFeatureIndexCsv(const std::filesystem::path &path)
{
    const CsvTable table = TRY(CsvTable::read(path));
    const std::size_t file = TRY(table.requireColumn("file"));
    const std::size_t label = TRY(table.requireColumn(kClass));
    std::vector<FeatureIndexEntry> entries;
    for (const CsvTable::Row &row : table.rows()) {
        entries.push_back({row.fields[file], row.fields[label]});
    }
    return entries;
}

Result<void> writeAnnotationCsv(const std::filesystem::path &path, const model::GroundTruth &truth)
{
    Result<void> checked = checkGroundTruth(truth);
    for (const model::VideoGroundTruth &video : truth.videos) {
        checked = checked ? checkLine(video.video, truth.classes) : std::move(checked);
        checked = checked ? checkLine(video.subset, {}) : std::move(checked);
    }
    if (!checked) {
        return fail(std::move(checked).error().in(path.string()));
    }
    std::string text = "video,subset,class,start,end\n";
    const auto add = [&](const model::VideoGroundTruth &video, std::string_view label, double start,
                         double end) {
        appendCsvField(text, video.video);
        text += ',';
        appendCsvField(text, video.subset);
        text += ',';
        appendCsvField(text, label);
        text += fmt::format(",{},{}\n", numberText(start), numberText(end));
    };
    for (const model::VideoGroundTruth &video : truth.videos) {
        for (const model::Instance &instance : video.instances) {
            add(video, truth.classes[static_cast<std::size_t>(instance.classIndex)], instance.start,
                instance.end);
        }
        for (const model::Interval &interval : video.ambiguous) {
            add(video, kAmbiguous, interval.start, interval.end);
        }
    }
    return base::writeFileAtomically(path, text);
}

Result<void> writeDetectionCsv(const std::filesystem::path &path, const model::DetectionSet &set)
{
    Result<void> checked = checkDetections(set);
    for (const model::VideoDetections &video : set.videos) {
        checked = checked ? checkLine(video.video, set.classes) : std::move(checked);
    }
    if (!checked) {
        return fail(std::move(checked).error().in(path.string()));
    }
    std::string text = "video,class,start,end,score\n";
    for (const model::VideoDetections &video : set.videos) {
        for (const model::Detection &detection : video.detections) {
            appendCsvField(text, video.video);
            text += ',';
            appendCsvField(text, set.classes[static_cast<std::size_t>(detection.classIndex)]);
            text += fmt::format(",{},{},{}\n", numberText(detection.start),
                                numberText(detection.end), numberText(detection.score));
        }
    }
    return base::writeFileAtomically(path, text);
}

} // namespace core::data
