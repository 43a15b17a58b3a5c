#pragma once

#include <filesystem>
#include <string>

#include "core/base/cancel.h"
#include "core/base/result.h"

#include "app/cli/command.h"
#include "app/cli/training.h"

namespace app::cli {

// Where a training on a project takes its data from; empty names mean the only or newest one.
struct ProjectTrainingOptions
{
    TrainingOptions training;
    std::string labelSet;          // correct with these labels
    std::string generatorFeatures; // feature sets
    std::string studentFeatures;
    std::filesystem::path runFolder; // empty: beside the project
};

// Trains on a project and brings the results into it, in one transaction. The project is open only
// before and after: others may work on it meanwhile. Stages that were not named are all of them, or
// the student alone where the label set brings pseudo-labels with it.
core::base::Result<TrainingReport> trainProject(const std::filesystem::path &project,
                                                const ProjectTrainingOptions &options,
                                                const GlobalOptions &global,
                                                const core::base::CancelToken &cancel);

// Goes on with a run of the project that was stopped.
core::base::Result<TrainingReport> resumeProjectRun(const std::filesystem::path &project,
                                                    const std::string &runName,
                                                    const ProjectTrainingOptions &options,
                                                    const GlobalOptions &global,
                                                    const core::base::CancelToken &cancel);

} // namespace app::cli
