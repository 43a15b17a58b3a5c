#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"
#include "core/model/run.h"

namespace core::edit {

// A detection that the filter refused, with its reason in a few words.
struct RejectedDetection
{
    std::string video = {};
    model::Detection detection = {}; // class index of RunResults::pseudoLabels
    std::string reason = {};
};

// One file of a run.
struct RunFile
{
    std::string kind = {};           // "checkpoint", "curve", "proposals", "metrics", "log", …
    std::filesystem::path path = {}; // absolute, or relative to the run's folder
    std::string video = {};          // of a curve
    std::string metaJson = "{}";
};

// What a run brings home. Sets that a run did not write are none.
struct RunResults
{
    std::optional<model::DetectionSet> proposals = {};
    std::optional<model::DetectionSet> pseudoLabels = {}; // the kept ones
    std::vector<RejectedDetection> rejected = {};
    std::optional<model::DetectionSet> predictions = {};
    std::vector<model::Metric> metrics = {};
    std::vector<RunFile> files = {};
};

// Records that a run starts: uuid, name ("train-3" when empty), start, folder, process and machine
// are filled in where empty. From now on it is listed as running, and as interrupted if this
// program dies.
base::Result<model::Run> beginRun(ProjectSession &session, model::Run run,
                                  const std::vector<model::RunInput> &inputs);

// Records that a run which was stopped goes on, watched by this program. Conflict where it is
// finished or still runs.
base::Result<model::Run> resumeRun(ProjectSession &session, model::Run run);

// Records a change of a run that goes on: its process, its device.
base::Result<void> updateRun(ProjectSession &session, const model::Run &run);

// Ends a run (run.status, run.errorJson, run.device) and takes over what it brought, which appears
// in one moment, after a backup; who edits meanwhile waits for some hundredths of a second at most:
// proposals, pseudo-labels (with the refused ones as rejected segments that carry the reason),
// predictions and curves as locked tracks named after the run; metrics; files with their hashes.
// What takeResults() brought before stays unless the run computed it anew. Detections shorter than
// a microsecond are left out with a warning. Returns warnings.
base::Result<std::vector<std::string>> finishRun(ProjectSession &session, const model::Run &run,
                                                 const RunResults &results);

// Takes over what a run that still goes on has brought so far, as finishRun() does, which then
// takes the rest. The run's row stays as it is.
base::Result<std::vector<std::string>> takeResults(ProjectSession &session, const model::Run &run,
                                                   const RunResults &results);

// Gives a run another name. Conflict where it is taken, Usage where it is empty.
base::Result<void> renameRun(ProjectSession &session, const model::Run &run,
                             const std::string &name);
// Removes a run with its tracks, metrics and artifacts from the project; its files stay. Conflict
// where it runs, or where people's labels were made from its segments.
base::Result<void> deleteRun(ProjectSession &session, const model::Run &run);

// The run with this name or uuid; NotFound where there is none.
base::Result<model::Run> findRun(const ProjectSession &session, const std::string &nameOrUuid);

} // namespace core::edit
