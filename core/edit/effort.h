#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/effort_input.h"
#include "core/edit/project_session.h"

namespace core::edit {

// What correcting labels costs, from the history and the keys and clicks that the studio counted,
// so that the same project always gives the same figures. A segment is assisted where it began as a
// copy of a proposal, a pseudo-label or a prediction, and manual where a person drew it.

struct EffortOptions
{
    double longestPauseS = 60.0; // a longer gap between two edits is not work
};

// What labels of one kind, or all, have cost.
struct EffortFigures
{
    std::size_t accepted = 0; // segments of people's tracks that stand and are not rejected
    std::size_t rejected = 0; // segments that people found wrong
    std::size_t edits = 0;    // those of one gesture count once
    std::size_t undone = 0;   // undo and redo
    double seconds = 0.0;     // since the edit before, where that is no pause
    InputCount input = {};    // in the studio, since the edit before

    double keysPerSegment() const;  // 0 where nothing was accepted
    double editsPerSegment() const; // 0 where nothing was accepted
    double secondsPerSegment() const;
    bool operator==(const EffortFigures &) const = default;
};

// What the corrections of a project cost, with and without the help of what a model proposed.
struct Effort
{
    EffortFigures assisted = {};
    EffortFigures manual = {};
    EffortFigures total = {}; // with the keys of no edit
    bool hasInput = false;    // the studio counted keys and clicks
    std::size_t sessions = 0; // stretches of work without a pause

    bool operator==(const Effort &) const = default;
};

// One edit of the history.
struct EffortStep
{
    std::int64_t revision = 0;
    double timeS = 0.0; // of the history's clock
    std::string gesture = {};
    bool isUndo = false;     // or a redo
    bool isAssisted = false; // it touched a copy, or rejected a proposal
    std::string video = {};
    std::string label = {}; // what was done, as the history says
    InputCount input = {};  // since the step before
};

// The steps and what they add up to.
struct EffortLog
{
    std::vector<EffortStep> steps = {};          // oldest first
    std::map<std::string, InputCount> idle = {}; // by video: keys and clicks of no edit
    Effort effort = {};
};

// Blocking. Time stamps have milliseconds.
base::Result<EffortLog> readEffort(const ProjectSession &session,
                                   const EffortOptions &options = {});

// A table for a paper's supplement: one line a step, header
// "revision,time_s,seconds,kind,undo,keys,clicks,video,what"; then, of revision 0, a line a video
// with the keys and clicks of no edit.
std::string effortCsv(const EffortLog &log, const EffortOptions &options = {});

} // namespace core::edit
