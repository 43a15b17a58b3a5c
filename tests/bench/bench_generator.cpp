#include <cstdio>
#include <ctime>

#include <fmt/format.h>

#include "core/data/run_config.h"
#include "core/data/training_files.h"
#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/torch.h"
#include "core/ml/train/stage.h"
#include "core/tal/average_precision.h"
#include "core/tal/label_quality.h"

#include "tests/bench/against_python.h"

// Two uses:
//   bench_generator                              speed of a training step against Python's PyTorch
//   bench_generator train DATA RECIPE SEED OUT   stages 1 and 2 on a data folder (gt.json,
//                                                features/, split_train.txt, split_test.txt)
// Nothing here passes or fails by a figure.

using namespace core;
using namespace core::ml;

namespace {

struct Shape
{
    int videos;
    int snippets;
    int dim;
    int classes;
    int steps;
};

bench::Seconds timeSteps(const Shape &shape)
{
    model::FustalConfig config;
    config.embedDim = shape.dim;
    seedTorch(0, kInitialisationStream);
    fustal::FustalGenerator generator(config, {}, shape.dim, shape.classes);
    Adam adam(generator.parameters(), generator.plan().adam);
    const GeneratorBatch batch = {
        torch::rand({shape.videos, shape.snippets, shape.dim}),
        torch::eye(shape.classes).index_select(0, torch::arange(shape.videos) % shape.classes)};
    std::uint64_t number = 0;
    return bench::timeOf(shape.steps, [&] {
        seedTorch(0, ++number);
        adam.zeroGrad();
        generator.accumulate(batch, shape.videos);
        adam.step();
    });
}

int compareSteps()
{
    prepareDeterminism(0);
    const int threads = at::get_num_threads();
    for (const Shape &shape : {Shape{16, 64, 2048, 8, 6}, Shape{4, 750, 2048, 20, 2}}) {
        bench::compareWithPython(
            fmt::format("generator step, {} videos of {} snippets, {} threads", shape.videos,
                        shape.snippets, threads),
            [&] { return timeSteps(shape); },
            [&] {
                return bench::timeOfPython(
                    "generator_step.py",
                    {shape.videos, shape.snippets, shape.dim, shape.classes, shape.steps, threads});
            });
    }
    const PeakMemory peak = peakMemory({});
    fmt::print("peak memory {:.2f} GiB\n", static_cast<double>(peak.hostBytes) / (1 << 30));
    return 0;
}

class PrintingReporter : public JobReporter
{
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view name, std::int64_t step, double value) override
    {
        fmt::print(stderr, "{} {} {:.5f}\n", step, name, value);
    }
    void artifact(std::string_view, const std::filesystem::path &) override {}
    void message(ReportLevel, std::string_view text) override { fmt::print("{}\n", text); }
};

base::Result<void> printResults(const data::TrainingFilesInput &input,
                                const model::DetectionSet &proposals,
                                const model::DetectionSet &labels)
{
    model::DetectionSet test{.classes = proposals.classes, .videos = {}};
    model::DetectionSet training = test;
    for (std::size_t i = 0; i < proposals.videos.size(); ++i) {
        (input.set.videos[i].isTraining ? training : test).videos.push_back(proposals.videos[i]);
    }
    tal::EvaluationOptions options;
    options.tiou = {.1, .2, .3, .4, .5, .6, .7};
    const auto result = TRY(tal::evaluate(input.testTruth, test, options));
    std::string row;
    for (const double value : result.map) {
        row += fmt::format(" {:.1f}", 100 * value);
    }
    fmt::print("test mAP{} avg {:.2f}\n", row, 100 * result.averageMap);
    const auto printQuality = [&](const char *name,
                                  const model::DetectionSet &set) -> base::Result<void> {
        const auto quality = TRY(tal::labelQuality(input.trainingTruth, set, {}));
        fmt::print("training {}: {} precision {:.2f} recall {:.2f} mAP {:.2f}\n", name,
                   quality.total.labels, 100 * quality.total.precision(),
                   100 * quality.total.recall(), 100 * quality.averageMap);
        return {};
    };
    TRY(printQuality("proposals", training));
    TRY(printQuality("kept", labels));
    return {};
}

base::Result<void> train(char **arguments)
{
    const std::filesystem::path folder = arguments[0];
    model::RunConfig config = TRY(data::loadRecipe(arguments[1]));
    config.seed = std::stoull(arguments[2]);
    data::TrainingFiles files;
    files.groundTruth = folder / "gt.json";
    files.trainingSplit = (folder / "split_train.txt").string();
    files.testSplit = (folder / "split_test.txt").string();
    files.generatorFeatures.folders = {folder / "features"};
    const data::TrainingFilesInput input = TRY(data::readTrainingFiles(files));
    PrintingReporter reporter;
    StageContext context{.set = input.set,
                         .config = config,
                         .testGroundTruth = &input.testTruth,
                         .folder = std::filesystem::path(arguments[3]) / "stage1",
                         .reporter = reporter,
                         .cancel = {}};
    const std::clock_t cpu = std::clock();
    const model::DetectionSet proposals = TRY(runGeneratorStage(context));
    fmt::print("CPU {:.1f} s\n", static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    context.folder = std::filesystem::path(arguments[3]) / "stage2";
    const model::DetectionSet labels = TRY(runFilterStage(context, proposals));
    return printResults(input, proposals, labels);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 6 && std::string_view(argv[1]) == "train") {
        const auto done = train(argv + 2);
        if (!done) {
            fmt::print(stderr, "{}\n", done.error().sentence());
        }
        return done ? 0 : 1;
    }
    return compareSteps();
}
