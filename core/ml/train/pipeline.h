#pragma once

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/data/job_manifest.h"
#include "core/ml/runtime/ranks.h"
#include "core/ml/train/job_reporter.h"

namespace core::ml {

// Runs the stages of a job in their order, hands each one's results to the next and writes
// metrics.json: all that taloscope-worker does for `run`.
//
// A stage whose results are there already, from the same configuration and inputs and with the
// hashes that were recorded, is passed over; a stage that was stopped goes on from its newest
// resume point; results of another configuration are thrown away. Results are always read back from
// the file they were written to, so that a resumed run and one that never stopped see the same
// numbers.
//
// `ranks`: the processes that train with this one (null: none); all call this with the same job and
// see the same run folder. The leader alone writes and reports; the others take part in the
// training of stages 1 and 3.
//
// Blocking for the length of the training. Cancelled where `cancel` was asked for.
base::Result<void> runPipeline(const data::JobManifest &manifest, JobReporter &reporter,
                               const base::CancelToken &cancel, const Ranks *ranks = nullptr);

} // namespace core::ml
