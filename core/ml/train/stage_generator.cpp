#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/detection_json.h"
#include "core/data/file_name.h"
#include "core/data/npy_file.h"
#include "core/data/run_folder.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/train/generator_trainer.h"
#include "core/ml/train/stage.h"

namespace core::ml {

namespace {

using Json = nlohmann::ordered_json;

base::Result<void> writeJson(const std::filesystem::path &path, const Json &json)
{
    return base::writeFileAtomically(
        path, json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
}

// curves/VIDEO.npy (T×C), curves/VIDEO.actionness.npy (T) and the entry in curves/index.json.
base::Result<Json> writeCurves(const std::filesystem::path &folder, const std::string &fileName,
                               const GeneratorCurves &curves, std::int64_t classes)
{
    const std::string cas = fileName + ".npy";
    const std::string actionness = fileName + ".actionness.npy";
    const std::array<std::int64_t, 2> shape = {curves.snippets, classes};
    TRY(data::writeNpy(folder / cas, shape, std::span(curves.cas)));
    TRY(data::writeNpy(folder / actionness, std::span(shape).first(1),
                       std::span(curves.actionness)));
    return Json{{"cas", cas}, {"actionness", actionness}, {"video_scores", curves.videoScores}};
}

// Proposals of every video. Those before NMS are many, and kept only where the filter counts them.
struct AllProposals
{
    model::DetectionSet proposals;
    std::optional<model::DetectionSet> beforeNms;
};

// Curves and proposals of every video.
base::Result<AllProposals> inferAll(const StageContext &context, const FeatureStore &store,
                                    const GeneratorInference &inference)
{
    const std::filesystem::path folder = context.folder / "curves";
    TRY(base::makeFolder(folder));
    const model::FeatureGrid &grid = context.set.generatorGrid;
    Json index = {{"generator", context.config.generator},
                  {"classes", context.set.classes},
                  {"grid",
                   {{"sample_fps", grid.sampleFps},
                    {"window_frames", grid.windowFrames},
                    {"stride_frames", grid.strideFrames}}},
                  {"videos", Json::array()}};
    AllProposals all;
    all.proposals.classes = context.set.classes;
    if (context.config.filter.densityStage == model::DensityStage::BeforeNms) {
        all.beforeNms = all.proposals;
    }
    const std::size_t count = context.set.videos.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (context.cancel.isCancelled()) {
            return base::fail({.code = base::ErrorCode::Cancelled,
                               .problem = "stopped on request while making proposals"});
        }
        const model::TrainingVideo &video = context.set.videos[i];
        const GeneratorCurves curves = TRY(inference.curves(i));
        std::vector<model::Detection> raw = TRY(inference.rawProposals(i, curves));
        all.proposals.videos.push_back(
            {.video = video.name, .detections = inference.suppressedProposals(raw)});
        if (all.beforeNms) {
            all.beforeNms->videos.push_back({.video = video.name, .detections = std::move(raw)});
        }
        const CurveTimes times = TRY(inference.times(i, curves));
        Json entry = {
            {"video", video.name},           {"split", video.isTraining ? "train" : "test"},
            {"snippets", curves.snippets},   {"stored_snippets", store.snippets(i)},
            {"start_seconds", times.startS}, {"seconds_per_snippet", times.secondsPerSnippet}};
        entry.update(TRY(writeCurves(folder, data::plainFileName(video.name), curves,
                                     static_cast<std::int64_t>(context.set.classes.size()))));
        index["videos"].push_back(std::move(entry));
        context.reporter.progress("proposals", static_cast<std::int64_t>(i) + 1,
                                  static_cast<std::int64_t>(count));
    }
    TRY(writeJson(folder / "index.json", index));
    context.reporter.artifact("curves", folder);
    return all;
}

base::Result<void> writeProposals(const StageContext &context, const AllProposals &all)
{
    const auto write = [&](const char *name, const model::DetectionSet &set) {
        return data::writeDetectionJson(context.folder / name, set,
                                        data::DetectionForm::FustalProposals);
    };
    TRY(write("proposals.json", all.proposals));
    context.reporter.artifact("proposals", context.folder / "proposals.json");
    if (all.beforeNms) {
        TRY(write(data::kBeforeNmsFile, *all.beforeNms));
        context.reporter.artifact("proposals_before_nms", context.folder / data::kBeforeNmsFile);
    }
    return {};
}

// metrics.json: what was reported while training. Nothing of time or memory: the same run gives the
// same bytes.
base::Result<void> writeMetrics(const StageContext &context, const GeneratorTrainer &trainer)
{
    Json series = Json::object();
    for (const auto &[name, points] : trainer.series()) {
        Json steps = Json::array();
        Json values = Json::array();
        for (const auto &[step, value] : points) {
            steps.push_back(step);
            values.push_back(std::isfinite(value) ? Json(value) : Json(nullptr));
        }
        series[name] = {{"steps", steps}, {"values", values}};
    }
    return writeJson(context.folder / "metrics.json", {{"generator", context.config.generator},
                                                       {"seed", context.config.seed},
                                                       {"checkpoint_step", trainer.chosenStep()},
                                                       {"series", series}});
}

void reportCost(const StageContext &context, const Device &device,
                std::chrono::steady_clock::time_point start)
{
    constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    const PeakMemory peak = peakMemory(device);
    std::string text = fmt::format("generator: {:.1f} s, peak memory {:.2f} GiB", spent.count(),
                                   static_cast<double>(peak.hostBytes) / kGiB);
    if (device.isCuda) {
        text += fmt::format(" and {:.2f} GiB on the card",
                            static_cast<double>(peak.deviceBytes) / kGiB);
    }
    context.reporter.message(ReportLevel::Info, text);
}

// The generator, freshly initialised, on the device that the configuration asks for.
base::Result<std::unique_ptr<Generator>>
prepareGenerator(const StageContext &context, const Device &device, std::int64_t featureDim)
{
    prepareDeterminism(context.threads());
    seedTorch(context.config.seed, kInitialisationStream);
    std::unique_ptr<Generator> generator = TRY(makeGenerator(
        context.config, featureDim, static_cast<std::int64_t>(context.set.classes.size())));
    generator->moveTo(torchDevice(device));
    generator->useMixedPrecision(context.config.runtime.amp && device.isCuda);
    if (context.config.runtime.amp && !device.isCuda) {
        context.reporter.message(ReportLevel::Warning,
                                 "mixed precision needs CUDA: computing in float32");
    }
    return generator;
}

} // namespace

base::Result<model::DetectionSet> runGeneratorStage(const StageContext &context)
{
    const auto start = std::chrono::steady_clock::now();
    TRY(base::makeFolder(context.folder));
    const ChosenDevice chosen = TRY(context.device());
    context.reporter.message(ReportLevel::Info, chosen.note);
    const model::Modality modality = TRY(generatorModality(context.config));
    const FeatureStore store = TRY(FeatureStore::open(context.set, modality, context.cancel));
    const std::unique_ptr<Generator> generator =
        TRY(prepareGenerator(context, chosen.device, store.dim()));

    GeneratorTrainer trainer(context, *generator, store, chosen.device);
    TRY(trainer.run());
    if (!context.isLeader()) {
        return model::DetectionSet{};
    }
    TRY(saveTensors(context.folder / "checkpoint.pt", generator->weights()));
    context.reporter.artifact("checkpoint", context.folder / "checkpoint.pt");

    const GeneratorInference inference(context, *generator, store, chosen.device);
    AllProposals all = TRY(inferAll(context, store, inference));
    TRY(writeProposals(context, all));
    TRY(writeMetrics(context, trainer));
    context.reporter.artifact("metrics", context.folder / "metrics.json");
    trainer.removeResumePoint();
    reportCost(context, chosen.device, start);
    return std::move(all.proposals);
}

} // namespace core::ml
