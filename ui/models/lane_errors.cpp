#include "ui/models/lane_errors.h"

#include "core/edit/document.h"
#include "core/tal/error_types.h"

namespace ui::models {

using core::model::Detection;
using core::model::Instance;
using core::model::Segment;
using core::model::SegmentState;
using core::model::Track;
using core::model::TrackRole;
using timeline::SegmentItem;
using timeline::SegmentLook;

namespace {

// Classes are told apart by their ids here.
int classOf(const Segment &segment)
{
    return static_cast<int>(segment.classId.value_or(-1));
}

const Track *newestTrack(const core::edit::Document &document, qint64 videoId, TrackRole role)
{
    const Track *newest = nullptr;
    for (const Track &track : document.tracks()) {
        if (track.videoId == videoId && track.role == role) {
            newest = &track; // ascending ids
        }
    }
    return newest;
}

std::vector<Instance> instancesOf(core::edit::Document &document, const Track &track)
{
    std::vector<Instance> instances;
    if (const auto segments = document.segments(track.id)) {
        for (const Segment &segment : *segments) {
            instances.push_back({classOf(segment), core::base::usToSeconds(segment.range.startUs),
                                 core::base::usToSeconds(segment.range.endUs)});
        }
    }
    return instances;
}

// Those that stand as labels; `places` tells where each lies in the track.
std::vector<Detection> labelsOf(core::edit::Document &document, const Track &track,
                                double leastScore, std::vector<std::size_t> &places)
{
    std::vector<Detection> labels;
    const auto segments = document.segments(track.id);
    for (std::size_t i = 0; segments && i < segments->size(); ++i) {
        const Segment &segment = (*segments)[i];
        const double score = segment.score.value_or(1.0);
        if (segment.state != SegmentState::Rejected && score >= leastScore) {
            labels.push_back({classOf(segment), core::base::usToSeconds(segment.range.startUs),
                              core::base::usToSeconds(segment.range.endUs), score});
            places.push_back(i);
        }
    }
    return labels;
}

void addMissed(core::edit::Document &document, const Track &truth, std::vector<SegmentItem> &items)
{
    const Track *judged = newestTrack(document, truth.videoId, TrackRole::Prediction);
    if (judged == nullptr) {
        judged = newestTrack(document, truth.videoId, TrackRole::PseudoLabel);
    }
    if (judged == nullptr) {
        return;
    }
    std::vector<std::size_t> places;
    const std::vector<Detection> labels = labelsOf(document, *judged, kLeastScore, places);
    const core::tal::ErrorTypes types = core::tal::errorTypes(instancesOf(document, truth), labels);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].isMissed = types.isMissed[i];
    }
}

} // namespace

void addErrors(core::edit::Document &document, const Track &track, std::vector<SegmentItem> &items)
{
    const Track *truth = newestTrack(document, track.videoId, TrackRole::GroundTruth);
    if (truth == nullptr) {
        return;
    }
    if (track.role == TrackRole::GroundTruth) {
        addMissed(document, track, items);
        return;
    }
    std::vector<std::size_t> places;
    const std::vector<Detection> labels = labelsOf(document, track, 0.0, places);
    const core::tal::ErrorTypes types =
        core::tal::errorTypes(instancesOf(document, *truth), labels);
    for (std::size_t i = 0; i < places.size(); ++i) {
        items[places[i]].error = types.labels[i];
    }
}

} // namespace ui::models
