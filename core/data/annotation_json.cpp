#include "core/data/annotation_json.h"

#include <tuple>
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

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMaxInstances = 20'000'000;
constexpr long long kMaxFrames = 10'000'000'000;
constexpr double kMaxFps = 100'000.0;

struct TraitKey
{
    std::string_view key;
    std::optional<double> InstanceTraits::*member;
};

constexpr TraitKey kTraits[] = {
    {"length", &InstanceTraits::length},
    {"coverage", &InstanceTraits::coverage},
    {"num-instances", &InstanceTraits::instanceCount},
    {"num_instances", &InstanceTraits::instanceCount},
    {"context-size", &InstanceTraits::contextSize},
    {"context-distance", &InstanceTraits::contextDistance},
    {"agreement", &InstanceTraits::agreement},
};

class AnnotationReader
{
public:
    AnnotationReader(std::string_view text, const ReadOptions &options)
        : m_text(text)
        , m_cursor(text)
        , m_options(options)
        , m_classes(options)
        , m_knownVideos(options.videos.begin(), options.videos.end())
    {
    }

    Result<AnnotationFile> read()
    {
        const bool isRead = m_cursor.object([this](std::string_view key) { return readTop(key); });
        if (!isRead || !m_cursor.atEnd()) {
            return fail(m_cursor.error());
        }
        if (m_shape == Shape::Unknown) {
            return fail({.code = ErrorCode::BadFormat,
                         .problem = "has no \"database\"",
                         .expected = "{\"database\": {video: {\"annotations\": [{\"label\", "
                                     "\"segment\"}]}}}"});
        }
        return finish();
    }

private:
    enum class Shape { Unknown, Database, Keyed, Flat };

    bool readTop(std::string_view key)
    {
        const std::optional<JsonKind> kind = m_cursor.peek();
        if (key == "version" && kind == JsonKind::String) {
            std::string_view version;
            const bool isRead = m_cursor.string(version);
            m_file.version.assign(version);
            return isRead;
        }
        const bool isDatabase = key == "database" || key == "GT";
        if (!isDatabase && (kind != JsonKind::Object || !isFlat())) {
            return m_cursor.skip();
        }
        if (isDatabase && m_shape != Shape::Unknown) {
            return m_cursor.refuse(ErrorCode::Conflict, "is a second list of videos",
                                   "one \"database\"");
        }
        if (!isDatabase) { // MMAction2: the videos themselves
            m_shape = Shape::Flat;
            return readVideo(key);
        }
        m_shape = key == "GT" ? Shape::Keyed : Shape::Database;
        return m_cursor.object([this](std::string_view video) { return readVideo(video); });
    }

    // Whether the videos stand at the top, so that every object there is one. Looked up ahead at
    // most once, since "database" may come after other objects.
    bool isFlat()
    {
        if (!m_isFlat) {
            m_isFlat = true;
            JsonCursor ahead(m_text);
            // A syntax error shows up again when the file itself is read.
            std::ignore = ahead.object([&](std::string_view key) {
                if (key == "database" || key == "GT" || key == "results") {
                    m_isFlat = false;
                }
                return ahead.skip();
            });
        }
        return *m_isFlat;
    }

    bool readVideo(std::string_view name)
    {
        constexpr std::string_view kSuffix = ".npy";
        if (m_shape == Shape::Keyed && name.ends_with(kSuffix)) {
            name.remove_suffix(kSuffix.size());
            m_hasSuffixes = true;
        }
        if (!m_seenVideos.emplace(name).second) {
            return m_cursor.refuse(ErrorCode::Conflict, "occurs twice", "each video once");
        }
        if (!m_knownVideos.empty() && !m_knownVideos.contains(std::string(name))) {
            return m_cursor.refuse(ErrorCode::NotFound, "is an unknown video",
                                   "a video of the data set");
        }
        m_file.groundTruth.videos.emplace_back().video.assign(name);
        m_file.traits.emplace_back();
        bool hasAnnotations = false;
        const bool isRead = m_cursor.object([&](std::string_view key) {
            if (key == "annotations") {
                hasAnnotations = true;
                return m_cursor.array([this](std::size_t) { return readInstance(); });
            }
            return readVideoField(key);
        });
        return isRead &&
               (hasAnnotations || m_cursor.refuse(ErrorCode::BadValue, "has no \"annotations\"",
                                                  "a list of annotations"));
    }

    bool readVideoField(std::string_view key)
    {
        model::VideoGroundTruth &video = m_file.groundTruth.videos.back();
        if (m_cursor.peek() == JsonKind::Null) {
            return m_cursor.null();
        }
        if (key == "subset") {
            std::string_view subset;
            const bool isRead = m_cursor.string(subset);
            video.subset.assign(subset);
            return isRead;
        }
        if (key == "duration" || key == "duration_second") {
            return readPositive(video.durationS.emplace(), kMaxSeconds, "seconds");
        }
        if (key == "fps") {
            m_hasFps = true;
            return readPositive(video.fps.emplace(), kMaxFps, "frames a second");
        }
        if (key == "frames" || key == "duration_frame") {
            m_hasFrames = true;
            long long frames = 0;
            if (!m_cursor.integer(frames)) {
                return false;
            }
            video.frames = frames;
            return (frames >= 0 && frames <= kMaxFrames) ||
                   m_cursor.refuse(ErrorCode::BadValue, fmt::format("is {}", frames),
                                   "a number of frames");
        }
        return m_cursor.skip();
    }

    bool readPositive(double &value, double most, const char *unit)
    {
        if (!m_cursor.number(value)) {
            return false;
        }
        return (value > 0.0 && value <= most) ||
               m_cursor.refuse(ErrorCode::BadValue, "is " + numberText(value),
                               fmt::format("{}, more than 0", unit));
    }

    bool readInstance()
    {
        JsonEntry entry;
        InstanceTraits traits;
        const bool isRead = m_cursor.object([&](std::string_view key) {
            if (readEntryField(m_cursor, key, entry)) {
                return true;
            }
            return !m_cursor.hasFailed() && readTrait(key, traits);
        });
        if (!isRead || !checkEntry(m_cursor, entry)) {
            return false;
        }
        if (const auto problem = intervalProblem(entry.start, entry.end)) {
            return m_cursor.refuse(ErrorCode::BadValue, *problem,
                                   "\"segment\": [start, end] in seconds, 0 <= start <= end");
        }
        m_hasTextTimes = m_hasTextTimes || entry.isSegmentText;
        if (entry.label == kAmbiguous) {
            m_file.groundTruth.videos.back().ambiguous.push_back({entry.start, entry.end});
            return true;
        }
        return setClass(entry) && add(entry, traits);
    }

    bool readTrait(std::string_view key, InstanceTraits &traits)
    {
        for (const TraitKey &row : kTraits) {
            if (row.key == key) {
                m_hasTraits = m_hasTraits || key == "coverage";
                return m_cursor.peek() == JsonKind::Null
                           ? m_cursor.null()
                           : m_cursor.number((traits.*row.member).emplace());
            }
        }
        return m_cursor.skip();
    }

    // Finds the class of an entry and checks it against the file's own numbers.
    bool setClass(const JsonEntry &entry)
    {
        if (!entry.hasLabel) {
            return m_cursor.refuse(ErrorCode::BadValue, "has no \"label\"", "the name of a class");
        }
        const std::optional<int> index = m_classes.indexOf(entry.label);
        if (!index) {
            return m_cursor.refuse(ErrorCode::NotFound,
                                   fmt::format("has the unknown class '{}'", entry.label),
                                   m_classes.expectation(entry.label));
        }
        if (entry.labelId && !m_classes.number(*index, *entry.labelId)) {
            return m_cursor.refuse(ErrorCode::Conflict,
                                   fmt::format("has \"label_id\" {} for '{}', against an earlier "
                                               "annotation",
                                               *entry.labelId, entry.label),
                                   "one number a class");
        }
        m_hasLabelIds = m_hasLabelIds || entry.labelId;
        m_classIndex = *index;
        return true;
    }

    bool add(const JsonEntry &entry, const InstanceTraits &traits)
    {
        if (++m_count > kMaxInstances) {
            return m_cursor.refuse(ErrorCode::Unsupported, "has too many annotations",
                                   fmt::format("at most {}", kMaxInstances));
        }
        m_file.groundTruth.videos.back().instances.push_back(
            {m_classIndex, entry.start, entry.end});
        m_file.traits.back().push_back(traits);
        return true;
    }

    AnnotationFile finish()
    {
        const std::vector<int> newIndex = m_classes.sortNew();
        for (model::VideoGroundTruth &video : m_file.groundTruth.videos) {
            for (model::Instance &instance : video.instances) {
                instance.classIndex = newIndex[static_cast<std::size_t>(instance.classIndex)];
            }
        }
        m_file.groundTruth.classes = m_classes.names();
        m_file.labelIds = m_classes.numbers();
        if (!m_hasTraits) {
            m_file.traits.clear();
        }
        m_file.format = format();
        std::vector<std::string> &warnings = m_file.notes.warnings;
        if (m_cursor.startedWithBom()) {
            warnings.emplace_back("the file starts with a byte-order mark");
        }
        if (m_hasSuffixes) {
            warnings.emplace_back("video names ended in .npy, which was left off");
        }
        noteOddities(m_file.groundTruth, warnings);
        return std::move(m_file);
    }

    const char *format() const
    {
        switch (m_shape) {
        case Shape::Keyed:
            return "bbformer";
        case Shape::Flat:
            return "mmaction2";
        default:
            return m_hasTraits                 ? "detad-extra"
                   : m_hasTextTimes            ? "basnet"
                   : m_hasFps && m_hasLabelIds ? "actionformer"
                   : m_hasFrames               ? "ftcl"
                                               : "activitynet-gt";
        }
    }

    std::string_view m_text;
    JsonCursor m_cursor;
    const ReadOptions &m_options;
    ClassTable m_classes;
    std::unordered_set<std::string> m_knownVideos;
    std::unordered_set<std::string> m_seenVideos;
    AnnotationFile m_file;
    std::optional<bool> m_isFlat;
    Shape m_shape = Shape::Unknown;
    int m_classIndex = 0;
    std::size_t m_count = 0;
    bool m_hasFps = false;
    bool m_hasFrames = false;
    bool m_hasLabelIds = false;
    bool m_hasTextTimes = false;
    bool m_hasTraits = false;
    bool m_hasSuffixes = false;
};

class AnnotationWriter
{
public:
    AnnotationWriter(const model::GroundTruth &truth, AnnotationForm form)
        : m_truth(truth)
        , m_form(form)
    {
        for (const std::string &name : truth.classes) {
            appendJsonText(m_names.emplace_back(), name);
        }
    }

    std::string text()
    {
        m_text = R"({"version": "VERSION 1.3", "taxonomy": [], "database": {)";
        const char *gap = "";
        for (const model::VideoGroundTruth &video : m_truth.videos) {
            m_text += std::exchange(gap, ", ");
            appendJsonKey(m_text, video.video);
            addVideo(video);
        }
        return std::move(m_text += "}}");
    }

private:
    bool isActionFormer() const { return m_form == AnnotationForm::ActionFormer; }

    void addVideo(const model::VideoGroundTruth &video)
    {
        m_text += "{\"subset\": ";
        appendJsonText(m_text, video.subset);
        if (video.durationS) {
            m_text += ", \"duration\": ";
            appendNumber(m_text, *video.durationS);
        }
        if (video.fps) {
            m_text += ", \"fps\": ";
            appendNumber(m_text, *video.fps);
        }
        if (video.frames) {
            m_text += fmt::format(", \"frames\": {}", *video.frames);
        }
        m_text += ", \"annotations\": [";
        const char *gap = "";
        for (const model::Instance &instance : video.instances) {
            m_text += std::exchange(gap, ", ");
            addInstance(m_names[static_cast<std::size_t>(instance.classIndex)], instance.start,
                        instance.end);
            if (isActionFormer()) {
                m_text += ", \"segment(frames)\": ";
                appendJsonSegment(m_text, instance.start * *video.fps, instance.end * *video.fps);
                m_text += fmt::format(", \"label_id\": {}", instance.classIndex);
            }
            m_text += '}';
        }
        for (const model::Interval &interval : video.ambiguous) {
            if (!isActionFormer()) {
                m_text += std::exchange(gap, ", ");
                addInstance("\"Ambiguous\"", interval.start, interval.end);
                m_text += '}';
            }
        }
        m_text += "]}";
    }

    void addInstance(std::string_view quotedLabel, double start, double end)
    {
        m_text += "{\"label\": ";
        m_text += quotedLabel;
        m_text += ", \"segment\": ";
        appendJsonSegment(m_text, start, end);
    }

    const model::GroundTruth &m_truth;
    AnnotationForm m_form;
    std::vector<std::string> m_names; // as JSON texts
    std::string m_text;
};

} // namespace

Result<AnnotationFile> parseAnnotationJson(std::string_view text, const ReadOptions &options)
{
    return AnnotationReader(text, options).read();
}

Result<AnnotationFile> readAnnotationJson(const std::filesystem::path &path,
                                          const ReadOptions &options)
{
    const std::string text = TRY(base::readFile(path));
    Result<AnnotationFile> file = parseAnnotationJson(text, options);
    if (!file) {
        return fail(std::move(file).error().in(path.string()));
    }
    return file;
}

Result<std::string> annotationJson(const model::GroundTruth &truth, AnnotationForm form)
{
    TRY(checkGroundTruth(truth));
    if (form == AnnotationForm::ActionFormer) {
        for (const model::VideoGroundTruth &video : truth.videos) {
            if (!video.durationS || !video.fps) {
                return fail(
                    {.code = ErrorCode::BadValue,
                     .problem = video.fps ? "has no duration" : "has no frame rate",
                     .place = video.video,
                     .expected = "duration and frame rate, which ActionFormer's form needs"});
            }
        }
    }
    return AnnotationWriter(truth, form).text();
}

Result<void> writeAnnotationJson(const std::filesystem::path &path, const model::GroundTruth &truth,
                                 AnnotationForm form)
{
    Result<std::string> text = annotationJson(truth, form);
    if (!text) {
        return fail(std::move(text).error().in(path.string()));
    }
    return base::writeFileAtomically(path, *text);
}

} // namespace core::data
