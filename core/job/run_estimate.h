#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/ipc/protocol.h"
#include "core/job/run_plan.h"

namespace core::job {

// How long a run will take and what memory it needs, as far as earlier runs of the project tell.
struct RunEstimate
{
    std::optional<double> seconds = {}; // none: a stage of it was never measured
    std::optional<std::int64_t> memoryBytes = {};
    std::vector<std::string> sources = {}; // names of the runs that it was measured on
};

// What a phase of a run is expected to take.
struct PhaseTime
{
    std::string phase = {};             // as the worker calls it
    std::optional<double> seconds = {}; // none: it was never measured
};
// In the order in which they run.
using PhaseTimes = std::vector<PhaseTime>;

// For each stage, the newest finished run with the same generator and device that did it: its time
// a step, times the steps that are asked for now, longer or shorter as the batches are larger or
// smaller. Other settings (widths, lengths) are not weighed. The memory is the largest that those
// runs had. Reads the events of those runs; blocking.
base::Result<RunEstimate> estimateRun(const edit::ProjectSession &session,
                                      const model::RunConfig &config,
                                      const std::vector<data::TrainingStage> &stages);

// The same, phase by phase, for a run that begins.
base::Result<PhaseTimes> estimatePhases(const edit::ProjectSession &session,
                                        const model::RunConfig &config,
                                        const std::vector<data::TrainingStage> &stages);

// What is left of a run: of its phase, as the worker tells, and of those behind it as expected,
// corrected by how far the phase is from what was expected of it. None where a phase was never
// measured.
std::optional<double> remainingOfRun(const PhaseTimes &expected, const ipc::Progress &progress);

} // namespace core::job
