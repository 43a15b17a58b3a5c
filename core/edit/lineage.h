#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/segment.h"
#include "core/model/track.h"
#include "core/store/revision_store.h"
#include "core/tal/proposal_origin.h"
#include "core/tal/pseudo_filter.h"

namespace core::edit {

// Why a segment exists and what came of it, from stored data: curve, threshold, proposal, votes,
// rules, label, what a student made of it, edits. Nothing is kept for it: every link is found again
// in the tracks, the curves and configuration of the run, and the history.

// A segment of the chain.
struct LineageSegment
{
    std::string uuid = {};
    std::string video = {};
    model::TrackRole role = model::TrackRole::Manual;
    std::string track = {};     // its run or import
    std::string className = {}; // key; empty: ambiguous
    base::TimeRange range = {};
    std::optional<double> score = {};
    model::SegmentState state = model::SegmentState::Draft;
    std::string note = {};
};

// A segment beside another one of the chain.
struct LineageOverlap
{
    LineageSegment segment = {};
    double tiou = 0.0;
};

// Where a score curve made the proposal.
struct LineageCurve
{
    std::int64_t trackId = 0; // of the curve, for readCurves()
    int channel = 0;          // of the class in it
    tal::ProposalOrigin origin = {};
};

// What the filter found about the proposal.
struct LineageFilter
{
    bool isKept = false;
    bool isRescued = false;                  // kept as its video's best although a rule rejects it
    double density = 0.0;                    // sum of the votes, or the mean of the three largest
    std::vector<tal::RuleCheck> rules = {};  // each with value and limit
    std::vector<LineageOverlap> voters = {}; // what the density counts, by tIoU
};

// One change of the segment's row.
struct LineageEdit
{
    store::Revision revision = {};
    std::optional<LineageSegment> before = {}; // none: added
    std::optional<LineageSegment> after = {};  // none: removed
};

// Where a segment comes from and what became of it, as far as the project and its run folders tell.
struct Lineage
{
    LineageSegment segment = {};
    std::vector<LineageSegment> copiedFrom = {}; // nearest first; of a segment that a person made
    std::optional<LineageSegment> pseudoLabel = {};
    std::optional<LineageSegment> proposal = {}; // that the pseudo-label was
    std::optional<LineageCurve> curve = {};
    std::optional<LineageFilter> filter = {};
    // Predictions of its class that overlap it, of students that learned from the pseudo-label or
    // the correction; of a prediction: the pseudo-labels of its run that it overlaps. By tIoU.
    std::vector<LineageOverlap> taught = {};
    std::vector<LineageOverlap> teachers = {};
    std::vector<LineageEdit> edits = {}; // oldest first
    std::vector<std::string> gaps = {};  // what is not known, and why; sentences without full stop
};

// The chain of a segment of any track. Errors: NotFound for an unknown uuid, a damaged project. A
// link that cannot be found (the run's files are gone, the proposals were imported) is a gap.
// Blocking; some 10 ms.
base::Result<Lineage> lineageOf(const ProjectSession &session, const std::string &uuid);

// A segment computed again from its chain alone.
struct ReplayedSegment
{
    std::string className = {};
    base::TimeRange range = {};
    std::optional<double> score = {};
    model::SegmentState state = model::SegmentState::Draft;
};

// Computes the segment again: proposals from curve and threshold, pseudo-labels by the filter's
// rules besides, a person's segments by applying their edits to what they were copied from. Errors:
// Unsupported where a link is missing, and for predictions, which need the network; Conflict where
// the history does not lead from one edit to the next. Pure.
base::Result<ReplayedSegment> replay(const Lineage &lineage);

} // namespace core::edit
