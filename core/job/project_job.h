#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/ipc/job_client.h"
#include "core/job/run_plan.h"
#include "core/job/worker_setup.h"

namespace core::job {

// A training run of a project in a worker, from its plan to its results in the project. Blocking,
// for a thread of its own; talo and the studio run the same.

struct JobSetup
{
    std::filesystem::path project;
    // Write, each time only while something is written, so that others may work on the project
    // meanwhile; WriteBeside in the program that has it open.
    edit::Access access = edit::Access::Write;
    // Takes results over whenever a stage ends, not only after the last one.
    bool takesStages = false;
    WorkerSetup worker = {};
    ipc::JobLimits limits = {};
    base::CancelToken cancel = {};
    base::CancelToken kill = {};   // ends the worker at once
    base::CancelToken detach = {}; // lets the worker go on without this program
};

// What happens meanwhile, on the thread of the job. Functions may be empty.
struct JobListener
{
    // The run is in the project; its folder and job.json follow.
    std::function<void(const model::Run &run, const std::filesystem::path &folder)> planned = {};
    std::function<void(std::int64_t pid)> started = {}; // the worker
    ipc::MessageSink message = {};
    std::function<void(data::TrainingStage stage)> taken = {}; // its results are in the project
};

// How a run ended that was recorded in the project.
struct JobOutcome
{
    model::Run run = {}; // as it is in the project now
    std::filesystem::path folder = {};
    bool isDetached = false;
    std::optional<base::Error> error = {}; // why it is not finished
    std::vector<std::string> warnings = {};
};

// An error means that no run began (or, at the end, that its results could not be taken over: the
// sentence says so and they stay in the run folder); how a run failed is in the outcome. A worker
// that died leaves the run interrupted.
base::Result<JobOutcome> trainProject(const JobSetup &setup, const RunRequest &request,
                                      const JobListener &listener);
// Goes on with a run that was stopped, from its last resume point; with `stages`, those instead of
// the ones in its job.json.
base::Result<JobOutcome> resumeRun(const JobSetup &setup, const std::string &runName,
                                   const std::vector<data::TrainingStage> &stages,
                                   const JobListener &listener);
// Watches a run whose worker was left alone, or takes over what it brought since.
base::Result<JobOutcome> attachToRun(const JobSetup &setup, const std::string &runName,
                                     const JobListener &listener);

// Runs of the project that attachToRun() is for, oldest first: a worker of this machine still works
// on them, or its events.jsonl says that it ended and nobody took notice.
base::Result<std::vector<model::Run>> runsToAttach(const edit::ProjectSession &session);

} // namespace core::job
