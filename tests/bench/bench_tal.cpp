// Growth of core/tal's rules with the number of proposals, and the sizes of a THUMOS'14 run.
#include <cmath>

#include <benchmark/benchmark.h>

#include "core/base/random.h"
#include "core/tal/average_precision.h"
#include "core/tal/nms.h"
#include "core/tal/proposals.h"
#include "core/tal/pseudo_filter.h"

using namespace core;

namespace {

constexpr int kClasses = 20;

// Segments of half a second to twenty seconds, as generators make them, of `classes` classes.
std::vector<model::Detection> randomDetections(std::int64_t count, double spanS, std::uint64_t seed,
                                               int classes)
{
    base::Random random(seed);
    std::vector<model::Detection> detections(static_cast<std::size_t>(count));
    for (model::Detection &detection : detections) {
        detection.classIndex = static_cast<int>(random.uniformInt(0, classes - 1));
        detection.start = random.uniform(0.0, spanS);
        detection.end = detection.start + std::pow(10.0, random.uniform(-0.3, 1.3));
        detection.score = random.uniform(-0.2, 1.2);
    }
    return detections;
}

std::vector<std::string> classNames()
{
    std::vector<std::string> names;
    for (int c = 0; c < kClasses; ++c) {
        names.push_back(std::to_string(c));
    }
    return names;
}

model::DetectionSet randomSet(int videos, std::int64_t perVideo)
{
    model::DetectionSet set{.classes = classNames(), .videos = {}};
    for (int v = 0; v < videos; ++v) {
        model::VideoDetections video{
            .video = std::to_string(v),
            .detections = randomDetections(perVideo, 200.0, static_cast<std::uint64_t>(v), 2)};
        for (model::Detection &detection : video.detections) {
            detection.classIndex = (detection.classIndex + v) % kClasses;
        }
        set.videos.push_back(std::move(video));
    }
    return set;
}

model::GroundTruth randomTruth(int videos, std::int64_t perVideo)
{
    model::GroundTruth truth{.classes = classNames(), .videos = {}};
    for (int v = 0; v < videos; ++v) {
        model::VideoGroundTruth video;
        video.video = std::to_string(v);
        for (const model::Detection &d :
             randomDetections(perVideo, 200.0, static_cast<std::uint64_t>(v) + 1000, 2)) {
            video.instances.push_back({(d.classIndex + v) % kClasses, d.start, d.end});
        }
        truth.videos.push_back(std::move(video));
    }
    return truth;
}

// Curves that rise and fall every ten snippets or so, zero in parts, as a ReLU leaves them: about
// as many proposals a snippet as the golden videos have.
struct Video
{
    std::vector<float> cas;
    std::vector<float> actionness;
    std::vector<float> videoScores;
    tal::ScoreCurves curves;

    Video(std::int64_t snippets, std::uint64_t seed)
        : videoScores(kClasses, 0.02F)
    {
        base::Random random(seed);
        videoScores[static_cast<std::size_t>(random.uniformInt(0, kClasses - 1))] = 0.8F;
        const double pace = random.uniform(0.1, 0.4);
        for (std::int64_t t = 0; t < snippets; ++t) {
            const double wave = std::sin(pace * static_cast<double>(t)) +
                                0.3 * std::sin(1.1 * static_cast<double>(t));
            actionness.push_back(static_cast<float>(std::max(0.0, wave) + random.uniform(0, 0.05)));
            for (int c = 0; c < kClasses; ++c) {
                cas.push_back(
                    static_cast<float>(std::max(0.0, wave + random.uniform(-0.05, 0.05))));
            }
        }
        curves = {.snippets = snippets,
                  .classes = kClasses,
                  .cas = cas,
                  .actionness = actionness,
                  .videoScores = videoScores,
                  .storedSnippets = snippets};
    }
};

void hardNms(benchmark::State &state)
{
    const auto detections =
        randomDetections(state.range(0), static_cast<double>(state.range(0)), 1, 1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::suppressOverlaps(detections, {}));
    }
    state.SetComplexityN(state.range(0));
}

void softNmsOfCandidates(benchmark::State &state)
{
    base::Random random(2);
    std::vector<tal::Candidate> candidates(static_cast<std::size_t>(state.range(0)));
    for (tal::Candidate &candidate : candidates) {
        candidate.start = static_cast<float>(random.uniform(0.0, 2304.0));
        candidate.end = candidate.start + static_cast<float>(random.uniform(1.0, 60.0));
        candidate.score = static_cast<float>(random.uniform());
        candidate.classIndex = static_cast<int>(random.uniformInt(0, kClasses - 1));
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::suppressCandidates(candidates, {}));
    }
    state.SetComplexityN(state.range(0));
}

void densitiesOfOneVideo(benchmark::State &state)
{
    const auto detections =
        randomDetections(state.range(0), static_cast<double>(state.range(0)), 3, 3);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::proposalDensities(
            detections, model::DensityNeighbours::AllClasses, model::DensityAggregation::Sum));
    }
    state.SetComplexityN(state.range(0));
}

// One in thirty survived NMS; each meets a quarter of the others.
void densitiesBeforeNms(benchmark::State &state)
{
    const auto all = randomDetections(state.range(0), 30.0, 3, 3);
    const std::vector<model::Detection> kept(all.begin(), all.begin() + state.range(0) / 30);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::densitiesAmong(
            kept, all, model::DensityNeighbours::AllClasses, model::DensityAggregation::Sum));
    }
}

void evaluation(benchmark::State &state)
{
    const model::GroundTruth truth = randomTruth(200, 16);
    const model::DetectionSet predictions =
        randomSet(200, std::max<std::int64_t>(1, state.range(0) / 200));
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::evaluate(truth, predictions, {}));
    }
    state.SetComplexityN(state.range(0));
}

void evaluationOfVideos(benchmark::State &state)
{
    const auto videos = static_cast<int>(state.range(0));
    const model::GroundTruth truth = randomTruth(videos, 3);
    const model::DetectionSet predictions = randomSet(videos, 50);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::evaluate(truth, predictions, {}));
    }
    state.SetComplexityN(state.range(0));
}

void filterOfVideos(benchmark::State &state)
{
    const model::DetectionSet proposals = randomSet(static_cast<int>(state.range(0)), 50);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::filterProposals(proposals, {}));
    }
    state.SetComplexityN(state.range(0));
}

// By the points of the up-sampled curve, of which a snippet has 24.
void proposalsOfOneCurve(benchmark::State &state)
{
    const Video video(std::max<std::int64_t>(4, state.range(0) / 24), 1);
    const tal::ProposalRecipe recipe = tal::fustalRecipe({});
    const auto classes = tal::predictedClasses(video.videoScores, 0.2, true);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::makeProposals(video.curves, recipe, classes));
    }
    state.SetComplexityN(state.range(0));
}

// 42,400 predictions in 212 videos, as a THUMOS'14 result file holds.
void thumosEvaluation(benchmark::State &state)
{
    const model::GroundTruth truth = randomTruth(212, 16);
    const model::DetectionSet predictions = randomSet(212, 200);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::evaluate(truth, predictions, {}));
    }
}

// 33,800 proposals in 200 videos.
void thumosFilter(benchmark::State &state)
{
    const model::DetectionSet proposals = randomSet(200, 169);
    for (auto _ : state) {
        benchmark::DoNotOptimize(tal::filterProposals(proposals, {}));
    }
}

// 200 videos of 100 to 750 snippets, each with one predicted class.
void thumosProposals(benchmark::State &state)
{
    std::vector<Video> videos;
    for (std::uint64_t v = 0; v < 200; ++v) {
        videos.emplace_back(100 + static_cast<std::int64_t>(v * 131 % 650), v);
    }
    for (Video &video : videos) { // their arrays moved with the vector
        video.curves.cas = video.cas;
        video.curves.actionness = video.actionness;
        video.curves.videoScores = video.videoScores;
    }
    const tal::ProposalRecipe recipe = tal::fustalRecipe({});
    std::size_t raw = 0;
    for (const Video &video : videos) {
        const auto classes = tal::predictedClasses(video.videoScores, 0.2, true);
        raw += tal::rawProposals(video.curves, recipe, classes)->size();
    }
    std::size_t made = 0;
    for (auto _ : state) {
        made = 0;
        for (const Video &video : videos) {
            const auto classes = tal::predictedClasses(video.videoScores, 0.2, true);
            made += tal::makeProposals(video.curves, recipe, classes)->size();
        }
        benchmark::DoNotOptimize(made);
    }
    state.counters["raw"] = static_cast<double>(raw);
    state.counters["proposals"] = static_cast<double>(made);
}

BENCHMARK(hardNms)->RangeMultiplier(10)->Range(100, 1000000)->Complexity();
BENCHMARK(softNmsOfCandidates)->RangeMultiplier(10)->Range(100, 10000)->Complexity();
BENCHMARK(densitiesBeforeNms)->RangeMultiplier(10)->Range(100, 10000);
BENCHMARK(densitiesOfOneVideo)->RangeMultiplier(10)->Range(100, 1000000)->Complexity();
BENCHMARK(evaluation)->RangeMultiplier(10)->Range(1000, 1000000)->Complexity();
BENCHMARK(evaluationOfVideos)->RangeMultiplier(10)->Range(1, 10000)->Complexity();
BENCHMARK(filterOfVideos)->RangeMultiplier(10)->Range(1, 10000)->Complexity();
BENCHMARK(proposalsOfOneCurve)->RangeMultiplier(10)->Range(100, 1000000)->Complexity();
BENCHMARK(thumosProposals)->Unit(benchmark::kMillisecond);
BENCHMARK(thumosFilter)->Unit(benchmark::kMillisecond);
BENCHMARK(thumosEvaluation)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
