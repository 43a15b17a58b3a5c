#include "core/edit/project_import.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "core/data/annotation_check.h"
#include "core/edit/bulk_write.h"
#include "core/edit/collect.h"
#include "core/edit/detection_rows.h"
#include "core/edit/edit_writer.h"
#include "core/store/row_check.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::TrackRole;

namespace {

// A rate as files write it ("29.97") as a ratio: whole, with thousandths, or with millionths, as
// far as a project can hold it.
base::Rational toRational(double fps)
{
    constexpr auto kLargest = static_cast<double>(store::kLargestRateTerm);
    for (const std::int64_t den : {1, 1000, 1'000'000}) {
        const double scaled = fps * static_cast<double>(den);
        const bool isFinest = den == 1'000'000 || scaled * 1000.0 > kLargest;
        if (scaled <= kLargest && (isFinest || std::abs(scaled - std::round(scaled)) < 1e-6)) {
            const auto num = static_cast<std::int64_t>(std::llround(scaled));
            const std::int64_t divisor = std::max<std::int64_t>(1, std::gcd(num, den));
            return {num / divisor, den / divisor};
        }
    }
    return {0, 1};
}

// What an annotation file says about a video, where nothing better is known and as far as it is
// what a video can have.
void complete(model::Video &video, const model::VideoGroundTruth &annotation)
{
    if (video.durationUs == 0 && annotation.durationS && *annotation.durationS > 0.0 &&
        *annotation.durationS <= base::usToSeconds(store::kFarthestUs)) {
        video.durationUs = base::secondsToUs(*annotation.durationS);
    }
    if (video.fps.num == 0 && annotation.fps && *annotation.fps > 0.0) {
        video.fps = toRational(*annotation.fps);
    }
    if (video.frameCount == 0 && annotation.frames && *annotation.frames > 0 &&
        *annotation.frames <= store::kMostFrames) {
        video.frameCount = *annotation.frames;
    }
    if (video.subset.empty()) {
        video.subset = annotation.subset;
    }
}

// The video of an annotation, made or completed.
Result<model::Video> takeVideo(ProjectSession &session, const model::VideoGroundTruth &annotation,
                               ImportReport &report)
{
    const model::Video *known = session.document().videoByName(annotation.video);
    model::Video video = known == nullptr ? model::Video{.name = annotation.video} : *known;
    complete(video, annotation);
    if (known == nullptr) {
        TRY(session.project().insertVideo(video));
        ++report.newVideos;
    } else if (video != *known) {
        TRY(session.project().updateVideo(video));
    }
    return video;
}

// Adds a segment; one without length is counted instead.
Result<void> addInterval(std::vector<model::Segment> &segments, const model::Segment &form,
                         double start, double end, const std::string &place, std::int64_t &empty)
{
    auto range = toRange(start, end);
    if (!range) {
        return fail(std::move(range).error().at(place));
    }
    if (!*range) {
        ++empty;
        return {};
    }
    segments.push_back(form);
    segments.back().range = **range;
    return {};
}

// The segments of one video's ground truth.
Result<void> addGroundTruth(std::vector<model::Segment> &segments,
                            const model::VideoGroundTruth &video,
                            const std::vector<std::int64_t> &classes, model::Segment form,
                            std::int64_t &empty)
{
    for (std::size_t i = 0; i < video.instances.size(); ++i) {
        const model::Instance &instance = video.instances[i];
        form.classId = classes.at(static_cast<std::size_t>(instance.classIndex));
        TRY(addInterval(segments, form, instance.start, instance.end,
                        fmt::format("{}[{}]", video.video, i), empty));
    }
    form.classId = std::nullopt;
    for (std::size_t i = 0; i < video.ambiguous.size(); ++i) {
        TRY(addInterval(segments, form, video.ambiguous[i].start, video.ambiguous[i].end,
                        fmt::format("{}: ambiguous[{}]", video.video, i), empty));
    }
    return {};
}

// The file that names a video.
std::string sourceOf(const std::string &video, const ImportOptions &options)
{
    const auto found = options.sources.find(video);
    return found == options.sources.end() ? options.source : found->second;
}

Result<void> checkNoGroundTruth(const ProjectSession &session, const model::GroundTruth &set,
                                const ImportOptions &options)
{
    std::set<std::int64_t> annotated;
    for (const model::Track &track : session.document().tracks()) {
        if (track.role == TrackRole::GroundTruth) {
            annotated.insert(track.videoId);
        }
    }
    std::set<std::string> seen;
    for (const model::VideoGroundTruth &video : set.videos) {
        const model::Video *known = session.document().videoByName(video.video);
        if ((known != nullptr && annotated.contains(known->id)) ||
            !seen.insert(video.video).second) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = "the video has ground truth already",
                         .file = sourceOf(video.video, options),
                         .place = video.video,
                         .expected = "each video once"});
        }
    }
    return {};
}

std::string named(const std::string &text, const ImportOptions &options)
{
    return options.source.empty() ? text : text + " from " + options.source;
}

// Class ids that occur in a video, each once.
std::vector<model::WeakLabel> weakLabelsOf(std::int64_t videoId,
                                           const model::VideoGroundTruth &video,
                                           const std::vector<std::int64_t> &classes,
                                           const std::string &origin)
{
    std::set<std::int64_t> present;
    for (const model::Instance &instance : video.instances) {
        present.insert(classes.at(static_cast<std::size_t>(instance.classIndex)));
    }
    std::vector<model::WeakLabel> labels;
    for (const std::int64_t classId : present) {
        labels.push_back({.videoId = videoId, .classId = classId, .origin = origin});
    }
    return labels;
}

Result<ImportReport> writeGroundTruth(ProjectSession &session, const model::GroundTruth &set,
                                      std::int64_t revision)
{
    ImportReport report;
    const std::vector<std::int64_t> classes =
        TRY(classIds(session, set.classes, true, report.newClasses));
    std::vector<model::Segment> segments;
    std::int64_t empty = 0;
    for (const model::VideoGroundTruth &annotation : set.videos) {
        const model::Video video = TRY(takeVideo(session, annotation, report));
        if (!annotation.subset.empty() && annotation.subset != video.subset) {
            report.warnings.push_back(fmt::format("{} stays in subset '{}', not '{}'", video.name,
                                                  video.subset, annotation.subset));
        }
        model::Track track{.videoId = video.id,
                           .role = TrackRole::GroundTruth,
                           .name = model::kGroundTruthTrackName,
                           .isLocked = true};
        TRY(session.segments().insertTrack(track));
        TRY(addGroundTruth(segments, annotation, classes,
                           {.trackId = track.id,
                            .state = model::SegmentState::Confirmed,
                            .origin = model::SegmentOrigin::Import,
                            .createdRevision = revision,
                            .changedRevision = revision},
                           empty));
        TRY(session.project().insertWeakLabels(
            weakLabelsOf(video.id, annotation, classes, "ground truth")));
        report.instances += static_cast<std::int64_t>(annotation.instances.size());
    }
    TRY(session.segments().insertSegments(segments));
    report.videos = static_cast<std::int64_t>(set.videos.size());
    if (empty > 0) {
        report.warnings.push_back(
            fmt::format("{} segments of no length were left out of the project", empty));
    }
    data::noteOddities(set, report.warnings);
    return report;
}

// What of labels is not taken over as it is.
struct LeftOver
{
    std::int64_t cut = 0; // at the end of the video
    std::int64_t empty = 0;
    std::int64_t ambiguous = 0;
};

void note(const LeftOver &leftOver, std::vector<std::string> &warnings)
{
    if (leftOver.cut > 0) {
        warnings.push_back(fmt::format("{} labels end up to {} s after their video and were cut "
                                       "at its end",
                                       leftOver.cut, data::kPastEndSeconds));
    }
    if (leftOver.empty > 0) {
        warnings.push_back(
            fmt::format("{} segments of no length were left out of the project", leftOver.empty));
    }
    if (leftOver.ambiguous > 0) {
        warnings.push_back(fmt::format("{} ambiguous intervals were left out: a label has a class",
                                       leftOver.ambiguous));
    }
}

// Ends a range with its video where it ends so little later that the length may be rounded.
bool cutAtEnd(base::TimeRange &range, const model::Video &video)
{
    const base::TimeUs end = video.durationUs;
    if (range.startUs >= end || checkRange(video, range) ||
        range.endUs > end + base::secondsToUs(data::kPastEndSeconds)) {
        return false;
    }
    range.endUs = end;
    return true;
}

// Adds the labels of one video to an edit.
Result<void> addLabels(CompoundEdit &edit, const Document &document,
                       const model::VideoGroundTruth &annotation,
                       const std::vector<std::string> &classes, const ImportOptions &options,
                       LeftOver &leftOver)
{
    const model::Video *video = document.videoByName(annotation.video);
    if (video == nullptr) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "the project has no such video",
                     .place = annotation.video,
                     .expected = "videos that were imported before"});
    }
    leftOver.ambiguous += std::ssize(annotation.ambiguous);
    for (std::size_t i = 0; i < annotation.instances.size(); ++i) {
        const model::Instance &instance = annotation.instances[i];
        const std::string &key = classes.at(static_cast<std::size_t>(instance.classIndex));
        const std::string place = fmt::format("{}[{}]", video->name, i);
        const model::ActionClass *actionClass = document.classByKey(key);
        if (actionClass == nullptr) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = fmt::format("the project has no class '{}'", key),
                         .place = place});
        }
        auto range = toRange(instance.start, instance.end);
        if (!range) {
            return fail(std::move(range).error().at(place));
        }
        if (!*range) {
            ++leftOver.empty;
            continue;
        }
        leftOver.cut += cutAtEnd(**range, *video) ? 1 : 0;
        if (auto sound = checkRange(*video, **range); !sound) { // here, for a dry run too
            sound.error().place = place;
            return fail(std::move(sound).error());
        }
        AddSegment add{.videoId = video->id, .classId = actionClass->id, .range = **range};
        if (!options.trackName.empty()) {
            add.track = options.trackName;
        }
        edit.edits.push_back({std::move(add)});
    }
    return {};
}

Result<void> checkSplit(const std::vector<std::string> &names, const char *what,
                        std::set<std::string> &seen)
{
    for (const std::string &name : names) {
        if (!seen.insert(name).second) {
            return fail(
                {.code = ErrorCode::Conflict,
                 .problem = fmt::format("the video of the {} split is in a split already", what),
                 .place = name,
                 .expected = "each video once, in one split only"});
        }
    }
    return {};
}

// `videos` and `bySubset`: in the order of the document's.
Result<void> writeSplit(ProjectSession &session, const std::vector<std::string> &names,
                        model::Split split, std::vector<model::Video> &videos,
                        const std::vector<std::optional<model::Split>> &bySubset)
{
    for (const std::string &name : names) {
        const Document &document = session.document();
        const model::Video *known = document.videoByName(name);
        if (known == nullptr) {
            return fail({.code = ErrorCode::NotFound,
                         .problem = "the project has no such video",
                         .place = name,
                         .expected = "videos that were imported before"});
        }
        const auto place = static_cast<std::size_t>(known - document.videos().data());
        model::Video &video = videos[place];
        const std::optional<model::Split> other = video.split ? video.split : bySubset[place];
        if (other && *other != split) {
            return fail(
                {.code = ErrorCode::Conflict,
                 .problem = fmt::format("a {} video (subset '{}') is in the {} split",
                                        model::toText(*other), video.subset, model::toText(split)),
                 .place = name,
                 .expected = fmt::format("{} videos only", model::toText(split))});
        }
        video.split = split;
        TRY(session.project().updateVideo(video));
    }
    return {};
}

} // namespace

Result<ImportReport> importGroundTruth(ProjectSession &session, const model::GroundTruth &set,
                                       const ImportOptions &options)
{
    TRY(checkNoGroundTruth(session, set, options));
    return bulkWrite(session, store::RevisionKind::Import, options.isDryRun,
                     [&](store::Revision &revision) -> Result<ImportReport> {
                         ImportReport report = TRY(writeGroundTruth(session, set, revision.id));
                         revision.label = named(fmt::format("Imported ground truth: {} segments "
                                                            "of {} videos",
                                                            report.instances, report.videos),
                                                options);
                         return report;
                     });
}

Result<ImportReport> importDetections(ProjectSession &session, TrackRole role,
                                      const model::DetectionSet &set, const ImportOptions &options)
{
    return bulkWrite(
        session, store::RevisionKind::Import, options.isDryRun,
        [&](store::Revision &revision) -> Result<ImportReport> {
            const std::string stem = std::filesystem::path(options.source).stem().string();
            const std::string name = !options.trackName.empty() ? options.trackName
                                     : stem.empty()             ? "import"
                                                                : stem;
            DetectionRows rows = TRY(makeRows(session, set,
                                              {.role = role,
                                               .name = name,
                                               .runId = std::nullopt,
                                               .revision = revision.id,
                                               .addsVideos = options.addsUnknown}));
            for (model::Track &track : rows.tracks) {
                TRY(session.segments().insertTrack(track));
            }
            referToTracks(rows);
            TRY(session.segments().insertSegments(rows.segments));
            ImportReport report{.videos = std::ssize(rows.tracks),
                                .newVideos = rows.newVideos,
                                .instances = std::ssize(rows.segments),
                                .newClasses = rows.newClasses};
            if (rows.empty > 0) {
                report.warnings.push_back(
                    fmt::format("{} detections of no length were left out", rows.empty));
            }
            revision.label =
                named(fmt::format("Imported {} {} segments of {} videos as '{}'", report.instances,
                                  model::toText(role), report.videos, name),
                      options);
            return report;
        });
}

Result<ImportReport> importLabels(ProjectSession &session, const model::GroundTruth &set,
                                  const ImportOptions &options)
{
    ImportReport report{.videos = static_cast<std::int64_t>(set.videos.size())};
    CompoundEdit edit;
    LeftOver leftOver;
    for (const model::VideoGroundTruth &annotation : set.videos) {
        const Result<void> added =
            addLabels(edit, session.document(), annotation, set.classes, options, leftOver);
        if (!added) {
            return fail(base::Error(added.error()).in(sourceOf(annotation.video, options)));
        }
    }
    report.instances = std::ssize(edit.edits);
    note(leftOver, report.warnings);
    edit.label = named(
        fmt::format("Imported {} labels of {} videos", report.instances, report.videos), options);
    if (!options.isDryRun && !edit.edits.empty()) {
        TRY(store::makeBackup(session.database(), "before-import"));
        TRY(session.document().apply({std::move(edit)}));
    }
    return report;
}

Result<ImportReport> importWeakLabels(ProjectSession &session, const model::GroundTruth &set,
                                      const ImportOptions &options)
{
    return bulkWrite(
        session, store::RevisionKind::Import, options.isDryRun,
        [&](store::Revision &revision) -> Result<ImportReport> {
            ImportReport report{.videos = static_cast<std::int64_t>(set.videos.size())};
            const bool isFirst = session.document().classes().empty();
            const std::vector<std::int64_t> classes = TRY(
                classIds(session, set.classes, options.addsUnknown || isFirst, report.newClasses));
            for (const model::VideoGroundTruth &annotation : set.videos) {
                const bool isKnown = session.document().videoByName(annotation.video) != nullptr;
                if (!isKnown && !options.addsUnknown) {
                    return fail({.code = ErrorCode::NotFound,
                                 .problem = "the project has no such video",
                                 .place = annotation.video,
                                 .expected = "videos that were imported before (or "
                                             "--add-unknown)"});
                }
                const model::Video video = TRY(takeVideo(session, annotation, report));
                const std::vector<model::WeakLabel> labels =
                    weakLabelsOf(video.id, annotation, classes, "import");
                TRY(session.project().insertWeakLabels(labels));
                report.instances += static_cast<std::int64_t>(labels.size());
            }
            revision.label = named(fmt::format("Imported {} weak labels of {} videos",
                                               report.instances, report.videos),
                                   options);
            return report;
        });
}

Result<ImportReport> importSplits(ProjectSession &session, const std::vector<std::string> &training,
                                  const std::vector<std::string> &test,
                                  const ImportOptions &options)
{
    std::set<std::string> seen;
    TRY(checkSplit(training, "training", seen));
    TRY(checkSplit(test, "test", seen));
    return bulkWrite(
        session, store::RevisionKind::Import, options.isDryRun,
        [&](store::Revision &revision) -> Result<ImportReport> {
            std::vector<model::Video> videos = session.document().videos();
            std::vector<model::Video> unlisted = videos;
            for (model::Video &video : unlisted) {
                video.split.reset();
            }
            const std::vector<std::optional<model::Split>> bySubset = splitsOf(unlisted);
            // A new list replaces the old one of its split, but never what the subsets say.
            for (model::Video &video : videos) {
                const bool isReplaced =
                    (video.split == model::Split::Training && !training.empty()) ||
                    (video.split == model::Split::Test && !test.empty());
                if (isReplaced) {
                    video.split.reset();
                    TRY(session.project().updateVideo(video));
                }
            }
            TRY(writeSplit(session, training, model::Split::Training, videos, bySubset));
            TRY(writeSplit(session, test, model::Split::Test, videos, bySubset));
            revision.label = named(fmt::format("Imported splits: {} training and {} test videos",
                                               training.size(), test.size()),
                                   options);
            return ImportReport{.videos = static_cast<std::int64_t>(seen.size()),
                                .instances = static_cast<std::int64_t>(seen.size())};
        });
}

} // namespace core::edit
