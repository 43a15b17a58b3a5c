#include "core/edit/correct_once.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include <fmt/format.h>

#include "core/edit/collect.h"
#include "core/edit/curves.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::Segment;
using model::SegmentState;
using model::TrackRole;

namespace {

// The score curves of one class by video, read as they are asked for.
class ClassCurves
{
public:
    ClassCurves(const ProjectSession &session, std::int64_t runId, std::int64_t classId)
        : m_session(session)
        , m_runId(runId)
        , m_ordinal(session.document().actionClass(classId)->ordinal)
    {
    }

    // Empty where the video has no curve of the run. Valid as long as this.
    tal::SampledSignal signal(std::int64_t videoId)
    {
        const Curve &curve = curveOf(videoId);
        return {.values = curve.values, .firstS = curve.firstS, .stepS = curve.stepS};
    }

    std::vector<float> shape(std::int64_t videoId, base::TimeRange range)
    {
        const Curve &curve = curveOf(videoId);
        return tal::labelShape(curve.values, curve.firstS, curve.stepS,
                               base::usToSeconds(range.startUs), base::usToSeconds(range.endUs));
    }

private:
    struct Curve
    {
        std::vector<float> values = {};
        double firstS = 0.0;
        double stepS = 1.0;
    };

    const Curve &curveOf(std::int64_t videoId)
    {
        const auto [entry, isNew] = m_curves.emplace(videoId, Curve());
        if (!isNew) {
            return entry->second;
        }
        for (const model::Track &track : m_session.document().tracks()) {
            if (track.videoId == videoId && track.role == TrackRole::Curve &&
                track.sourceRunId == m_runId) {
                entry->second = read(track);
            }
        }
        return entry->second;
    }

    Curve read(const model::Track &track) const
    {
        Curve curve;
        const auto curves = readCurves(m_session, track);
        if (!curves) {
            return curve;
        }
        const auto channel =
            std::find(curves->channelClasses.begin(), curves->channelClasses.end(), m_ordinal);
        if (channel == curves->channelClasses.end()) {
            return curve;
        }
        const auto c = static_cast<int>(channel - curves->channelClasses.begin());
        for (std::int64_t t = 0; t < curves->curve->snippets(); ++t) {
            curve.values.push_back(curves->curve->value(t, c));
        }
        curve.firstS = curves->curve->timeUs(0.0) / 1e6;
        curve.stepS = curves->curve->stepUs() / 1e6;
        return curve;
    }

    const ProjectSession &m_session;
    std::int64_t m_runId;
    int m_ordinal;
    std::map<std::int64_t, Curve> m_curves;
};

model::Detection detectionOf(const Document &document, const Segment &segment)
{
    return {.classIndex = document.actionClass(*segment.classId)->ordinal,
            .start = base::usToSeconds(segment.range.startUs),
            .end = base::usToSeconds(segment.range.endUs),
            .score = segment.score.value_or(1.0)};
}

// The pseudo-label that a person's segment was made from.
Result<Segment> originalOf(const ProjectSession &session, const Segment &corrected)
{
    if (!corrected.originSegmentUuid.empty() && corrected.classId) {
        const auto origin = TRY(session.segments().segment(corrected.originSegmentUuid));
        const model::Track *track = origin ? session.document().track(origin->trackId) : nullptr;
        const bool isChanged =
            origin && (origin->range != corrected.range || origin->classId != corrected.classId ||
                       corrected.state == SegmentState::Rejected);
        if (track != nullptr && track->role == TrackRole::PseudoLabel && track->sourceRunId &&
            origin->classId && isChanged) {
            return *origin;
        }
    }
    return fail({.code = ErrorCode::Unsupported,
                 .problem = "is no changed or rejected copy of a run's pseudo-label",
                 .file = session.path().string(),
                 .place = corrected.uuid,
                 .expected = "a segment that was accepted and then changed, or rejected"});
}

tal::Correction correctionBetween(const Document &document, const Segment &before,
                                  const Segment &after)
{
    std::vector<std::string> classes;
    for (const model::ActionClass &actionClass : document.classes()) {
        classes.push_back(actionClass.key);
    }
    const bool isRejected = after.state == SegmentState::Rejected;
    return tal::correctionOf(
        detectionOf(document, before),
        isRejected ? std::nullopt : std::optional(detectionOf(document, after)), classes);
}

model::Interval intervalOf(const Segment &segment)
{
    return {base::usToSeconds(segment.range.startUs), base::usToSeconds(segment.range.endUs)};
}

SameErrorItem itemOf(const Document &document, const Segment &label, const model::Video &video,
                     const tal::Correction &correction, const tal::SampledSignal &curve,
                     double likeness)
{
    const tal::Carried carried = tal::applied(
        correction, intervalOf(label), curve,
        video.durationUs > 0 ? std::optional(base::usToSeconds(video.durationUs)) : std::nullopt);
    return {.uuid = label.uuid,
            .video = video.name,
            .className = document.actionClass(*label.classId)->key,
            .before = label.range,
            .after = {base::secondsToUs(carried.interval.start),
                      base::secondsToUs(carried.interval.end)},
            .newClassName = correction.newClass.value_or(""),
            .likeness = likeness,
            .startMeets = carried.startMeets,
            .endMeets = carried.endMeets};
}

} // namespace

Result<SameErrors> findSameErrors(const ProjectSession &session, const std::string &uuid,
                                  const SameErrorOptions &options)
{
    const Document &document = session.document();
    const Segment corrected = TRY(document.segment(uuid));
    const Segment original = TRY(originalOf(session, corrected));
    const model::Track originalTrack = *document.track(original.trackId);
    ClassCurves curves(session, *originalTrack.sourceRunId, *original.classId);
    const std::vector<float> shape = curves.shape(originalTrack.videoId, original.range);
    if (shape.empty()) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "has no score curve around the label that was corrected",
                     .file = session.path().string(),
                     .expected = "the files of the run beside the project"});
    }
    SameErrors errors{.correction = correctionBetween(document, original, corrected),
                      .original = original.uuid};
    tal::meetCrossings(errors.correction, curves.signal(originalTrack.videoId),
                       intervalOf(corrected));
    const std::unordered_set<std::string> reviewed = TRY(reviewedSegments(session));
    for (const Segment &label :
         TRY(session.segments().segments(TrackRole::PseudoLabel, originalTrack.name))) {
        const model::Track *track = document.track(label.trackId);
        if (track == nullptr) {
            continue; // written meanwhile: the document does not know it yet
        }
        const model::Video &video = *document.video(track->videoId);
        const double ratio = static_cast<double>(label.range.durationUs()) /
                             static_cast<double>(original.range.durationUs());
        const bool isCandidate = label.classId == original.classId &&
                                 label.state != SegmentState::Rejected &&
                                 label.uuid != original.uuid && !reviewed.contains(label.uuid) &&
                                 video.state != model::VideoState::Done &&
                                 std::max(ratio, 1.0 / ratio) <= options.maxLengthRatio;
        const double likeness =
            isCandidate ? tal::shapeLikeness(shape, curves.shape(video.id, label.range)) : 0.0;
        if (isCandidate && likeness >= options.minLikeness) {
            errors.items.push_back(itemOf(document, label, video, errors.correction,
                                          curves.signal(video.id), likeness));
        }
    }
    std::stable_sort(
        errors.items.begin(), errors.items.end(),
        [](const SameErrorItem &a, const SameErrorItem &b) { return a.likeness > b.likeness; });
    if (options.limit > 0 && errors.items.size() > options.limit) {
        errors.items.resize(options.limit);
    }
    return errors;
}

Edit sameErrorEdit(const ProjectSession &session, const SameErrors &errors,
                   const std::vector<SameErrorItem> &items)
{
    const Document &document = session.document();
    CompoundEdit edit{.label = fmt::format("Corrected {} labels as {}", items.size(),
                                           errors.original.substr(0, 8)),
                      .edits = {}};
    for (const SameErrorItem &item : items) {
        edit.edits.push_back({RejectSegment{.uuid = item.uuid}});
        if (errors.correction.isRejection) {
            continue;
        }
        const std::string &name = item.newClassName.empty() ? item.className : item.newClassName;
        edit.edits.push_back({AddSegment{.videoId = document.videoByName(item.video)->id,
                                         .classId = document.classByKey(name)->id,
                                         .range = item.after,
                                         .note = "same error as " + errors.original.substr(0, 8)}});
    }
    return {std::move(edit)};
}

} // namespace core::edit
