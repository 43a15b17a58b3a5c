#include "core/data/job_manifest.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/run_config_json.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<std::pair<TrainingStage, const char *>, 3> kStages = {
    {{TrainingStage::Generator, "generator"},
     {TrainingStage::Filter, "filter"},
     {TrainingStage::Student, "student"}}};

Json gridJson(const model::FeatureGrid &grid)
{
    return {{"sample_fps", grid.sampleFps},
            {"window_frames", grid.windowFrames},
            {"stride_frames", grid.strideFrames},
            {"dim", grid.dim}};
}

Json sourceJson(const model::FeatureSource &source)
{
    Json parts = Json::array();
    for (const std::filesystem::path &part : source.parts) {
        parts.push_back(part.string());
    }
    return {{"parts", std::move(parts)}, {"transposed", source.isTransposed}};
}

Json classNames(const std::vector<int> &indices, const std::vector<std::string> &classes)
{
    Json names = Json::array();
    for (const int index : indices) {
        names.push_back(classes[static_cast<std::size_t>(index)]);
    }
    return names;
}

Json videoJson(const model::TrainingVideo &video, const std::vector<std::string> &classes)
{
    Json object = {{"name", video.name},
                   {"training", video.isTraining},
                   {"weak_labels", classNames(video.weakLabels, classes)},
                   {"fps", video.fps}};
    object["duration_s"] = video.durationS ? Json(*video.durationS) : Json(nullptr);
    object["generator_features"] = sourceJson(video.generatorFeatures);
    object["student_features"] = sourceJson(video.studentFeatures);
    return object;
}

Json correctionJson(const model::CorrectedVideo &corrected, const std::vector<std::string> &classes)
{
    Json segments = Json::array();
    for (const model::Instance &segment : corrected.segments) {
        segments.push_back({{"class", classes[static_cast<std::size_t>(segment.classIndex)]},
                            {"start", segment.start},
                            {"end", segment.end}});
    }
    return {
        {"video", corrected.video}, {"done", corrected.isDone}, {"segments", std::move(segments)}};
}

Json correctionsJson(const std::vector<model::CorrectedVideo> &videos,
                     const std::vector<std::string> &classes)
{
    Json list = Json::array();
    for (const model::CorrectedVideo &video : videos) {
        list.push_back(correctionJson(video, classes));
    }
    return list;
}

Json pathOrNull(const std::filesystem::path &path)
{
    return path.empty() ? Json(nullptr) : Json(path.string());
}

std::set<std::filesystem::path> namedFiles(const JobManifest &manifest)
{
    std::set<std::filesystem::path> files;
    for (const model::TrainingVideo &video : manifest.set.videos) {
        files.insert(video.generatorFeatures.parts.begin(), video.generatorFeatures.parts.end());
        files.insert(video.studentFeatures.parts.begin(), video.studentFeatures.parts.end());
    }
    for (const std::filesystem::path &path :
         {manifest.testGroundTruth, manifest.trainingGroundTruth, manifest.proposals,
          manifest.pseudoLabels}) {
        if (!path.empty()) {
            files.insert(path);
        }
    }
    return files;
}

} // namespace

const char *trainingStageName(TrainingStage stage)
{
    return kStages[static_cast<std::size_t>(stage)].second;
}

Result<std::vector<TrainingStage>> parseTrainingStages(std::string_view text)
{
    std::set<TrainingStage> stages;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        const std::string_view name = text.substr(start, end - start);
        const auto known = std::find_if(kStages.begin(), kStages.end(),
                                        [&](const auto &row) { return name == row.second; });
        if (known == kStages.end() || !stages.insert(known->first).second) {
            return fail({.code = ErrorCode::Usage,
                         .problem = known == kStages.end()
                                        ? fmt::format("there is no stage '{}'", name)
                                        : fmt::format("stage '{}' is named twice", name),
                         .expected = "some of generator, filter, student, separated by commas"});
        }
        start = end + 1;
    }
    return std::vector<TrainingStage>(stages.begin(), stages.end());
}

Result<void> hashInputs(JobManifest &manifest)
{
    manifest.inputs.clear();
    for (const std::filesystem::path &path : namedFiles(manifest)) {
        std::string hash = TRY(base::hashFile(path));
        manifest.inputs.push_back({path, std::move(hash)});
    }
    return {};
}

Result<void> verifyInputs(const JobManifest &manifest)
{
    for (const JobInput &input : manifest.inputs) {
        if (TRY(base::hashFile(input.path)) != input.hash) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = "has changed since the job was made",
                         .file = input.path.string(),
                         .expected = "the file as it was; start a new run for the new one"});
        }
    }
    return {};
}

std::string jobManifestText(const JobManifest &manifest)
{
    Json object = {{"taloscope_job", kJobManifestVersion},
                   {"id", manifest.id},
                   {"recipe", manifest.recipe},
                   {"code_version", manifest.codeVersion},
                   {"seed", manifest.config.seed},
                   {"run_folder", manifest.runFolder.string()}};
    for (const TrainingStage stage : manifest.stages) {
        object["stages"].push_back(trainingStageName(stage));
    }
    object["config"] = runConfigJson(manifest.config);
    object["classes"] = manifest.set.classes;
    object["generator_grid"] = gridJson(manifest.set.generatorGrid);
    object["student_grid"] = gridJson(manifest.set.studentGrid);
    object["videos"] = Json::array();
    for (const model::TrainingVideo &video : manifest.set.videos) {
        object["videos"].push_back(videoJson(video, manifest.set.classes));
    }
    object["test_ground_truth"] = pathOrNull(manifest.testGroundTruth);
    object["training_ground_truth"] = pathOrNull(manifest.trainingGroundTruth);
    object["proposals"] = pathOrNull(manifest.proposals);
    object["pseudo_labels"] = pathOrNull(manifest.pseudoLabels);
    object["corrections"] = correctionsJson(manifest.corrections, manifest.set.classes);
    if (!manifest.rejections.empty()) {
        object["rejections"] = correctionsJson(manifest.rejections, manifest.set.classes);
    }
    object["inputs"] = Json::array();
    for (const JobInput &input : manifest.inputs) {
        object["inputs"].push_back({{"path", input.path.string()}, {"hash", input.hash}});
    }
    return object.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Result<void> writeJobManifest(const std::filesystem::path &path, const JobManifest &manifest)
{
    return base::writeFileAtomically(path, jobManifestText(manifest));
}

} // namespace core::data
