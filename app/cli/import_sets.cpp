#include "app/cli/import_sets.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/data/sniff.h"

namespace app::cli {

using core::base::ErrorCode;
using core::base::fail;
using core::base::Result;
using core::edit::ProjectSession;

namespace {

core::data::ReadOptions readOptions(const ProjectSession &session, const Admission &admission)
{
    core::data::ReadOptions options{.mayAddClasses = !admission.mustBeKnown};
    for (const core::model::ActionClass &actionClass : session.document().classes()) {
        options.classes.push_back(actionClass.key);
    }
    if (admission.mustBeKnown && !admission.skipsUnknownVideos) {
        for (const core::model::Video &video : session.document().videos()) {
            options.videos.push_back(video.name);
        }
    }
    return options;
}

// Takes the videos out that the project does not know.
template <typename Set>
void skipUnknown(const ProjectSession &session, Set &set, core::data::ReadNotes &notes)
{
    std::erase_if(set.videos, [&](const auto &video) {
        const bool isUnknown = session.document().videoByName(video.video) == nullptr;
        if (isUnknown) {
            notes.skipped.push_back({video.video, "the project has no such video"});
        }
        return isUnknown;
    });
}

void append(core::data::ReadNotes &notes, core::data::ReadNotes &&more)
{
    notes.warnings.insert(notes.warnings.end(), more.warnings.begin(), more.warnings.end());
    notes.skipped.insert(notes.skipped.end(), more.skipped.begin(), more.skipped.end());
}

// A set that was read with the classes of the one before keeps their indices and adds its own.
template <typename Input, typename Set>
void append(Input &all, Set &&set, const std::string &format, core::data::ReadNotes &&notes)
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
Result<core::data::Imported> read(const std::string &path, const std::string &format,
                                  const core::data::ReadOptions &options)
{
    core::data::Imported file = TRY(core::data::sniffAndRead(path, options));
    if (!format.empty() && format != file.format) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = fmt::format("is written as {}", file.format),
                     .file = path,
                     .expected = format});
    }
    return file;
}

core::base::Error wrongContent(const std::string &path, const core::data::Imported &file,
                               const std::string &expected)
{
    return {.code = ErrorCode::BadFormat,
            .problem =
                fmt::format("holds {} ({})", core::data::contentKindName(file.kind), file.format),
            .file = path,
            .expected = expected};
}

} // namespace

Result<GroundTruthInput> readGroundTruth(const ProjectSession &session,
                                         const std::vector<std::string> &paths,
                                         const std::string &format, const Admission &admission)
{
    GroundTruthInput input;
    core::data::ReadOptions options = readOptions(session, admission);
    for (const std::string &path : paths) {
        core::data::Imported file = TRY(read(path, format, options));
        auto *annotations = std::get_if<core::data::AnnotationFile>(&file.content);
        if (annotations == nullptr) {
            return fail(wrongContent(path, file, "annotations: segments with times and classes"));
        }
        options.classes = annotations->groundTruth.classes;
        append(input, std::move(annotations->groundTruth), file.format, std::move(file.notes));
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
    core::data::ReadOptions options = readOptions(session, admission);
    options.mayStartNegative = true;
    for (const std::string &path : paths) {
        core::data::Imported file = TRY(read(path, format, options));
        auto *detections = std::get_if<core::data::DetectionFile>(&file.content);
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

} // namespace app::cli
