#include "core/edit/track_comparison.h"

#include <unordered_map>
#include <utility>

#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/tal/truth_selection.h"

namespace core::edit {

using base::Result;

namespace {

void dropVideos(const std::set<std::string, std::less<>> &names, TrackedDetections &detections)
{
    TrackedDetections kept;
    kept.set.classes = detections.set.classes;
    for (std::size_t v = 0; v < detections.set.videos.size(); ++v) {
        if (!names.contains(detections.set.videos[v].video)) {
            kept.set.videos.push_back(std::move(detections.set.videos[v]));
            kept.uuids.push_back(std::move(detections.uuids[v]));
        }
    }
    detections = std::move(kept);
}

} // namespace

Result<TrackedDetections> currentDetections(const ProjectSession &session)
{
    const model::LabelSetContent labels = TRY(currentLabels(session));
    TrackedDetections tracked;
    tracked.set = labelsAsDetections(session, labels);
    tracked.uuids.resize(tracked.set.videos.size());
    std::unordered_map<std::int64_t, std::size_t> placeOfVideo;
    for (std::size_t v = 0; v < tracked.set.videos.size(); ++v) {
        const model::Video *video = session.document().videoByName(tracked.set.videos[v].video);
        placeOfVideo.emplace(video->id, v);
    }
    for (const model::LabelSetSegment &segment : labels.segments) {
        if (const auto place = placeOfVideo.find(segment.videoId); place != placeOfVideo.end()) {
            tracked.uuids[place->second].push_back(segment.segmentUuid);
        }
    }
    return tracked;
}

std::vector<std::string> testVideosOf(const ProjectSession &session,
                                      const model::GroundTruth &truth)
{
    std::set<std::string, std::less<>> annotated;
    for (const model::VideoGroundTruth &video : truth.videos) {
        annotated.insert(video.video);
    }
    const std::vector<model::Video> &videos = session.document().videos();
    const std::vector<std::optional<model::Split>> splits = splitsOf(videos);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < videos.size(); ++i) {
        if (splits[i] == model::Split::Test && annotated.contains(videos[i].name)) {
            names.push_back(videos[i].name);
        }
    }
    return names;
}

Result<VideoChoice> chooseVideos(const model::GroundTruth &truth,
                                 const model::DetectionSet &detections,
                                 const std::vector<std::string> &testVideos, VideoChoice asked)
{
    if (!asked.subset.empty()) {
        return asked;
    }
    const bool coversSeveral = tal::coveredSubsets(truth, detections).size() > 1;
    if (coversSeveral && asked.videos.empty() && !testVideos.empty()) {
        asked.videos = testVideos;
        asked.isTestSplit = true;
        return asked;
    }
    asked.subset = TRY(tal::likelySubset(truth, detections));
    return asked;
}

std::set<std::string, std::less<>> videosOfOtherSubsets(const model::GroundTruth &truth,
                                                        const std::string &subset)
{
    std::set<std::string, std::less<>> others;
    for (const model::VideoGroundTruth &video : truth.videos) {
        if (video.subset != subset) {
            others.insert(video.video);
        }
    }
    return others;
}

Result<TrackComparison> compareTrack(const ProjectSession &session, model::TrackRole role,
                                     const std::string &name, VideoChoice asked)
{
    TrackComparison comparison;
    comparison.truth = TRY(collectGroundTruth(session));
    if (comparison.truth.videos.empty()) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "the project has no ground truth to compare with",
                           .file = session.path().string(),
                           .expected = "an import of ground truth"});
    }
    comparison.detections =
        TRY(role == model::TrackRole::Manual ? currentDetections(session)
                                             : collectTracked(session, role, name));
    comparison.choice =
        TRY(chooseVideos(comparison.truth, comparison.detections.set,
                         testVideosOf(session, comparison.truth), std::move(asked)));
    if (!comparison.choice.subset.empty()) {
        dropVideos(videosOfOtherSubsets(comparison.truth, comparison.choice.subset),
                   comparison.detections);
    }
    return comparison;
}

} // namespace core::edit
