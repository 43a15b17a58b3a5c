#pragma once

#include <filesystem>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/ranks.h"
#include "core/ml/train/job_reporter.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/model/training_set.h"

namespace core::ml {

// What every stage works with. The stage writes only below `folder` (stage1/ or stage3/ of the run)
// and resumes by itself from the newest resume point it finds there.
struct StageContext
{
    const model::TrainingSet &set;
    const model::RunConfig &config;
    // Ground truth of the *test* split, for the mAP that is reported while training; may be null,
    // or hold videos without instances (a split whose annotations are kept secret).
    const model::GroundTruth *testGroundTruth = nullptr;
    std::filesystem::path folder;
    JobReporter &reporter;
    base::CancelToken cancel;
    // The processes that train with this one; null: none. Only the leader writes, reports and
    // evaluates; all must have the same set, configuration and resume point.
    const Ranks *ranks = nullptr;

    bool isLeader() const { return ranks == nullptr || ranks->isLeader(); }
    // Whether the ground truth of the test split has any instance to evaluate against.
    bool canEvaluate() const;
    // Where the stage computes. All processes call it, for they agree on how gradients travel.
    base::Result<ChosenDevice> device() const;
    // Threads inside an operation (0: all cores); processes of one machine divide its cores.
    int threads() const;
    // Before a step: whether to stop, on which all agree.
    base::Result<bool> mustStop() const
    {
        return ranks == nullptr ? cancel.isCancelled() : ranks->isAny(cancel.isCancelled());
    }
};

// Stage 1: trains the generator named by config.generator, writes checkpoint.pt, curves/ and
// proposals.json (both splits), and returns the proposals of all videos in the set's order; a
// process that does not lead takes part in the training alone and returns nothing.
base::Result<model::DetectionSet> runGeneratorStage(const StageContext &context);

// Stage 2: filters the proposals of the training videos; writes pseudo_labels.json and
// filter_decisions.json. `beforeNms`: what the density counts, with the same class list; null: the
// proposals themselves.
base::Result<model::DetectionSet> runFilterStage(const StageContext &context,
                                                 const model::DetectionSet &proposals,
                                                 const model::DetectionSet *beforeNms = nullptr);

// Stage 3: trains the student from pseudo-labels and corrections; writes checkpoint.pt and
// predictions.json, and returns the predictions of the test videos and of the training videos; a
// process that does not lead returns nothing.
base::Result<model::DetectionSet>
runStudentStage(const StageContext &context, const model::DetectionSet &pseudoLabels,
                const std::vector<model::CorrectedVideo> &corrections);

} // namespace core::ml
