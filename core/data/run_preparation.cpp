#include "core/data/run_preparation.h"

#include <system_error>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/run_folder.h"

namespace core::data {

namespace {

using base::Result;

Result<void> writeInputs(JobManifest &manifest, const RunInputs &inputs)
{
    const std::filesystem::path folder = manifest.runFolder / kInputsFolder;
    TRY(base::makeFolder(folder));
    const auto writeTruth = [&](const std::optional<model::GroundTruth> &truth, const char *name,
                                std::filesystem::path &path) -> Result<void> {
        if (truth && !truth->videos.empty()) {
            path = folder / name;
            TRY(writeAnnotationJson(path, *truth, AnnotationForm::ActivityNet));
        }
        return {};
    };
    const auto writeDetections = [&](const std::optional<model::DetectionSet> &detections,
                                     const char *name,
                                     std::filesystem::path &path) -> Result<void> {
        if (detections) {
            path = folder / name;
            TRY(writeDetectionJson(path, *detections, DetectionForm::ActivityNet));
        }
        return {};
    };
    TRY(writeTruth(inputs.testTruth, "test_ground_truth.json", manifest.testGroundTruth));
    TRY(writeTruth(inputs.trainingTruth, "training_ground_truth.json",
                   manifest.trainingGroundTruth));
    TRY(writeDetections(inputs.proposals, "proposals.json", manifest.proposals));
    return writeDetections(inputs.pseudoLabels, "pseudo_labels.json", manifest.pseudoLabels);
}

Result<void> fillFolder(JobManifest &manifest, const RunInputs &inputs)
{
    TRY(writeInputs(manifest, inputs));
    TRY(hashInputs(manifest));
    return writeJobManifest(manifest.runFolder / kJobFile, manifest);
}

} // namespace

Result<void> prepareRunFolder(JobManifest &manifest, const RunInputs &inputs)
{
    std::error_code ignored;
    if (std::filesystem::exists(manifest.runFolder / kJobFile, ignored)) {
        return base::fail({.code = base::ErrorCode::Conflict,
                           .problem = "holds a run already",
                           .file = manifest.runFolder.string(),
                           .expected = "a new folder, or --resume to go on with that run"});
    }
    const bool isNew = !std::filesystem::exists(manifest.runFolder, ignored);
    TRY(base::makeFolder(manifest.runFolder));
    Result<void> filled = fillFolder(manifest, inputs);
    if (!filled && isNew) {
        std::filesystem::remove_all(manifest.runFolder, ignored);
    }
    return filled;
}

} // namespace core::data
