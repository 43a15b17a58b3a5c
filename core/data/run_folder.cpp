#include "core/data/run_folder.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/json_object.h"

namespace core::data {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *kRecordFile = "stage.json";

constexpr std::array<std::pair<const char *, const char *>, 3> kStageFiles = {
    {{"stage1", "proposals.json"},
     {"stage2", "pseudo_labels.json"},
     {"stage3", "predictions.json"}}};

} // namespace

std::filesystem::path stageFolder(const std::filesystem::path &runFolder, TrainingStage stage)
{
    return runFolder / kStageFiles[static_cast<std::size_t>(stage)].first;
}

std::filesystem::path stageResult(const std::filesystem::path &runFolder, TrainingStage stage)
{
    return stageFolder(runFolder, stage) / kStageFiles[static_cast<std::size_t>(stage)].second;
}

std::optional<StageRecord> readStageRecord(const std::filesystem::path &folder)
{
    const base::Result<std::string> text = base::readFile(folder / kRecordFile);
    if (!text) {
        return std::nullopt;
    }
    const Json document = Json::parse(*text, nullptr, false);
    std::optional<base::Error> error;
    JsonObject object(document, "", error);
    StageRecord record;
    record.key = object.text("key");
    record.isComplete = object.flag("complete");
    for (const Json &entry : object.list("artifacts")) {
        JsonObject artifact(entry, "artifacts", error);
        record.artifacts.push_back(
            {artifact.text("kind"), artifact.text("path"), artifact.text("hash")});
    }
    return error ? std::nullopt : std::optional(std::move(record));
}

base::Result<void> writeStageRecord(const std::filesystem::path &folder, const StageRecord &record)
{
    Json object = {{"key", record.key}, {"complete", record.isComplete}};
    object["artifacts"] = Json::array();
    for (const RunArtifact &artifact : record.artifacts) {
        object["artifacts"].push_back(
            {{"kind", artifact.kind}, {"path", artifact.path}, {"hash", artifact.hash}});
    }
    const std::string text = object.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
    return base::writeFileAtomically(folder / kRecordFile, text);
}

} // namespace core::data
