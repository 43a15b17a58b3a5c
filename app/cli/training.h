#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/data/job_manifest.h"
#include "core/data/run_metrics.h"
#include "core/data/run_preparation.h"

#include "app/cli/command.h"
#include "app/cli/worker_run.h"

namespace app::cli {

// A training that a command starts: on a project (`talo train P.talo`, `talo demo`) or on files
// alone.

// What a training needs beside its data.
struct TrainingOptions
{
    std::string recipe = "fustal";        // name of a shipped recipe, or a file
    std::vector<std::string> assignments; // key=value, applied after the recipe
    std::optional<std::uint64_t> seed;
    std::string device; // empty: the recipe's
    std::string stages; // "generator,filter,student"; empty: the usual ones
    core::job::WorkerSetup worker;
};

// A run that is over.
struct TrainingReport
{
    std::string runName; // in the project; empty without one
    std::filesystem::path runFolder;
    core::data::RunMetrics metrics;
    double seconds = 0.0;                    // of this call
    std::optional<double> peakMemoryGib;     // of the worker
    std::optional<double> peakCardMemoryGib; // on a CUDA card
    std::vector<std::string> warnings;
};

// The resolved configuration that recipe, assignments, seed and device make.
core::base::Result<core::model::RunConfig> resolveConfig(const TrainingOptions &options);

// Makes the run folder, runs its stages in a worker and reads what they are worth.
core::base::Result<TrainingReport> trainFromManifest(core::data::JobManifest manifest,
                                                     const core::data::RunInputs &inputs,
                                                     const TrainingOptions &options,
                                                     const GlobalOptions &global,
                                                     const core::base::CancelToken &cancel);

// Goes on with the run in a folder. Stages that are named replace those of its job.json.
core::base::Result<TrainingReport> resumeTraining(const std::filesystem::path &runFolder,
                                                  const TrainingOptions &options,
                                                  const GlobalOptions &global,
                                                  const core::base::CancelToken &cancel);

// A result of `talo train` for people (a table) or as JSON.
void printReport(const TrainingReport &report, const GlobalOptions &global);

} // namespace app::cli
