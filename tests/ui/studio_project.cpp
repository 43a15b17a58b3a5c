#include "tests/ui/studio_project.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/edit/project_import.h"
#include "core/edit/run_results.h"
#include "core/media/video_probe.h"

#include "tests/support/media_factory.h"
#include "tests/support/project_factory.h"

namespace tests {

using namespace core;

namespace {

constexpr double kSnippetS = 0.64;
constexpr int kSnippets = 46;

template <typename T>
T orAbort(base::Result<T> result)
{
    if (!result) {
        fmt::print(stderr, "studio_project: {}\n", result.error().sentence());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) {
        return std::move(result).value();
    }
}

// curves/v.npy with a wave a class, and its attention.
edit::RunFile writeCurve(const std::filesystem::path &folder, const std::string &video)
{
    std::vector<float> cas;
    std::vector<float> attention;
    for (int t = 0; t < kSnippets; ++t) {
        for (int c = 0; c < 3; ++c) {
            cas.push_back(static_cast<float>(0.5 + 0.4 * std::sin(0.3 * t + 2.0 * c)));
        }
        attention.push_back(static_cast<float>(0.5 + 0.3 * std::cos(0.2 * t)));
    }
    orAbort(data::writeNpy(folder / (video + ".npy"), std::array<std::int64_t, 2>{kSnippets, 3},
                           std::span<const float>(cas)));
    orAbort(data::writeNpy(folder / (video + ".actionness.npy"),
                           std::array<std::int64_t, 1>{kSnippets},
                           std::span<const float>(attention)));
    return {.kind = "curve",
            .path = folder / (video + ".npy"),
            .video = video,
            .metaJson =
                fmt::format(R"({{"classes":["Run","Jump","Throw"],"snippets":{},)"
                            R"("seconds_per_snippet":{},"actionness":"{}.actionness.npy"}})",
                            kSnippets, kSnippetS, video)};
}

edit::RunResults makeResults(const std::filesystem::path &folder, int videos)
{
    edit::RunResults results;
    results.proposals = makeDetections(videos, 40, 1);
    results.predictions = makeDetections(videos, 4, 2);
    results.pseudoLabels = makeDetections(videos, 3, 3);
    // Inside the videos, which are 30 s long.
    for (auto *set : {&results.proposals, &results.predictions, &results.pseudoLabels}) {
        for (model::VideoDetections &video : (*set)->videos) {
            for (model::Detection &item : video.detections) {
                item.start = std::fmod(item.start, 20.0);
                item.end = item.start + 2.5;
            }
        }
    }
    for (const model::VideoDetections &video : results.pseudoLabels->videos) {
        results.rejected.push_back({.video = video.video,
                                    .detection = {0, 22.0, 25.0, 0.31},
                                    .reason = "score 0.310 <= 0.4"});
        results.files.push_back(writeCurve(folder, video.video));
    }
    return results;
}

} // namespace

std::filesystem::path makeStudioProject(const std::filesystem::path &folder, int videos)
{
    const std::filesystem::path path = makeProject(folder, videos, 3);
    auto session = orAbort(edit::ProjectSession::open(path, edit::Access::Write, "test"));
    const std::filesystem::path file = folder / "v_000.mp4";
    orAbort(writeCounterVideo(file, {.frames = 750}));
    const media::VideoInfo info = orAbort(media::probeVideo(file));
    model::Video video{.name = "v_000"};
    video.durationUs = info.durationUs;
    video.frameCount = info.frameCount;
    video.fps = info.fps;
    video.width = info.width;
    video.height = info.height;
    orAbort(edit::importVideos(session, {{.video = video, .file = file}}, {.source = "v_000.mp4"}));

    const std::filesystem::path runFolder = folder / "run";
    orAbort(base::makeFolder(runFolder));
    model::Run run{.kind = "train", .name = "train-1", .folder = runFolder.string()};
    run.configJson = R"({"toml":"generator = \"fustal\"\n"})";
    run = orAbort(edit::beginRun(session, run, {}));
    run.status = model::RunStatus::Finished;
    orAbort(edit::finishRun(session, run, makeResults(runFolder, videos)));

    edit::Document &document = session.document();
    orAbort(document.apply({edit::AddSegment{.videoId = document.videoByName("v_000")->id,
                                             .classId = document.classByKey("Jump")->id,
                                             .range = {11'500'000, 14'000'000},
                                             .note = "checked"}}));
    return path;
}

} // namespace tests
