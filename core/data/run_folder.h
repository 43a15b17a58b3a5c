#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/job_manifest.h"

namespace core::data {

// What lies where in a run folder:
//   job.json  events.jsonl  worker.log  metrics.json  inputs/…
//   stage1/   checkpoint.pt  curves/VIDEO.npy  curves/index.json  proposals.json, and
//             proposals_before_nms.json where filter.density_stage asks for it
//   stage2/   pseudo_labels.json  filter_decisions.json
//   stage3/   checkpoint.pt  predictions.json
inline constexpr const char *kJobFile = "job.json";
inline constexpr const char *kEventsFile = "events.jsonl";
inline constexpr const char *kWorkerLogFile = "worker.log";
inline constexpr const char *kMetricsFile = "metrics.json";
inline constexpr const char *kInputsFolder = "inputs";
inline constexpr const char *kBeforeNmsFile = "proposals_before_nms.json";

// stage1/, stage2/ or stage3/ of a run.
std::filesystem::path stageFolder(const std::filesystem::path &runFolder, TrainingStage stage);
// The detections that a stage hands on: proposals.json, pseudo_labels.json or predictions.json.
std::filesystem::path stageResult(const std::filesystem::path &runFolder, TrainingStage stage);

// A file of a run; a folder has no hash.
struct RunArtifact
{
    std::string kind;
    std::string path; // relative to the run folder
    std::string hash; // base::hashFile

    bool operator==(const RunArtifact &) const = default;
};

// How far a stage is, in its folder's stage.json. The key identifies everything that the results
// depend on; results under another key are worthless.
struct StageRecord
{
    std::string key;
    bool isComplete = false;
    std::vector<RunArtifact> artifacts; // of a complete stage

    bool operator==(const StageRecord &) const = default;
};

// Nothing where the folder has none or an unreadable one: the stage then starts afresh.
std::optional<StageRecord> readStageRecord(const std::filesystem::path &folder);
base::Result<void> writeStageRecord(const std::filesystem::path &folder, const StageRecord &record);

} // namespace core::data
