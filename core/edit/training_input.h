#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/model/run.h"
#include "core/model/training_set.h"

namespace core::edit {

class ProjectSession;

// The label set that stands for the project as it is now: a snapshot is taken, or the one with the
// same content is used again.
inline constexpr const char *kCurrentLabels = "current";

// Which of the project's features and corrections a run reads.
struct TrainingInputOptions
{
    // Names of feature sets. Empty: the only one of the project (the student's: the generator's).
    std::string generatorFeatures = {};
    std::string studentFeatures = {};
    // Name, uuid or hash (or the beginning of one) of a label set, or kCurrentLabels. Empty: train
    // without corrections.
    std::string labelSet = {};
};

// What a run reads from a project. Times are seconds; class indices follow `set.classes`.
struct TrainingInput
{
    model::TrainingSet set = {}; // videos in the order of the project; paths are absolute
    model::GroundTruth testGroundTruth =
        {}; // of the test split, without videos where there is none
    // From the label set; empty without one. Videos without corrections that are not done are left
    // out.
    std::vector<model::CorrectedVideo> corrections = {};
    // The pseudo-labels of the label set that people left as they are, videos of the training split
    // only; none without a label set, or where it started from no pseudo-labels.
    std::optional<model::DetectionSet> pseudoLabels = {};
    // What to record as the run's inputs: feature sets, ground truth, weak labels, label set, each
    // with the hash of its content.
    std::vector<model::RunInput> inputs = {};
};

// Collects the input of a training run. The training split follows from the split files that were
// imported, else from the subsets' names. Errors (all of them name what to import): no feature set,
// or several and none named; no video of the training split has features; a training video without
// weak labels; no such label set. Training videos without features are left out with a warning in
// `warnings`; test videos too. Blocking. With kCurrentLabels the session must be writable.
base::Result<TrainingInput> buildTrainingInput(ProjectSession &session,
                                               const TrainingInputOptions &options,
                                               std::vector<std::string> *warnings = nullptr);

} // namespace core::edit
