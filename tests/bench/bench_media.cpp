// Exact seeking and feature extraction: a step back must cost about as much as a step forward, and
// extraction must be far faster than a video plays.
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>

#include <benchmark/benchmark.h>

#include "core/base/random.h"
#include "core/media/video_reader.h"
#include "core/ml/extract/feature_extraction.h"

#include "tests/support/media_factory.h"

namespace {

using core::media::VideoReader;

constexpr int kFrames = 600;

// Videos made at their first use, removed at the end.
class Videos
{
public:
    Videos()
        : m_folder(std::filesystem::temp_directory_path() / "taloscope_bench_XXXXXX")
    {
        std::string name = m_folder.string();
        m_folder = ::mkdtemp(name.data());
    }
    ~Videos()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Videos(const Videos &) = delete;
    Videos &operator=(const Videos &) = delete;

    std::filesystem::path get(int width, int height, int keyframeInterval)
    {
        std::filesystem::path &path = m_paths[{width, height, keyframeInterval}];
        if (path.empty()) {
            path = m_folder / (std::to_string(m_paths.size()) + ".mp4");
            tests::CounterVideo video;
            video.frames = kFrames;
            video.encoder.width = width;
            video.encoder.height = height;
            video.encoder.keyframeInterval = keyframeInterval;
            video.encoder.bFrames = 2;
            if (!tests::writeCounterVideo(path, video)) {
                std::abort();
            }
        }
        return path;
    }

private:
    std::filesystem::path m_folder;
    std::map<std::tuple<int, int, int>, std::filesystem::path> m_paths;
};

Videos &videos()
{
    static Videos made;
    return made;
}

void readTable(benchmark::State &state)
{
    const std::filesystem::path path = videos().get(640, 360, 250);
    for (auto _ : state) {
        benchmark::DoNotOptimize(core::media::readFrameTable(path));
    }
}
BENCHMARK(readTable)->Unit(benchmark::kMillisecond);

// Steps of +1 or -1 through the whole video, as somebody does with the arrow keys.
void step(benchmark::State &state)
{
    VideoReader reader = VideoReader::open(videos().get(640, 360, static_cast<int>(state.range(0))),
                                           {.cacheBytes = 128 << 20})
                             .value();
    const bool isForward = state.range(1) > 0;
    std::int64_t frame = isForward ? 0 : kFrames - 1;
    for (auto _ : state) {
        benchmark::DoNotOptimize(reader.read(frame));
        frame = (frame + (isForward ? 1 : kFrames - 1)) % kFrames;
    }
}
BENCHMARK(step)
    ->ArgNames({"gop", "direction"})
    ->Args({12, 1})
    ->Args({12, -1})
    ->Args({250, 1})
    ->Args({250, -1})
    ->Iterations(2 * kFrames)
    ->Unit(benchmark::kMicrosecond);

void seekAtRandom(benchmark::State &state)
{
    VideoReader reader =
        VideoReader::open(videos().get(640, 360, static_cast<int>(state.range(0)))).value();
    core::base::Random random(1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(reader.read(random.uniformInt(0, kFrames - 1)));
    }
}
BENCHMARK(seekAtRandom)
    ->ArgName("gop")
    ->Arg(12)
    ->Arg(250)
    ->Iterations(200)
    ->Unit(benchmark::kMillisecond);

void extract(benchmark::State &state)
{
    const std::filesystem::path path =
        videos().get(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)), 50);
    const core::model::FeatureGrid grid{.sampleFps = 0.0, .dim = 2048};
    for (auto _ : state) {
        benchmark::DoNotOptimize(core::ml::extractFeatures(path, grid, [](auto, auto) {}, {}));
    }
    // Against the processor time of all threads: frames a second of one core.
    state.counters["frames/core-s"] = benchmark::Counter(
        static_cast<double>(kFrames * state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(extract)
    ->Args({160, 120})
    ->Args({640, 360})
    ->MeasureProcessCPUTime()
    ->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
