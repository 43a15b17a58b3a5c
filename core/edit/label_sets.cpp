#include "core/edit/label_sets.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/edit/bulk_write.h"
#include "core/edit/collect.h"
#include "core/tal/rejections.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::LabelSetContent;
using model::LabelSetSegment;
using model::LabelSource;
using model::Segment;
using model::SegmentState;
using model::TrackRole;

namespace {

// Class and range of a segment in a video: what two copies of one detection have in common.
using Likeness = std::tuple<std::int64_t, std::int64_t, base::TimeUs, base::TimeUs>;

// What people said about the labels of the project.
struct Corrections
{
    std::map<std::int64_t, std::vector<Segment>> kept; // by video; not the rejected ones
    std::set<Likeness> reviewed;                       // detections that were accepted or rejected
    // By video and class, in microseconds: what is not to come back under other bounds either.
    std::map<std::int64_t, std::vector<model::Instance>> rejected;
};

LabelSetSegment labelOf(std::int64_t videoId, const Segment &segment, LabelSource source)
{
    return {.videoId = videoId,
            .classId = *segment.classId,
            .range = segment.range,
            .score = segment.score,
            .source = source,
            .segmentUuid = segment.uuid};
}

model::Instance instanceOf(std::int64_t classId, const base::TimeRange &range)
{
    return {static_cast<int>(classId), static_cast<double>(range.startUs),
            static_cast<double>(range.endUs)};
}

Result<Corrections> collectCorrections(const ProjectSession &session)
{
    const Document &document = session.document();
    Corrections corrections;
    for (const Segment &segment :
         TRY(session.segments().segments(TrackRole::Manual, std::nullopt))) {
        const model::Track *track = document.track(segment.trackId);
        if (track == nullptr || !segment.classId) {
            continue;
        }
        if (segment.state == SegmentState::Rejected) {
            corrections.rejected[track->videoId].push_back(
                instanceOf(*segment.classId, segment.range));
        } else {
            corrections.kept[track->videoId].push_back(segment);
        }
        if (segment.origin == model::SegmentOrigin::Reviewed) {
            const std::optional<Segment> origin =
                TRY(session.segments().segment(segment.originSegmentUuid));
            if (origin && origin->classId) {
                corrections.reviewed.emplace(track->videoId, *origin->classId,
                                             origin->range.startUs, origin->range.endUs);
            }
        }
    }
    return corrections;
}

// A pseudo-label gives way to a correction of its class that it overlaps, to a verdict on it, and
// where it says again what a person rejected.
bool isReplaced(const Segment &pseudo, std::int64_t videoId, const Corrections &corrections)
{
    if (corrections.reviewed.contains(
            {videoId, *pseudo.classId, pseudo.range.startUs, pseudo.range.endUs})) {
        return true;
    }
    const model::Instance place = instanceOf(*pseudo.classId, pseudo.range);
    const auto rejected = corrections.rejected.find(videoId);
    if (rejected != corrections.rejected.end() &&
        tal::isRejected({place.classIndex, place.start, place.end, 0.0}, rejected->second)) {
        return true;
    }
    const auto kept = corrections.kept.find(videoId);
    return kept != corrections.kept.end() &&
           std::any_of(kept->second.begin(), kept->second.end(), [&](const Segment &correction) {
               return correction.classId == pseudo.classId &&
                      correction.range.overlaps(pseudo.range);
           });
}

std::string contentHash(const ProjectSession &session, const LabelSetContent &content)
{
    const Document &document = session.document();
    base::Hasher hasher;
    for (const model::LabelSetVideo &video : content.videos) {
        hasher.add(fmt::format("video {}\n{}\n", document.video(video.videoId)->name,
                               model::toText(video.state)));
    }
    for (const LabelSetSegment &segment : content.segments) {
        hasher.add(fmt::format(
            "segment {}\n{}\n{} {} {} {}\n", document.video(segment.videoId)->name,
            document.actionClass(segment.classId)->key, segment.range.startUs, segment.range.endUs,
            segment.score.value_or(1.0), model::toText(segment.source)));
    }
    return hasher.hex();
}

Result<std::string> chooseBase(const ProjectSession &session, const std::string &wanted)
{
    const std::vector<std::string> names = trackNames(session, TrackRole::PseudoLabel);
    if (wanted.empty()) {
        return names.empty() ? std::string() : names.back();
    }
    if (std::find(names.begin(), names.end(), wanted) == names.end()) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = fmt::format("has no pseudo-labels named '{}'", wanted),
                     .file = session.path().string(),
                     .expected = "the name of a run or of an import of pseudo-labels"});
    }
    return wanted;
}

bool isKey(const std::string &key, const std::string &text)
{
    return key == text || (key.size() >= 6 && text.starts_with(key));
}

} // namespace

Result<std::vector<RejectedLabel>> rejectedLabels(const ProjectSession &session)
{
    std::vector<RejectedLabel> rejected;
    for (const Segment &segment :
         TRY(session.segments().segments(TrackRole::Manual, std::nullopt))) {
        const model::Track *track = session.document().track(segment.trackId);
        if (track != nullptr && segment.classId && segment.state == SegmentState::Rejected) {
            rejected.push_back({track->videoId, *segment.classId, segment.range});
        }
    }
    return rejected;
}

Result<std::vector<model::CorrectedVideo>>
rejectionsByVideo(const ProjectSession &session, const std::vector<std::string> &classes)
{
    std::map<std::int64_t, model::CorrectedVideo> rejected;
    for (const RejectedLabel &label : TRY(rejectedLabels(session))) {
        const model::ActionClass *actionClass = session.document().actionClass(label.classId);
        const auto index = std::find(classes.begin(), classes.end(), actionClass->key);
        if (index == classes.end()) {
            continue;
        }
        model::CorrectedVideo &video = rejected[label.videoId];
        video.video = session.document().video(label.videoId)->name;
        video.segments.push_back({static_cast<int>(index - classes.begin()),
                                  base::usToSeconds(label.range.startUs),
                                  base::usToSeconds(label.range.endUs)});
    }
    std::vector<model::CorrectedVideo> videos;
    for (auto &[id, video] : rejected) {
        videos.push_back(std::move(video));
    }
    return videos;
}

Result<LabelSetContent> currentLabels(const ProjectSession &session, const std::string &base)
{
    const Document &document = session.document();
    LabelSetContent content;
    content.set.baseTrack = TRY(chooseBase(session, base));
    const Corrections corrections = TRY(collectCorrections(session));
    for (const model::Video &video : document.videos()) {
        content.videos.push_back({.videoId = video.id, .state = video.state});
    }
    for (const auto &[videoId, kept] : corrections.kept) {
        for (const Segment &segment : kept) {
            content.segments.push_back(labelOf(videoId, segment, LabelSource::Correction));
        }
    }
    if (!content.set.baseTrack.empty()) {
        for (const Segment &pseudo :
             TRY(session.segments().segments(TrackRole::PseudoLabel, content.set.baseTrack))) {
            const model::Track *track = document.track(pseudo.trackId);
            if (track == nullptr) {
                continue; // written meanwhile: the document does not know it yet
            }
            content.set.baseRunId = track->sourceRunId;
            const model::Video *video = document.video(track->videoId);
            if (pseudo.classId && pseudo.state != SegmentState::Rejected &&
                video->state != model::VideoState::Done &&
                !isReplaced(pseudo, video->id, corrections)) {
                content.segments.push_back(labelOf(video->id, pseudo, LabelSource::PseudoLabel));
            }
        }
    }
    std::stable_sort(content.segments.begin(), content.segments.end(),
                     [](const LabelSetSegment &a, const LabelSetSegment &b) {
                         return std::tuple(a.videoId, a.range, a.classId) <
                                std::tuple(b.videoId, b.range, b.classId);
                     });
    content.set.contentHash = contentHash(session, content);
    return content;
}

Result<LabelSetContent> takeLabelSet(ProjectSession &session, const std::string &name,
                                     const std::string &base)
{
    LabelSetContent content = TRY(currentLabels(session, base));
    content.set.name = name;
    const std::vector<model::LabelSet> known = TRY(session.labelSets().labelSets());
    for (const model::LabelSet &set : known) {
        if (set.contentHash == content.set.contentHash && (name.empty() || name == set.name)) {
            return session.labelSets().content(set);
        }
        if (set.name == name) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("a label set '{}' with other content exists, and "
                                                "label sets never change",
                                                name),
                         .file = session.path().string(),
                         .expected = "a new name"});
        }
    }
    for (std::size_t i = known.size() + 1; content.set.name.empty(); ++i) {
        const std::string candidate = fmt::format("labels-{}", i);
        if (std::none_of(known.begin(), known.end(),
                         [&](const model::LabelSet &set) { return set.name == candidate; })) {
            content.set.name = candidate;
        }
    }
    return bulkWrite(session, store::RevisionKind::LabelSet, false,
                     [&](store::Revision &revision) -> Result<LabelSetContent> {
                         revision.label = fmt::format("Took label set {} ({} segments)",
                                                      content.set.name, content.segments.size());
                         TRY(session.labelSets().insert(content));
                         return content;
                     });
}

Result<LabelSetContent> findLabelSet(const ProjectSession &session, const std::string &key)
{
    std::vector<model::LabelSet> found;
    for (const model::LabelSet &set : TRY(session.labelSets().labelSets())) {
        if (set.name == key) {
            return session.labelSets().content(set);
        }
        if (isKey(key, set.uuid) || isKey(key, set.contentHash)) {
            found.push_back(set);
        }
    }
    if (found.size() == 1) {
        return session.labelSets().content(found.front());
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = found.empty() ? fmt::format("has no label set '{}'", key)
                                          : fmt::format("has several label sets '{}…'", key),
                 .file = session.path().string(),
                 .expected = "a name that 'talo show P labelsets' lists"});
}

} // namespace core::edit
