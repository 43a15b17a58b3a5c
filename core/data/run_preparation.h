#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/data/job_manifest.h"
#include "core/model/annotation.h"

namespace core::data {

// What a job reads beside features and was not in a file of its own before.
struct RunInputs
{
    std::optional<model::GroundTruth> testTruth;
    std::optional<model::GroundTruth> trainingTruth;
    std::optional<model::DetectionSet> proposals;
    std::optional<model::DetectionSet> pseudoLabels;
};

// Makes the run folder that the manifest names: the inputs as files below inputs/, then job.json
// with the hashes of everything. On success the manifest names those files. Conflict where the
// folder holds a run already. On failure a folder that was made here is removed. Blocking.
base::Result<void> prepareRunFolder(JobManifest &manifest, const RunInputs &inputs);

} // namespace core::data
