#include "core/edit/run_folder_results.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/detection_json.h"
#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"

namespace core::edit {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using data::TrainingStage;
using Json = nlohmann::json;

tl::unexpected<base::Error> damaged(const std::filesystem::path &path, std::string problem)
{
    return fail({.code = ErrorCode::BadFormat,
                 .problem = std::move(problem),
                 .file = path.string(),
                 .expected = "the file as the worker wrote it"});
}

// Reads a JSON file of the worker and hands it to `take`, whose exceptions (a field that is missing
// or of another kind) mean that the file is damaged.
template <typename Take>
Result<void> readJson(const std::filesystem::path &path, Take &&take)
{
    const std::string text = TRY(base::readFile(path));
    try {
        take(Json::parse(text));
    } catch (const Json::exception &exception) {
        return damaged(path, exception.what());
    }
    return {};
}

Result<void> readRejected(const std::filesystem::path &path,
                          const std::vector<std::string> &classes, RunResults &results)
{
    return readJson(path, [&](const Json &object) {
        for (const auto &[video, entry] : object.at("videos").items()) {
            for (const Json &proposal : entry.at("proposals")) {
                if (proposal.at("kept").get<bool>()) {
                    continue;
                }
                const auto label = std::find(classes.begin(), classes.end(),
                                             proposal.at("label").get<std::string>());
                if (label == classes.end()) {
                    continue;
                }
                const Json &segment = proposal.at("segment");
                results.rejected.push_back(
                    {.video = video,
                     .detection = {.classIndex = static_cast<int>(label - classes.begin()),
                                   .start = segment.at(0).get<double>(),
                                   .end = segment.at(1).get<double>(),
                                   .score = proposal.at("score").get<double>()},
                     .reason = proposal.at("reason").get<std::string>()});
            }
        }
    });
}

// One curve a video, with what is needed to draw it: classes, time grid, its attention.
Result<void> readCurves(const std::filesystem::path &folder, RunResults &results)
{
    return readJson(folder / "index.json", [&](const Json &index) {
        for (const Json &video : index.at("videos")) {
            const Json meta = {{"classes", index.at("classes")},
                               {"start_seconds", video.value("start_seconds", 0.0)},
                               {"seconds_per_snippet", video.at("seconds_per_snippet")},
                               {"snippets", video.at("snippets")},
                               {"actionness", video.at("actionness")},
                               {"video_scores", video.at("video_scores")}};
            results.files.push_back({.kind = "curve",
                                     .path = folder / video.at("cas").get<std::string>(),
                                     .video = video.at("video").get<std::string>(),
                                     .metaJson = meta.dump()});
        }
    });
}

Result<model::DetectionSet> readDetections(const std::filesystem::path &path,
                                           const std::vector<std::string> &classes)
{
    data::DetectionFile file = TRY(data::readDetectionJson(path, {.classes = classes}));
    return std::move(file.detections);
}

Result<void> readStage(const data::JobManifest &manifest, TrainingStage stage, RunResults &results)
{
    const std::filesystem::path folder = data::stageFolder(manifest.runFolder, stage);
    const std::optional<data::StageRecord> record = data::readStageRecord(folder);
    if (!record || !record->isComplete) {
        return {};
    }
    for (const data::RunArtifact &artifact : record->artifacts) {
        if (artifact.kind == "curves") {
            TRY(readCurves(manifest.runFolder / artifact.path, results));
        } else {
            results.files.push_back({.kind = artifact.kind, .path = artifact.path});
        }
    }
    const std::filesystem::path path = data::stageResult(manifest.runFolder, stage);
    model::DetectionSet detections = TRY(readDetections(path, manifest.set.classes));
    switch (stage) {
    case TrainingStage::Generator:
        results.proposals = std::move(detections);
        break;
    case TrainingStage::Filter:
        results.pseudoLabels = std::move(detections);
        return readRejected(folder / "filter_decisions.json", manifest.set.classes, results);
    case TrainingStage::Student:
        results.predictions = std::move(detections);
        break;
    }
    return {};
}

} // namespace

Result<RunResults> readRunFolder(const std::filesystem::path &runFolder)
{
    const data::JobManifest manifest = TRY(data::readJobManifest(runFolder / data::kJobFile));
    RunResults results;
    for (const TrainingStage stage :
         {TrainingStage::Generator, TrainingStage::Filter, TrainingStage::Student}) {
        TRY(readStage(manifest, stage, results));
    }
    for (const auto &[kind, name] :
         {std::pair("metrics", data::kMetricsFile), std::pair("log", data::kEventsFile),
          std::pair("job", data::kJobFile)}) {
        if (std::filesystem::is_regular_file(runFolder / name)) {
            results.files.push_back({.kind = kind, .path = name});
        }
    }
    return results;
}

} // namespace core::edit
