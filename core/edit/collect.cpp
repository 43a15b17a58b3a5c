#include "core/edit/collect.h"

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/edit/tracked_detections.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

std::vector<std::string> classKeys(const Document &document)
{
    std::vector<std::string> keys;
    for (const model::ActionClass &actionClass : document.classes()) {
        keys.push_back(actionClass.key);
    }
    return keys;
}

// Class ids to class indices. Classes come in the order of their ordinals.
std::unordered_map<std::int64_t, int> classIndices(const Document &document)
{
    std::unordered_map<std::int64_t, int> indices;
    for (const model::ActionClass &actionClass : document.classes()) {
        indices.emplace(actionClass.id, static_cast<int>(indices.size()));
    }
    return indices;
}

bool isWanted(const VideoFilter &only, const std::string &name)
{
    return !only || only->contains(name);
}

bool startsWith(std::string_view text, std::string_view prefix)
{
    return std::equal(
        prefix.begin(), prefix.end(), text.begin(),
        text.begin() + static_cast<std::ptrdiff_t>(std::min(prefix.size(), text.size())),
        [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

Result<std::string> chooseTrack(const ProjectSession &session, model::TrackRole role,
                                const std::string &name)
{
    const std::vector<std::string> names = trackNames(session, role);
    if (name.empty() && names.size() == 1) {
        return names.front();
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return name;
    }
    const std::string what(model::toText(role));
    if (names.empty()) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("has no {} tracks", what),
                     .file = session.path().string(),
                     .expected = "a track that an import or a run made"});
    }
    return fail({.code = name.empty() ? ErrorCode::Usage : ErrorCode::NotFound,
                 .problem = name.empty() ? fmt::format("has several {} tracks", what)
                                         : fmt::format("has no {} track '{}'", what, name),
                 .file = session.path().string(),
                 .expected = fmt::format("one of: {}", fmt::join(names, ", "))});
}

} // namespace

model::VideoGroundTruth describeVideo(const model::Video &video)
{
    model::VideoGroundTruth described{.video = video.name,
                                      .subset = video.subset,
                                      .durationS = std::nullopt,
                                      .fps = std::nullopt,
                                      .frames = std::nullopt,
                                      .instances = {},
                                      .ambiguous = {}};
    if (video.durationUs > 0) {
        described.durationS = base::usToSeconds(video.durationUs);
    }
    if (video.fps.num > 0) {
        described.fps = video.fps.value();
    }
    if (video.frameCount > 0) {
        described.frames = video.frameCount;
    }
    return described;
}

Result<model::GroundTruth> collectGroundTruth(const ProjectSession &session,
                                              const VideoFilter &only)
{
    const Document &document = session.document();
    const std::unordered_map<std::int64_t, int> indices = classIndices(document);
    model::GroundTruth set{.classes = classKeys(document), .videos = {}};
    std::unordered_map<std::int64_t, std::size_t> placeOfTrack;
    for (const model::Track &track : document.tracks()) { // by id: in the order of the import
        const model::Video *video = document.video(track.videoId);
        if (track.role == model::TrackRole::GroundTruth && video != nullptr &&
            isWanted(only, video->name)) {
            placeOfTrack.emplace(track.id, set.videos.size());
            set.videos.push_back(describeVideo(*video));
        }
    }
    std::vector<model::Segment> segments =
        TRY(session.segments().segments(model::TrackRole::GroundTruth, std::nullopt));
    std::sort(segments.begin(), segments.end(),
              [](const model::Segment &a, const model::Segment &b) { return a.id < b.id; });
    for (const model::Segment &segment : segments) {
        const auto place = placeOfTrack.find(segment.trackId);
        if (place == placeOfTrack.end()) {
            continue;
        }
        model::VideoGroundTruth &video = set.videos[place->second];
        const double start = base::usToSeconds(segment.range.startUs);
        const double end = base::usToSeconds(segment.range.endUs);
        if (segment.classId) {
            video.instances.push_back({indices.at(*segment.classId), start, end});
        } else {
            video.ambiguous.push_back({start, end});
        }
    }
    return set;
}

std::vector<std::string> trackNames(const ProjectSession &session, model::TrackRole role)
{
    std::vector<std::string> names;
    for (const model::Track &track : session.document().tracks()) {
        if (track.role == role &&
            std::find(names.begin(), names.end(), track.name) == names.end()) {
            names.push_back(track.name);
        }
    }
    return names;
}

Result<model::DetectionSet> collectDetections(const ProjectSession &session, model::TrackRole role,
                                              const std::string &trackName, const VideoFilter &only)
{
    TrackedDetections tracked = TRY(collectTracked(session, role, trackName, only));
    return std::move(tracked.set);
}

Result<TrackedDetections> collectTracked(const ProjectSession &session, model::TrackRole role,
                                         const std::string &trackName, const VideoFilter &only)
{
    const std::string name = TRY(chooseTrack(session, role, trackName));
    const Document &document = session.document();
    const std::unordered_map<std::int64_t, int> indices = classIndices(document);
    TrackedDetections tracked;
    model::DetectionSet &set = tracked.set;
    set.classes = classKeys(document);
    std::unordered_map<std::int64_t, std::size_t> placeOfTrack;
    for (const model::Track &track : document.tracks()) {
        const model::Video *video = document.video(track.videoId);
        if (track.role == role && track.name == name && video != nullptr &&
            isWanted(only, video->name)) {
            placeOfTrack.emplace(track.id, set.videos.size());
            set.videos.push_back({.video = video->name, .detections = {}});
        }
    }
    tracked.uuids.resize(set.videos.size());
    std::vector<model::Segment> segments = TRY(session.segments().segments(role, name));
    std::sort(segments.begin(), segments.end(),
              [](const model::Segment &a, const model::Segment &b) { return a.id < b.id; });
    for (const model::Segment &segment : segments) {
        const auto place = placeOfTrack.find(segment.trackId);
        if (place != placeOfTrack.end() && segment.classId &&
            segment.state != model::SegmentState::Rejected) {
            set.videos[place->second].detections.push_back(
                {.classIndex = indices.at(*segment.classId),
                 .start = base::usToSeconds(segment.range.startUs),
                 .end = base::usToSeconds(segment.range.endUs),
                 .score = segment.score.value_or(1.0)});
            tracked.uuids[place->second].push_back(segment.uuid);
        }
    }
    return tracked;
}

Result<tal::WeakLabels> collectWeakLabels(const ProjectSession &session)
{
    const Document &document = session.document();
    const std::unordered_map<std::int64_t, int> indices = classIndices(document);
    const std::vector<model::WeakLabel> rows = TRY(session.project().weakLabels());
    std::unordered_set<std::int64_t> imported; // videos
    for (const model::WeakLabel &row : rows) {
        if (row.origin == "import") {
            imported.insert(row.videoId);
        }
    }
    tal::WeakLabels labels;
    for (const model::WeakLabel &row : rows) {
        const model::Video *video = document.video(row.videoId);
        const auto index = indices.find(row.classId);
        const bool counts = row.origin == "import" || !imported.contains(row.videoId);
        if (counts && video != nullptr && index != indices.end()) {
            labels[video->name].push_back(index->second);
        }
    }
    for (auto &[video, classes] : labels) {
        std::sort(classes.begin(), classes.end());
    }
    return labels;
}

Result<std::unordered_set<std::string>> reviewedSegments(const ProjectSession &session)
{
    std::unordered_set<std::string> reviewed;
    for (const model::Segment &segment :
         TRY(session.segments().segments(model::TrackRole::Manual, std::nullopt))) {
        if (!segment.originSegmentUuid.empty()) {
            reviewed.insert(segment.originSegmentUuid);
        }
    }
    return reviewed;
}

model::DetectionSet labelsAsDetections(const ProjectSession &session,
                                       const model::LabelSetContent &labels,
                                       const VideoFilter &only)
{
    const Document &document = session.document();
    const std::unordered_map<std::int64_t, int> indices = classIndices(document);
    model::DetectionSet set{.classes = classKeys(document), .videos = {}};
    std::unordered_map<std::int64_t, std::size_t> places;
    for (const model::LabelSetSegment &segment : labels.segments) {
        const model::Video *video = document.video(segment.videoId);
        if (video == nullptr || !isWanted(only, video->name)) {
            continue;
        }
        const auto [place, isNew] = places.emplace(video->id, set.videos.size());
        if (isNew) {
            set.videos.push_back({.video = video->name, .detections = {}});
        }
        set.videos[place->second].detections.push_back(
            {.classIndex = indices.at(segment.classId),
             .start = base::usToSeconds(segment.range.startUs),
             .end = base::usToSeconds(segment.range.endUs),
             .score = segment.score.value_or(1.0)});
    }
    return set;
}

std::vector<std::optional<model::Split>> splitsOf(const std::vector<model::Video> &videos)
{
    bool hasFiles = false;
    bool hasTrain = false;
    bool hasTest = false;
    for (const model::Video &video : videos) {
        hasFiles = hasFiles || video.split.has_value();
        hasTrain = hasTrain || startsWith(video.subset, "train");
        hasTest = hasTest || startsWith(video.subset, "test");
    }
    std::vector<std::optional<model::Split>> splits;
    splits.reserve(videos.size());
    for (const model::Video &video : videos) {
        const bool isValidation = startsWith(video.subset, "val");
        std::optional<model::Split> split;
        if (hasFiles) {
            split = video.split;
        } else if (startsWith(video.subset, "train") || (isValidation && !hasTrain)) {
            split = model::Split::Training;
        } else if (startsWith(video.subset, "test") || (isValidation && !hasTest)) {
            split = model::Split::Test;
        }
        splits.push_back(split);
    }
    return splits;
}

} // namespace core::edit
