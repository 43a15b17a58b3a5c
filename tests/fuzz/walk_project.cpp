#include "tests/fuzz/walk_project.h"

#include "core/edit/collect.h"
#include "core/edit/correct_once.h"
#include "core/edit/curves.h"
#include "core/edit/doctor_input.h"
#include "core/edit/effort.h"
#include "core/edit/evidence.h"
#include "core/edit/filter_run.h"
#include "core/edit/fix_first_input.h"
#include "core/edit/label_sets.h"
#include "core/edit/ledger.h"
#include "core/edit/lineage.h"
#include "core/edit/project_session.h"
#include "core/edit/restore.h"
#include "core/edit/stage_survey.h"
#include "core/edit/track_comparison.h"
#include "core/edit/training_input.h"

namespace fuzz {

using namespace core;

namespace {

void readTrack(edit::ProjectSession &session, const model::Track &track)
{
    std::ignore = edit::readGeneratorOutput(session, track);
    const auto segments = session.document().segments(track.id);
    if (!segments || segments->empty()) {
        return;
    }
    const std::string uuid = segments->front().uuid;
    if (const auto lineage = edit::lineageOf(session, uuid)) {
        std::ignore = edit::replay(*lineage);
    }
    std::ignore = edit::findSameErrors(session, uuid);
    std::ignore = edit::compareTrack(session, track.role, track.name);
}

void readAll(edit::ProjectSession &session)
{
    for (const model::Track &track : std::vector(session.document().tracks())) {
        readTrack(session, track);
    }
    std::ignore = edit::collectGroundTruth(session);
    std::ignore = edit::filterInput(session);
    std::ignore = edit::fixFirstInput(session);
    std::ignore = edit::surveyStages(session, {});
    std::ignore = edit::doctorInput(session, false);
    if (const auto effort = edit::readEffort(session)) {
        std::ignore = edit::effortCsv(*effort);
    }
    std::ignore = edit::readLedger(session);
    for (const model::Video &video : session.document().videos()) {
        for (const model::ActionClass &actionClass : session.document().classes()) {
            std::ignore = edit::boundaryEvidence(session, video.id, actionClass.id);
        }
    }
    std::ignore = edit::currentLabels(session);
    std::ignore = edit::buildTrainingInput(session, {});
    std::ignore = edit::editToRestore(session, 1);
}

void change(edit::Document &document)
{
    std::ignore = document.undo();
    std::ignore = document.undo();
    std::ignore = document.redo();
    for (const model::Track &track : std::vector(document.tracks())) {
        const auto segments = document.segments(track.id);
        if (!segments || segments->empty()) {
            continue;
        }
        const model::Segment first = segments->front();
        const base::TimeUs middle = first.range.startUs / 2 + first.range.endUs / 2;
        std::ignore = document.apply({edit::AcceptSegment{.uuid = first.uuid}});
        std::ignore = document.apply({edit::SplitSegment{.uuid = first.uuid, .atUs = middle}});
        std::ignore = document.apply(
            {edit::MoveSegment{.uuid = first.uuid, .range = {first.range.startUs, middle}}});
        std::ignore = document.undo();
    }
    std::ignore = document.reload();
}

} // namespace

void walkProject(const std::filesystem::path &project)
{
    auto session = edit::ProjectSession::open(project, edit::Access::Write, "fuzz");
    if (session) {
        readAll(*session);
        change(session->document());
    }
}

} // namespace fuzz
