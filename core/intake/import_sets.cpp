#include "core/intake/import_sets.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "core/data/exchange.h"
#include "core/data/sniff.h"
#include "core/edit/collect.h"

namespace core::intake {

using base::ErrorCode;
using base::fail;
using base::Result;
using edit::ProjectSession;
using model::GroundTruth;

namespace {

data::ReadOptions readOptions(const ProjectSession &session, const Admission &admission)
{
    data::ReadOptions options{.mayAddClasses = !admission.mustBeKnown};
    for (const model::ActionClass &actionClass : session.document().classes()) {
        options.classes.push_back(actionClass.key);
    }
    for (const model::Video &video : session.document().videos()) {
        if (const auto fps = edit::describeVideo(video).fps) {
            options.rates[video.name] = *fps;
        }
    }
    if (admission.mustBeKnown && !admission.skipsUnknownVideos) {
        for (const model::Video &video : session.document().videos()) {
            options.videos.push_back(video.name);
        }
    }
    return options;
}

// Takes the videos out that the project does not know.
template <typename Set>
void skipUnknown(const ProjectSession &session, Set &set, data::ReadNotes &notes)
{
    std::erase_if(set.videos, [&](const auto &video) {
        const bool isUnknown = session.document().videoByName(video.video) == nullptr;
        if (isUnknown) {
            notes.skipped.push_back({video.video, "the project has no such video"});
        }
        return isUnknown;
    });
}

void append(data::ReadNotes &notes, data::ReadNotes &&more)
{
    notes.warnings.insert(notes.warnings.end(), more.warnings.begin(), more.warnings.end());
    notes.skipped.insert(notes.skipped.end(), more.skipped.begin(), more.skipped.end());
}

// A set that was read with the classes of the one before keeps their indices and adds its own.
template <typename Input, typename Set>
void append(Input &all, Set &&set, const std::string &format, data::ReadNotes &&notes)
{
    all.format = all.format.empty() || all.format == format
                     ? format
                     : fmt::format("{}, {}", all.format, format);
    all.set.classes = set.classes;
    for (auto &video : set.videos) {
        all.set.videos.push_back(std::move(video));
    }
    append(all.notes, std::move(notes));
}

// Recognises and reads a file; a format that was named must be the one that it has.
Result<data::Imported> read(const std::string &path, const std::string &format,
                            const data::ReadOptions &options)
{
    data::Imported file = TRY(data::sniffAndRead(path, options));
    if (!format.empty() && format != file.format) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = fmt::format("is written as {}", file.format),
                     .file = path,
                     .expected = format});
    }
    return file;
}

base::Error wrongContent(const std::string &path, const data::Imported &file,
                         const std::string &expected)
{
    return {.code = ErrorCode::BadFormat,
            .problem = fmt::format("holds {} ({})", data::contentKindName(file.kind), file.format),
            .file = path,
            .expected = expected};
}

} // namespace

GroundTruth asWeakLabels(const data::PointLabelFile &points)
{
    GroundTruth set{.classes = points.classes, .videos = {}};
    std::map<std::string, std::size_t> places;
    for (const data::PointLabel &point : points.points) {
        const auto [place, isNew] = places.emplace(point.video, set.videos.size());
        if (isNew) {
            set.videos.push_back({.video = point.video,
                                  .subset = {},
                                  .durationS = std::nullopt,
                                  .fps = std::nullopt,
                                  .frames = std::nullopt,
                                  .instances = {},
                                  .ambiguous = {}});
        }
        set.videos[place->second].instances.push_back({point.classIndex, 0.0, 1.0});
    }
    return set;
}

GroundTruth asGroundTruth(const data::VideoInfoFile &table)
{
    GroundTruth set{.classes = table.classes, .videos = {}};
    for (const data::VideoInfo &video : table.videos) {
        set.videos.push_back({.video = video.video,
                              .subset = video.subset,
                              .durationS = video.durationS,
                              .fps = video.fps,
                              .frames = video.frames,
                              .instances = {},
                              .ambiguous = {}});
    }
    return set;
}

Result<GroundTruthInput> readGroundTruth(const ProjectSession &session,
                                         const std::vector<std::string> &paths,
                                         const std::string &format, const Admission &admission)
{
    GroundTruthInput input;
    data::ReadOptions options = readOptions(session, admission);
    const auto take = [&](const std::string &path, GroundTruth set, data::Imported &file) {
        options.classes = set.classes;
        for (const model::VideoGroundTruth &video : set.videos) {
            input.sources[video.video] = path;
        }
        append(input, std::move(set), file.format, std::move(file.notes));
    };
    for (const std::string &path : paths) {
        data::Imported file = TRY(read(path, format, options));
        if (const auto *points = std::get_if<data::PointLabelFile>(&file.content);
            points != nullptr && admission.takesPoints) {
            take(path, asWeakLabels(*points), file);
            continue;
        }
        if (const auto *scored = std::get_if<data::DetectionFile>(&file.content);
            scored != nullptr && data::exchangeFormatOf(file.format)) {
            // The labels of a labelling program: scores tell nothing more about them.
            take(path, data::groundTruthOf(data::exchangeSet(scored->detections)), file);
            continue;
        }
        auto *annotations = std::get_if<data::AnnotationFile>(&file.content);
        if (annotations == nullptr) {
            return fail(wrongContent(path, file, "annotations: segments with times and classes"));
        }
        take(path, std::move(annotations->groundTruth), file);
    }
    if (admission.skipsUnknownVideos) {
        skipUnknown(session, input.set, input.notes);
    }
    return input;
}

Result<DetectionInput> readDetections(const ProjectSession &session,
                                      const std::vector<std::string> &paths,
                                      const std::string &format, const Admission &admission)
{
    DetectionInput input;
    data::ReadOptions options = readOptions(session, admission);
    for (const std::string &path : paths) {
        data::Imported file = TRY(read(path, format, options));
        if (auto *labels = std::get_if<data::AnnotationFile>(&file.content);
            labels != nullptr && data::exchangeFormatOf(file.format)) {
            model::DetectionSet set =
                data::detectionsOf(data::exchangeSet(std::move(labels->groundTruth)));
            options.classes = set.classes;
            append(input, std::move(set), file.format, std::move(file.notes));
            continue;
        }
        auto *detections = std::get_if<data::DetectionFile>(&file.content);
        if (detections == nullptr) {
            return fail(wrongContent(path, file, "scored segments"));
        }
        options.classes = detections->detections.classes;
        append(input, std::move(detections->detections), file.format, std::move(file.notes));
    }
    if (admission.skipsUnknownVideos) {
        skipUnknown(session, input.set, input.notes);
    }
    return input;
}

bool isVideoTable(const std::string &path)
{
    std::error_code code;
    return std::filesystem::path(path).extension() == ".json" ||
           std::filesystem::exists(std::filesystem::path(path) / "videoname.npy", code);
}

Result<GroundTruthInput> readVideoTables(const std::vector<std::string> &paths,
                                         const std::string &format)
{
    GroundTruthInput input;
    for (const std::string &path : paths) {
        data::Imported file = TRY(read(path, format, {}));
        const auto *table = std::get_if<data::VideoInfoFile>(&file.content);
        if (table == nullptr) {
            return fail(wrongContent(path, file, "videos, or a table of their rates and lengths"));
        }
        append(input, asGroundTruth(*table), file.format, std::move(file.notes));
    }
    return input;
}

} // namespace core::intake
