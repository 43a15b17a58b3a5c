#include "core/edit/curves.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/npy_file.h"

namespace core::edit {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::json;

namespace {

// What the run recorded beside the file.
struct CurveMeta
{
    std::vector<std::string> classes;
    double startSeconds = 0.0; // runs of earlier versions do not tell it
    double secondsPerSnippet = 0.0;
    std::string actionness; // file name, empty: none
};

Result<CurveMeta> parseMeta(const std::string &text)
{
    const Json json = Json::parse(text, nullptr, false);
    try {
        CurveMeta meta{.classes = json.at("classes").get<std::vector<std::string>>(),
                       .startSeconds = json.value("start_seconds", 0.0),
                       .secondsPerSnippet = json.at("seconds_per_snippet").get<double>(),
                       .actionness = json.value("actionness", std::string())};
        if (meta.secondsPerSnippet > 0.0) {
            return meta;
        }
    } catch (const Json::exception &) {
    }
    return fail({.code = ErrorCode::BadFormat,
                 .problem = "the project does not say how the curve lies on the video",
                 .expected = "classes and seconds_per_snippet of the artifact"});
}

Result<std::filesystem::path> fileOf(const ProjectSession &session, const model::Track &track,
                                     std::string &metaJson)
{
    const std::optional<store::PlacedArtifact> file =
        track.artifactId ? TRY(session.runs().artifact(*track.artifactId)) : std::nullopt;
    if (file) {
        metaJson = file->artifact.metaJson;
        return session.folder() / file->runFolder / file->artifact.path;
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = "the project knows no file of the curve '" + track.name + "'",
                 .file = session.path().string()});
}

// What index.json in the folder of curves says about one video.
Result<GeneratorOutput> parseIndex(const Json &index, const std::string &video,
                                   std::string &casFile, std::string &actionnessFile)
{
    try {
        for (const Json &entry : index.at("videos")) {
            if (entry.at("video").get<std::string>() != video) {
                continue;
            }
            const Json &grid = index.at("grid");
            casFile = entry.at("cas").get<std::string>();
            actionnessFile = entry.at("actionness").get<std::string>();
            return GeneratorOutput{
                .classes = index.at("classes").get<std::vector<std::string>>(),
                .videoScores = entry.at("video_scores").get<std::vector<float>>(),
                .snippets = entry.at("snippets").get<std::int64_t>(),
                .storedSnippets = entry.at("stored_snippets").get<std::int64_t>(),
                .strideFrames = grid.at("stride_frames").get<int>(),
                .sampleFps = grid.at("sample_fps").get<double>(),
                .startS = entry.value("start_seconds", 0.0)};
        }
    } catch (const Json::exception &exception) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = exception.what(),
                     .expected = "the index of curves as the worker wrote it"});
    }
    return fail({.code = ErrorCode::NotFound,
                 .problem = "the index of curves does not name the video",
                 .place = video});
}

int ordinalOf(const ProjectSession &session, const std::string &key)
{
    const model::ActionClass *found = session.document().classByKey(key);
    return found != nullptr ? found->ordinal : VideoCurves::kNoClass;
}

} // namespace

Result<VideoCurves> readCurves(const ProjectSession &session, const model::Track &track)
{
    std::string metaJson;
    const std::filesystem::path path = TRY(fileOf(session, track, metaJson));
    const CurveMeta meta = TRY(parseMeta(metaJson));
    const data::NpyArray array = TRY(data::readNpy(path));
    const std::size_t classes = meta.classes.size();
    const bool isMatrix = array.shape().size() == 2 && classes > 0 &&
                          array.shape()[1] == static_cast<std::int64_t>(classes);
    if (!isMatrix) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "the curve does not have one column a class",
                     .file = path.string(),
                     .expected = "snippets × " + std::to_string(classes)});
    }
    VideoCurves result;
    for (const std::string &key : meta.classes) {
        result.channelClasses.push_back(ordinalOf(session, key));
    }
    std::vector<float> values = array.toFloats();
    const auto snippets = static_cast<std::size_t>(array.shape()[0]);
    if (!meta.actionness.empty()) {
        const auto attention = data::readNpy(path.parent_path() / meta.actionness);
        if (attention && attention->size() == static_cast<std::int64_t>(snippets)) {
            const std::vector<float> extra = attention->toFloats();
            std::vector<float> wider;
            wider.reserve(values.size() + snippets);
            for (std::size_t t = 0; t < snippets; ++t) {
                const auto row = values.begin() + static_cast<std::ptrdiff_t>(t * classes);
                wider.insert(wider.end(), row, row + static_cast<std::ptrdiff_t>(classes));
                wider.push_back(extra[t]);
            }
            values = std::move(wider);
            result.channelClasses.push_back(VideoCurves::kAttention);
        }
    }
    const double stepUs = meta.secondsPerSnippet * 1e6;
    result.curve = std::make_shared<model::ScoreCurve>(
        static_cast<int>(result.channelClasses.size()), std::move(values),
        meta.startSeconds * 1e6 + stepUs / 2, stepUs);
    return result;
}

Result<GeneratorOutput> readGeneratorOutput(const ProjectSession &session,
                                            const model::Track &track)
{
    std::string metaJson;
    const std::filesystem::path file = TRY(fileOf(session, track, metaJson));
    const std::filesystem::path indexFile = file.parent_path() / "index.json";
    const Json index = Json::parse(TRY(base::readFile(indexFile)), nullptr, false);
    const model::Video *video = session.document().video(track.videoId);
    std::string casFile;
    std::string actionnessFile;
    auto parsed = parseIndex(index, video->name, casFile, actionnessFile);
    if (!parsed) {
        return fail(std::move(parsed).error().in(indexFile.string()));
    }
    GeneratorOutput output = std::move(*parsed);
    output.cas = TRY(data::readNpy(file.parent_path() / casFile)).toFloats();
    output.actionness = TRY(data::readNpy(file.parent_path() / actionnessFile)).toFloats();
    if (!(output.sampleFps > 0.0)) {
        output.sampleFps = video->fps.value();
    }
    const auto snippets = static_cast<std::size_t>(output.snippets);
    const bool fits = output.cas.size() == snippets * output.classes.size() &&
                      output.videoScores.size() == output.classes.size() &&
                      output.sampleFps > 0.0 && output.strideFrames > 0;
    if (!fits) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "the curves do not have the sizes that their index names",
                     .file = file.string(),
                     .place = video->name});
    }
    return output;
}

tal::ScoreCurves scoreCurves(const GeneratorOutput &output)
{
    return {.snippets = output.snippets,
            .classes = static_cast<int>(output.classes.size()),
            .cas = output.cas,
            .actionness = output.actionness,
            .videoScores = output.videoScores,
            .storedSnippets = output.storedSnippets,
            .strideFrames = output.strideFrames,
            .sampleFps = output.sampleFps,
            .startS = output.startS};
}

} // namespace core::edit
