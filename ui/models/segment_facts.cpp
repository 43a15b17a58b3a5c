#include "ui/models/segment_facts.h"

#include <algorithm>
#include <vector>

#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
#include "ui/models/video_content.h"

namespace ui::models {

using core::model::Segment;
using core::model::Track;
using core::model::TrackRole;

namespace {

std::optional<double> bestOverlap(const Segment &segment, const std::vector<Segment> &truth)
{
    if (truth.empty()) {
        return {};
    }
    double best = 0;
    for (const Segment &other : truth) {
        const auto shared = std::min(segment.range.endUs, other.range.endUs) -
                            std::max(segment.range.startUs, other.range.startUs);
        if (other.classId == segment.classId && shared > 0) {
            const auto joint = segment.range.durationUs() + other.range.durationUs() - shared;
            best = std::max(best, static_cast<double>(shared) / static_cast<double>(joint));
        }
    }
    return best;
}

void addSource(core::edit::ProjectSession &session, const std::vector<Segment> &truth,
               SegmentFacts &facts)
{
    if (facts.segment.originSegmentUuid.empty()) {
        return;
    }
    const auto source = session.document().segment(facts.segment.originSegmentUuid);
    if (!source) {
        return; // the run that made it was removed
    }
    facts.source = *source;
    if (const Track *track = session.document().track(source->trackId)) {
        facts.sourceRole = track->role;
    }
    facts.sourceOverlap = bestOverlap(*source, truth);
}

void addHistory(const core::edit::ProjectSession &session, SegmentFacts &facts)
{
    const core::store::RevisionStore revisions = session.revisions();
    const auto history = revisions.historyOf(facts.segment.uuid);
    if (!history || history->empty()) {
        return;
    }
    facts.edits = static_cast<int>(history->size());
    const auto last = revisions.revision(history->back());
    if (last && *last) {
        facts.editedAt =
            QDateTime::fromString(common::toQString((*last)->atUtc), Qt::ISODateWithMs);
    }
}

} // namespace

std::optional<SegmentFacts> readFacts(core::edit::ProjectSession &session, qint64 videoId,
                                      qint64 segmentId)
{
    core::edit::Document &document = session.document();
    std::optional<SegmentFacts> facts;
    std::vector<Segment> truth;
    for (const Track &track : document.tracks()) {
        if (track.videoId != videoId || track.kind != core::model::TrackKind::Segments) {
            continue;
        }
        const auto segments = document.segments(track.id);
        if (!segments) {
            continue;
        }
        if (track.role == TrackRole::GroundTruth) {
            truth.assign(segments->begin(), segments->end());
        }
        const auto found =
            std::find_if(segments->begin(), segments->end(),
                         [segmentId](const Segment &item) { return item.id == segmentId; });
        if (found != segments->end()) {
            facts = {.segment = *found,
                     .role = track.role,
                     .isLocked = track.isLocked,
                     .classOrdinal = ordinalOf(document, found->classId),
                     .trackName = common::toQString(track.name)};
        }
    }
    if (!facts) {
        return facts;
    }
    if (facts->role != TrackRole::GroundTruth) {
        facts->overlap = bestOverlap(facts->segment, truth);
        addSource(session, truth, *facts);
    }
    if (facts->isLocked) {
        const auto reviews = session.segments().reviewsOf(facts->segment.uuid);
        if (reviews && !reviews->empty()) {
            facts->review = reviews->front().state;
        }
    } else {
        addHistory(session, *facts);
    }
    return facts;
}

} // namespace ui::models
