#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/job_manifest.h"
#include "core/data/run_preparation.h"
#include "core/edit/project_session.h"
#include "core/edit/training_input.h"
#include "core/model/run.h"
#include "core/model/run_config.h"

namespace core::job {

// What a person asks for when starting a training run on a project.
struct RunRequest
{
    std::string recipe = "fustal"; // as it was named
    model::RunConfig config = {};  // resolved: recipe, changed settings, seed, device
    // Empty: all of them, or the student alone where the label set brings pseudo-labels with it.
    std::vector<data::TrainingStage> stages = {};
    edit::TrainingInputOptions input = {}; // features and label set
    // The run or import whose results a stage reads where the one before it does not run; empty:
    // the newest.
    std::string source = {};
    std::string device = {};              // as it was named
    std::filesystem::path runFolder = {}; // empty: beside the project
};

// A run with its row in the project, ready for prepareRun().
struct RunPlan
{
    model::Run run = {};
    data::JobManifest manifest = {};
    data::RunInputs inputs = {};
    std::vector<std::string> warnings = {};
};

// Collects what a run reads and records in the project that it begins. Errors name what to import.
// With kCurrentLabels a label set is taken. Blocking.
base::Result<RunPlan> planRun(edit::ProjectSession &session, const RunRequest &request);

// Writes the run folder: inputs and job.json. Reads every input once; blocking.
base::Result<void> prepareRun(RunPlan &plan);

} // namespace core::job
