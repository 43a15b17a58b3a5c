#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/job_manifest.h"
#include "core/data/json_object.h"
#include "core/data/nearest_name.h"
#include "core/data/run_config_json.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

// Reads one document; the first error is kept in m_error and the rest goes on harmlessly.
class ManifestReader
{
public:
    explicit ManifestReader(const std::filesystem::path &folder)
        : m_folder(folder)
    {
    }

    Result<JobManifest> read(const Json &document)
    {
        JsonObject object(document, "", m_error);
        readHead(object);
        readClasses(object);
        readVideos(object);
        m_manifest.corrections = readCorrections(object, "corrections");
        if (document.contains("rejections")) {
            m_manifest.rejections = readCorrections(object, "rejections");
        }
        readInputs(object);
        object.refuseUnknown();
        if (m_error) {
            return fail(std::move(*m_error));
        }
        return std::move(m_manifest);
    }

private:
    void readHead(JsonObject &object)
    {
        if (object.integer("taloscope_job") != kJobManifestVersion) {
            object.refuse(ErrorCode::Unsupported, "taloscope_job", "is another version",
                          fmt::format("{}", kJobManifestVersion));
        }
        m_manifest.id = object.text("id");
        m_manifest.recipe = object.text("recipe");
        m_manifest.codeVersion = object.text("code_version");
        m_manifest.runFolder = absolute(object.text("run_folder"));
        readStages(object);
        const std::uint64_t seed = object.natural("seed");
        m_manifest.config = readRunConfig(object, "config");
        m_manifest.config.seed = seed;
        m_manifest.testGroundTruth = optionalPath(object, "test_ground_truth");
        m_manifest.trainingGroundTruth = optionalPath(object, "training_ground_truth");
        m_manifest.proposals = optionalPath(object, "proposals");
        m_manifest.pseudoLabels = optionalPath(object, "pseudo_labels");
        m_manifest.set.generatorGrid = readGrid(object.object("generator_grid"));
        m_manifest.set.studentGrid = readGrid(object.object("student_grid"));
        if (m_manifest.id.empty()) {
            object.refuse(ErrorCode::BadValue, "id", "is empty", "a text");
        }
    }

    void readStages(JsonObject &object)
    {
        std::string names;
        for (const Json &name : object.list("stages")) {
            names += names.empty() ? "" : ",";
            names += name.is_string() ? name.get<std::string>() : "";
        }
        Result<std::vector<TrainingStage>> stages = parseTrainingStages(names);
        if (stages) {
            m_manifest.stages = std::move(*stages);
        } else {
            object.refuse(ErrorCode::BadValue, "stages", stages.error().problem,
                          stages.error().expected);
        }
    }

    void readClasses(JsonObject &object)
    {
        for (const Json &entry : object.list("classes")) {
            const std::string name = entry.is_string() ? entry.get<std::string>() : "";
            if (name.empty() ||
                !m_classIndex.emplace(name, static_cast<int>(m_classIndex.size())).second) {
                object.refuse(ErrorCode::BadValue, "classes",
                              fmt::format("holds '{}', which is empty or occurs twice", name),
                              "distinct names");
            }
            m_manifest.set.classes.push_back(name);
        }
        if (m_manifest.set.classes.empty()) {
            object.refuse(ErrorCode::BadValue, "classes", "is empty", "at least one class");
        }
    }

    model::FeatureGrid readGrid(JsonObject object)
    {
        model::FeatureGrid grid;
        grid.sampleFps = object.number("sample_fps");
        grid.windowFrames = positive(object, "window_frames");
        grid.strideFrames = positive(object, "stride_frames");
        grid.dim = positive(object, "dim");
        if (!(grid.sampleFps >= 0.0) || !std::isfinite(grid.sampleFps)) {
            object.refuse(ErrorCode::BadValue, object.placeOf("sample_fps"), "is negative",
                          "frames a second, or 0 for each video's own");
        }
        object.refuseUnknown();
        return grid;
    }

    void readVideos(JsonObject &object)
    {
        const Json &list = object.list("videos");
        for (std::size_t i = 0; i < list.size(); ++i) {
            readVideo(JsonObject(list[i], fmt::format("videos[{}]", i), m_error));
        }
        if (list.empty()) {
            object.refuse(ErrorCode::BadValue, "videos", "is empty", "at least one video");
        }
    }

    void readVideo(JsonObject object)
    {
        model::TrainingVideo video;
        video.name = object.text("name");
        video.isTraining = object.flag("training");
        for (const Json &label : object.list("weak_labels")) {
            video.weakLabels.push_back(classIndex(
                object, "weak_labels", label.is_string() ? label.get<std::string>() : ""));
        }
        std::sort(video.weakLabels.begin(), video.weakLabels.end());
        video.fps = object.number("fps");
        video.durationS = object.optionalNumber("duration_s");
        video.generatorFeatures = readSource(object.object("generator_features"));
        video.studentFeatures = readSource(object.object("student_features"));
        object.refuseUnknown();

        const auto [known, isNew] = m_isTraining.emplace(video.name, video.isTraining);
        if (!isNew) {
            object.refuse(ErrorCode::Conflict, object.placeOf("name"),
                          known->second == video.isTraining
                              ? fmt::format("video '{}' occurs twice", video.name)
                              : fmt::format("video '{}' is in the training and in the test split",
                                            video.name),
                          "each video once");
        }
        if (video.isTraining && video.weakLabels.empty()) {
            object.refuse(ErrorCode::BadValue, object.placeOf("weak_labels"),
                          fmt::format("training video '{}' has no weak label", video.name),
                          "the classes that occur in it");
        }
        m_manifest.set.videos.push_back(std::move(video));
    }

    model::FeatureSource readSource(JsonObject object)
    {
        model::FeatureSource source;
        for (const Json &part : object.list("parts")) {
            source.parts.push_back(absolute(part.is_string() ? part.get<std::string>() : ""));
        }
        source.isTransposed = object.flag("transposed");
        object.refuseUnknown();
        return source;
    }

    std::vector<model::CorrectedVideo> readCorrections(JsonObject &object, const char *key)
    {
        std::vector<model::CorrectedVideo> videos;
        const Json &list = object.list(key);
        for (std::size_t i = 0; i < list.size(); ++i) {
            JsonObject entry(list[i], fmt::format("{}[{}]", key, i), m_error);
            model::CorrectedVideo corrected;
            corrected.video = entry.text("video");
            corrected.isDone = entry.flag("done");
            if (!m_isTraining.contains(corrected.video)) {
                entry.refuse(ErrorCode::NotFound, entry.placeOf("video"),
                             fmt::format("there is no video '{}'", corrected.video),
                             "a video of the job");
            }
            const Json &segments = entry.list("segments");
            for (std::size_t k = 0; k < segments.size(); ++k) {
                corrected.segments.push_back(readSegment(JsonObject(
                    segments[k], entry.placeOf(fmt::format("segments[{}]", k)), m_error)));
            }
            entry.refuseUnknown();
            videos.push_back(std::move(corrected));
        }
        return videos;
    }

    model::Instance readSegment(JsonObject object)
    {
        model::Instance segment;
        segment.classIndex = classIndex(object, "class", object.text("class"));
        segment.start = object.number("start");
        segment.end = object.number("end");
        if (!(segment.start >= 0.0 && segment.start < segment.end) || !std::isfinite(segment.end)) {
            object.refuse(
                ErrorCode::BadValue, object.placeOf("end"),
                fmt::format("the segment {} … {} is no interval", segment.start, segment.end),
                "seconds, start before end");
        }
        object.refuseUnknown();
        return segment;
    }

    void readInputs(JsonObject &object)
    {
        const Json &list = object.list("inputs");
        for (std::size_t i = 0; i < list.size(); ++i) {
            JsonObject entry(list[i], fmt::format("inputs[{}]", i), m_error);
            m_manifest.inputs.push_back({absolute(entry.text("path")), entry.text("hash")});
            entry.refuseUnknown();
        }
    }

    int classIndex(JsonObject &object, const char *key, const std::string &name)
    {
        const auto found = m_classIndex.find(name);
        if (found != m_classIndex.end()) {
            return found->second;
        }
        object.refuse(ErrorCode::NotFound, object.placeOf(key),
                      fmt::format("there is no class '{}'", name),
                      suggestion(name, m_manifest.set.classes));
        return 0;
    }

    int positive(JsonObject &object, const char *key)
    {
        constexpr std::int64_t kMost = 1 << 20;
        const std::int64_t value = object.integer(key);
        if (value < 1 || value > kMost) {
            object.refuse(ErrorCode::BadValue, object.placeOf(key), fmt::format("is {}", value),
                          fmt::format("1 to {}", kMost));
            return 1;
        }
        return static_cast<int>(value);
    }

    std::filesystem::path optionalPath(JsonObject &object, const char *key)
    {
        const std::optional<std::string> text = object.optionalText(key);
        return text ? absolute(*text) : std::filesystem::path();
    }

    std::filesystem::path absolute(const std::string &text) const
    {
        return (m_folder / text).lexically_normal();
    }

    const std::filesystem::path &m_folder;
    std::optional<base::Error> m_error;
    std::unordered_map<std::string, int> m_classIndex;
    std::unordered_map<std::string, bool> m_isTraining; // by video
    JobManifest m_manifest;
};

} // namespace

Result<JobManifest> readJobManifest(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    Result<JobManifest> manifest =
        parseJobManifest(text, std::filesystem::absolute(path).parent_path());
    if (!manifest) {
        return fail(std::move(manifest).error().in(path.string()));
    }
    return manifest;
}

Result<JobManifest> parseJobManifest(std::string_view text, const std::filesystem::path &folder)
{
    const Json document = Json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "is not valid JSON",
                     .expected = "a job.json as talo writes it"});
    }
    return ManifestReader(folder).read(document);
}

} // namespace core::data
