#include <fmt/format.h>

#include "core/edit/lineage.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using model::SegmentState;
using model::TrackRole;

namespace {

ReplayedSegment contentOf(const LineageSegment &segment)
{
    return {.className = segment.className,
            .range = segment.range,
            .score = segment.score,
            .state = segment.state};
}

bool isSame(const LineageSegment &a, const ReplayedSegment &b)
{
    return a.className == b.className && a.range == b.range && a.score == b.score &&
           a.state == b.state;
}

Result<ReplayedSegment> replayProposal(const Lineage &lineage)
{
    if (!lineage.curve) {
        return fail(
            {.code = ErrorCode::Unsupported,
             .problem = lineage.gaps.empty() ? "no curve is known for it" : lineage.gaps.front(),
             .expected = "a proposal whose run lies beside the project"});
    }
    const model::Detection &made = lineage.curve->origin.proposal;
    return ReplayedSegment{.className = lineage.proposal->className,
                           .range = {base::secondsToUs(made.start), base::secondsToUs(made.end)},
                           .score = made.score};
}

Result<ReplayedSegment> replayLabel(const Lineage &lineage)
{
    ReplayedSegment label = TRY(replayProposal(lineage));
    if (!lineage.filter) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = "the run's filter is not known",
                     .expected = "pseudo-labels that a run chose"});
    }
    label.state = lineage.filter->isKept ? SegmentState::Draft : SegmentState::Rejected;
    return label;
}

// What a run computed, as far as the chain reaches down to it.
Result<ReplayedSegment> replayOrigin(const Lineage &lineage, TrackRole role)
{
    switch (role) {
    case TrackRole::Proposal:
        return replayProposal(lineage);
    case TrackRole::PseudoLabel:
        return replayLabel(lineage);
    case TrackRole::Manual:
    case TrackRole::GroundTruth:
    case TrackRole::Curve:
    case TrackRole::Prediction:
        break;
    }
    return fail({.code = ErrorCode::Unsupported,
                 .problem = fmt::format("a {} segment is not computed from stored data",
                                        model::toText(role)),
                 .expected = "a proposal, a pseudo-label or a segment that a person made"});
}

// The first edit made the segment, perhaps as a copy of one that a run computed; each further one
// must start where the one before ended.
Result<ReplayedSegment> replayEdits(const Lineage &lineage)
{
    std::optional<ReplayedSegment> current;
    for (const LineageEdit &edit : lineage.edits) {
        const bool continues = edit.before.has_value() == current.has_value() &&
                               (!current || isSame(*edit.before, *current));
        if (!continues) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = fmt::format("revision {} does not start from what was there",
                                                edit.revision.id),
                         .place = lineage.segment.uuid,
                         .expected = "a history without holes"});
        }
        current = edit.after ? std::optional(contentOf(*edit.after)) : std::nullopt;
        const bool isCopy = current && !edit.before && !lineage.copiedFrom.empty() &&
                            lineage.copiedFrom.front().range == current->range;
        if (isCopy && lineage.copiedFrom.size() == 1) {
            const auto origin = replayOrigin(lineage, lineage.copiedFrom.front().role);
            if (origin) { // what the person copied is what the run computes
                current->className = origin->className;
                current->range = origin->range;
            }
        }
    }
    if (!current) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = lineage.edits.empty() ? "no edit of it is recorded"
                                                      : "its history ends with its deletion",
                     .place = lineage.segment.uuid,
                     .expected = "a segment that a person made"});
    }
    return *current;
}

} // namespace

Result<ReplayedSegment> replay(const Lineage &lineage)
{
    return lineage.segment.role == TrackRole::Manual ? replayEdits(lineage)
                                                     : replayOrigin(lineage, lineage.segment.role);
}

} // namespace core::edit
