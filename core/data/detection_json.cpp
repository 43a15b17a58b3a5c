#include "core/data/detection_json.h"

#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/annotation_check.h"
#include "core/data/class_table.h"
#include "core/data/json_cursor.h"
#include "core/data/json_entry.h"
#include "core/data/json_text.h"
#include "core/data/number_text.h"
#include "core/data/video_names.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMaxDetections = 20'000'000;

class DetectionReader
{
public:
    DetectionReader(std::string_view text, const ReadOptions &options)
        : m_cursor(text)
        , m_options(options)
        , m_classes(options)
        , m_knownVideos(options.videos.begin(), options.videos.end())
    {
    }

    Result<DetectionFile> read()
    {
        bool hasResults = false;
        const bool isRead = m_cursor.object([&](std::string_view key) {
            if (key == "results" || key == "database") {
                if (hasResults) {
                    return m_cursor.refuse(ErrorCode::Conflict, "is a second list of detections",
                                           "either \"results\" or \"database\"");
                }
                hasResults = true;
                m_isDatabase = key == "database";
                return readVideos();
            }
            return readOrigin(key);
        });
        if (!isRead || !m_cursor.atEnd()) {
            return fail(m_cursor.error());
        }
        if (!hasResults) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "has no \"results\"",
                         .expected = "{\"results\": {video: [{\"label\", \"score\", "
                                     "\"segment\"}]}}"});
        }
        return finish();
    }

private:
    // Anything else at the top: who made the file is kept, the rest passed over.
    bool readOrigin(std::string_view key)
    {
        const bool isWanted = key == "method" || (key == "version" && m_file.origin.empty());
        m_hasMethod = m_hasMethod || key == "method";
        std::string_view origin;
        if (!isWanted || m_cursor.peek() != JsonKind::String) {
            return m_cursor.skip();
        }
        const bool isRead = m_cursor.string(origin);
        m_file.origin.assign(origin);
        return isRead;
    }

    bool readVideos()
    {
        return m_cursor.object([this](std::string_view video) {
            std::string name(video);
            if (!m_knownVideos.empty()) {
                const std::optional<std::string> known = knownVideoName(video, m_knownVideos);
                if (!known) {
                    return m_cursor.refuse(ErrorCode::NotFound, "is an unknown video",
                                           "a video of the data set");
                }
                m_unprefixed += *known == video ? 0 : 1;
                name = *known;
            }
            if (!m_seenVideos.insert(name).second) {
                return m_cursor.refuse(ErrorCode::Conflict, "occurs twice", "each video once");
            }
            m_file.detections.videos.push_back({std::move(name), {}});
            return m_cursor.array([this](std::size_t) { return readDetection(); });
        });
    }

    bool readDetection()
    {
        JsonEntry &entry = m_entry;
        entry = {};
        bool hasScore = false;
        model::Detection detection;
        const bool isRead = m_cursor.object([&](std::string_view key) {
            if (key == "score" || key == "scores") {
                hasScore = true;
                return m_cursor.number(detection.score);
            }
            return readEntryField(m_cursor, key, entry) ||
                   (!m_cursor.hasFailed() && m_cursor.skip());
        });
        if (!isRead || !checkEntry(m_cursor, entry)) {
            return false;
        }
        if (!hasScore) {
            return m_cursor.refuse(ErrorCode::BadValue, "has no \"score\"", "a number");
        }
        return setInterval(entry, detection) && setClass(entry, detection) && add(detection);
    }

    bool setInterval(const JsonEntry &entry, model::Detection &detection)
    {
        if (const auto problem =
                intervalProblem(entry.start, entry.end, m_options.mayStartNegative)) {
            return m_cursor.refuse(ErrorCode::BadValue, *problem,
                                   "\"segment\": [start, end] in seconds, 0 <= start <= end");
        }
        m_negative += entry.start < 0.0 ? 1 : 0;
        detection.start = entry.start;
        detection.end = entry.end;
        return true;
    }

    bool setClass(const JsonEntry &entry, model::Detection &detection)
    {
        if (!entry.hasLabel && !m_options.classes.empty()) {
            if (*entry.labelId < 0 ||
                *entry.labelId >= static_cast<long long>(m_options.classes.size())) {
                return m_cursor.refuse(
                    ErrorCode::NotFound, fmt::format("has the unknown class {}", *entry.labelId),
                    fmt::format("\"label_id\" from 0 to {}", m_options.classes.size() - 1));
            }
            detection.classIndex = static_cast<int>(*entry.labelId);
            return true;
        }
        m_isByNumber = m_isByNumber || !entry.hasLabel;
        const std::string &name =
            entry.hasLabel ? entry.label : m_entry.label = std::to_string(*entry.labelId);
        const std::optional<int> index = m_classes.indexOf(name);
        if (!index) {
            return m_cursor.refuse(ErrorCode::NotFound,
                                   fmt::format("has the unknown class '{}'", name),
                                   m_classes.expectation(name));
        }
        if (entry.labelId && !m_classes.number(*index, *entry.labelId)) {
            return m_cursor.refuse(ErrorCode::Conflict,
                                   fmt::format("has \"label_id\" {} for '{}', against an earlier "
                                               "entry",
                                               *entry.labelId, name),
                                   "one number a class");
        }
        detection.classIndex = *index;
        return true;
    }

    bool add(const model::Detection &detection)
    {
        if (++m_count > kMaxDetections) {
            return m_cursor.refuse(ErrorCode::Unsupported, "has too many detections",
                                   fmt::format("at most {}", kMaxDetections));
        }
        m_file.detections.videos.back().detections.push_back(detection);
        return true;
    }

    DetectionFile finish()
    {
        const std::vector<int> newIndex = m_classes.sortNew();
        for (model::VideoDetections &video : m_file.detections.videos) {
            for (model::Detection &detection : video.detections) {
                detection.classIndex = newIndex[static_cast<std::size_t>(detection.classIndex)];
            }
        }
        m_file.detections.classes = m_classes.names();
        m_file.format = m_isDatabase  ? "actionformer-predictions"
                        : m_hasMethod ? "fustal-proposals"
                                      : "activitynet-predictions";
        if (m_cursor.startedWithBom()) {
            m_file.notes.warnings.emplace_back("the file starts with a byte-order mark");
        }
        if (m_isByNumber) {
            m_file.notes.warnings.emplace_back(
                "classes are given by number only; the numbers serve as names");
        }
        if (m_negative > 0) {
            m_file.notes.warnings.push_back(
                fmt::format("{} detections start before 0 s", m_negative));
        }
        if (m_unprefixed > 0) {
            m_file.notes.warnings.push_back(unprefixedNote(m_unprefixed));
        }
        return std::move(m_file);
    }

    JsonCursor m_cursor;
    const ReadOptions &m_options;
    ClassTable m_classes;
    VideoNames m_knownVideos;
    std::unordered_set<std::string> m_seenVideos;
    DetectionFile m_file;
    JsonEntry m_entry; // kept for its text's memory
    std::size_t m_count = 0;
    std::size_t m_negative = 0;
    std::size_t m_unprefixed = 0;
    bool m_isDatabase = false;
    bool m_hasMethod = false;
    bool m_isByNumber = false;
};

// What stands around the videos: before them, and after.
std::pair<const char *, const char *> frameOf(DetectionForm form)
{
    switch (form) {
    case DetectionForm::FustalProposals:
        return {R"({"method": "[Generator]", "results": {)", "}}"};
    case DetectionForm::ActionFormer:
        return {R"({"version": "VERSION 1.3", "database": {)", "}}"};
    case DetectionForm::ActivityNet:
        break;
    }
    return {R"({"version": "VERSION 1.3", "results": {)",
            R"(}, "external_data": {"used": true, "details": ""}})"};
}

} // namespace

Result<DetectionFile> parseDetectionJson(std::string_view text, const ReadOptions &options)
{
    return DetectionReader(text, options).read();
}

Result<DetectionFile> readDetectionJson(const std::filesystem::path &path,
                                        const ReadOptions &options)
{
    const std::string text = TRY(base::readFile(path));
    Result<DetectionFile> file = parseDetectionJson(text, options);
    if (!file) {
        return fail(std::move(file).error().in(path.string()));
    }
    return file;
}

Result<std::string> detectionJson(const model::DetectionSet &set, DetectionForm form)
{
    TRY(checkDetections(set));
    const auto [head, tail] = frameOf(form);
    std::vector<std::string> names; // as JSON texts
    for (const std::string &name : set.classes) {
        appendJsonText(names.emplace_back(), name);
    }
    std::string text = head;
    const char *videoGap = "";
    for (const model::VideoDetections &video : set.videos) {
        text += std::exchange(videoGap, ", ");
        appendJsonKey(text, video.video);
        text += '[';
        const char *gap = "";
        for (const model::Detection &detection : video.detections) {
            text += std::exchange(gap, ", ");
            if (form == DetectionForm::ActionFormer) {
                text += fmt::format("{{\"label_id\": {}, \"scores\": ", detection.classIndex);
            } else {
                text += "{\"label\": " + names[static_cast<std::size_t>(detection.classIndex)] +
                        ", \"score\": ";
            }
            appendNumber(text, detection.score);
            text += ", \"segment\": ";
            appendJsonSegment(text, detection.start, detection.end);
            text += '}';
        }
        text += ']';
    }
    return text + tail;
}

Result<void> writeDetectionJson(const std::filesystem::path &path, const model::DetectionSet &set,
                                DetectionForm form)
{
    Result<std::string> text = detectionJson(set, form);
    if (!text) {
        return fail(std::move(text).error().in(path.string()));
    }
    return base::writeFileAtomically(path, *text);
}

} // namespace core::data
