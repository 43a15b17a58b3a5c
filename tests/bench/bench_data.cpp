// Reading predictions, and how it grows with their number. side_by_side.py has Python read the
// same.
#include <filesystem>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/csv_segments.h"
#include "core/data/detection_json.h"

using namespace core;

namespace {

constexpr int kPerVideo = 200;

struct Row
{
    int video;
    int label;
    double start;
    double end;
    double score;
};

std::vector<Row> rows(std::int64_t count)
{
    base::Random random(1);
    std::vector<Row> made(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < made.size(); ++i) {
        const double start = random.uniform(0.0, 200.0);
        made[i] = {.video = static_cast<int>(i) / kPerVideo,
                   .label = static_cast<int>(i) % 20,
                   .start = start,
                   .end = start + random.uniform(0.5, 20.0),
                   .score = random.uniform()};
    }
    return made;
}

std::string jsonText(std::int64_t count)
{
    std::string text = R"({"version": "1", "external_data": {}, "results": {)";
    int video = -1;
    for (const Row &row : rows(count)) {
        text += row.video == video
                    ? ", "
                    : fmt::format("{}\"v_{:05}\": [", video < 0 ? "" : "], ", row.video);
        video = row.video;
        text += fmt::format(R"({{"label": "Class{}", "score": {}, "segment": [{}, {}]}})",
                            row.label, row.score, row.start, row.end);
    }
    return text + "]}}";
}

void readJson(benchmark::State &state)
{
    const std::string text = jsonText(state.range(0));
    for (auto _ : state) {
        if (!data::parseDetectionJson(text)) {
            state.SkipWithError("is not read");
            break;
        }
    }
    state.SetComplexityN(state.range(0));
}

void readCsv(benchmark::State &state)
{
    std::string text = "video,label,start,end,score\n";
    for (const Row &row : rows(state.range(0))) {
        text += fmt::format("v_{:05},Class{},{},{},{}\n", row.video, row.label, row.start, row.end,
                            row.score);
    }
    const auto path = std::filesystem::temp_directory_path() /
                      fmt::format("taloscope-bench-data-{}.csv", ::getpid());
    if (!base::writeFileAtomically(path, text)) {
        state.SkipWithError("is not written");
        return;
    }
    for (auto _ : state) {
        if (!data::readDetectionCsv(path)) {
            state.SkipWithError("is not read");
            break;
        }
    }
    std::filesystem::remove(path);
    state.SetComplexityN(state.range(0));
}

// 42,400: what a THUMOS'14 result file holds.
BENCHMARK(readJson)->RangeMultiplier(10)->Range(100, 1000000)->Arg(42400)->Complexity();
BENCHMARK(readCsv)->RangeMultiplier(10)->Range(100, 1000000)->Arg(42400)->Complexity();

} // namespace

BENCHMARK_MAIN();
