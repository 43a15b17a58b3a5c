#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/detection_json.h"
#include "core/data/npy_file.h"
#include "core/ml/dataset/prefetcher.h"
#include "core/ml/dataset/weak_video_dataset.h"
#include "core/ml/fustal/fustal_generator.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/torch.h"
#include "core/ml/train/stage.h"
#include "core/tal/snippet_sampling.h"

using namespace core;
using namespace core::ml;

namespace {

// Records what a stage reports, and asks it to stop after a number of steps.
class RecordingReporter : public JobReporter
{
public:
    void progress(std::string_view phase, std::int64_t done, std::int64_t) override
    {
        if (phase == "generator" && done == stopAfter) {
            cancel.cancel();
        }
        steps += phase == "generator" ? 1 : 0;
    }
    void metric(std::string_view name, std::int64_t step, double value) override
    {
        metrics.push_back({std::string(name), step, value});
    }
    void artifact(std::string_view kind, const std::filesystem::path &path) override
    {
        artifacts.emplace_back(std::string(kind), path);
    }
    void message(ReportLevel level, std::string_view text) override
    {
        (level == ReportLevel::Warning ? warnings : infos).emplace_back(text);
    }

    struct Metric
    {
        std::string name;
        std::int64_t step;
        double value;
    };
    std::int64_t stopAfter = -1;
    std::int64_t steps = 0;
    base::CancelToken cancel;
    std::vector<Metric> metrics;
    std::vector<std::pair<std::string, std::filesystem::path>> artifacts;
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
};

constexpr std::int64_t kDim = 8;

// A small data set of made features: class c raises value c for a while.
class MadeSet
{
public:
    explicit MadeSet(const QTemporaryDir &folder, int videos = 10)
        : m_folder(folder.path().toStdString())
    {
        set.classes = {"jump", "run", "throw"};
        set.generatorGrid.dim = static_cast<int>(kDim);
        truth.classes = set.classes;
        base::Random random(11);
        for (int i = 0; i < videos; ++i) {
            const std::string name = fmt::format("v{}", i);
            const std::int64_t snippets = 12 + 3 * i;
            const int label = i % 3;
            const std::int64_t from = 3 + i % 4;
            std::vector<float> values(static_cast<std::size_t>(snippets * kDim));
            for (std::int64_t t = 0; t < snippets; ++t) {
                for (std::int64_t d = 0; d < kDim; ++d) {
                    const bool isOn = d == label && t >= from && t < from + 6;
                    values[static_cast<std::size_t>(t * kDim + d)] =
                        static_cast<float>(random.uniform(0.0, 0.2) + (isOn ? 1.0 : 0.0));
                }
            }
            add(name, {snippets, kDim}, values);
            set.videos.back().weakLabels = {label};
            set.videos.back().isTraining = i % 5 != 4;
            if (!set.videos.back().isTraining) {
                model::VideoGroundTruth entry;
                entry.video = name;
                entry.instances = {{label, static_cast<double>(from) * 0.64,
                                    static_cast<double>(from + 6) * 0.64}};
                truth.videos.push_back(entry);
            }
        }
        config.seed = 5;
        config.fustal.segments = 24;
        config.fustal.embedDim = 16;
        config.fustal.batchSize = 3;
        config.fustal.steps = 23;
        config.fustal.logEvery = 4;
        config.fustal.evaluateEvery = 8;
        config.fustal.learningRate = 1e-2;
        static_cast<model::GeneratorTraining &>(config.sal) = config.fustal;
        config.sal.segments = 24;
        config.sal.embedDim = 6;
        static_cast<model::GeneratorTraining &>(config.ftcl) = config.fustal;
        config.ftcl.baseSteps = 9;
        config.ftcl.steps = 14;
        config.ftcl.segments = 24;
        config.ftcl.embedDim = 16;
        config.ftcl.projectionDim = 4;
        config.ftcl.lcsLength = 6;
        config.ftcl.fsdLength = 3;
        config.runtime.device = model::DeviceChoice::Cpu;
        config.runtime.threads = 1;
        config.runtime.checkpointEverySteps = 5;
    }

    void add(const std::string &name, const std::vector<std::int64_t> &shape,
             const std::vector<float> &values)
    {
        const std::filesystem::path path = m_folder / (name + ".npy");
        if (!data::writeNpy(path, shape, values)) {
            qFatal("cannot write features");
        }
        model::TrainingVideo video;
        video.name = name;
        video.isTraining = true;
        video.weakLabels = {0};
        video.generatorFeatures.parts = {path};
        set.videos.push_back(video);
    }

    base::Result<model::DetectionSet> run(const char *stage, RecordingReporter &reporter) const
    {
        return runGeneratorStage({.set = set,
                                  .config = config,
                                  .testGroundTruth = &truth,
                                  .folder = m_folder / stage,
                                  .reporter = reporter,
                                  .cancel = reporter.cancel});
    }

    // Every file of a finished stage with its content.
    std::map<std::string, std::string> files(const char *stage) const
    {
        std::map<std::string, std::string> contents;
        const std::filesystem::path folder = m_folder / stage;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (entry.is_regular_file()) {
                contents[std::filesystem::relative(entry.path(), folder).string()] =
                    *base::readFile(entry.path());
            }
        }
        return contents;
    }

    model::TrainingSet set;
    model::GroundTruth truth;
    model::RunConfig config;

private:
    std::filesystem::path m_folder;
};

std::string errorOf(const base::Result<model::DetectionSet> &result)
{
    return result ? std::string() : result.error().sentence();
}

} // namespace

class TestGeneratorStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesEverything();
    void learns();
    void sameSeedSameBytes();
    void resumesToTheSameBytes_data();
    void resumesToTheSameBytes();
    void ignoresForeignResumePoint();
    void choosesCheckpoint_data();
    void choosesCheckpoint();
    void refusesBadInput_data();
    void refusesBadInput();
    void takesShortVideos();
    void centresSnippetsOnTheirWindows();
    void usesWeakLabelsWhereConfigured();
    void partsGiveTheSameGradients();
    void releasedSeedsGiveThePublishedWeights();
    void batchesDoNotDependOnThreads();
    void epochsHoldEveryVideoOnce();
    void pairsFillTheHalvesOfABatch();
    void prefetcherKeepsOrderAndStops();
    void readsOneStream();
    void filtersProposals();
};

void TestGeneratorStage::writesEverything()
{
    const QTemporaryDir folder;
    const MadeSet made(folder);
    RecordingReporter reporter;
    const auto proposals = made.run("stage1", reporter);
    QVERIFY2(proposals, errorOf(proposals).c_str());
    QCOMPARE(proposals->videos.size(), made.set.videos.size());
    for (std::size_t i = 0; i < made.set.videos.size(); ++i) {
        QCOMPARE(proposals->videos[i].video, made.set.videos[i].name);
    }
    const std::filesystem::path stage =
        std::filesystem::path(folder.path().toStdString()) / "stage1";
    const auto stored = data::readDetectionJson(stage / "proposals.json");
    QVERIFY(stored);
    QCOMPARE(stored->detections.videos.size(), proposals->videos.size());

    const auto weights = loadTensors(stage / "checkpoint.pt");
    QVERIFY(weights);
    QCOMPARE((*weights)[0].first, std::string("aness_module.f_embed.0.weight"));
    QCOMPARE((*weights)[0].second.sizes(), (at::IntArrayRef{16, kDim, 3}));
    QCOMPARE((*weights)[2].second.sizes(), (at::IntArrayRef{3, 16, 1}));

    // v9: 39 snippets, of which the network saw 24.
    const auto cas = data::readNpy(stage / "curves" / "v9.npy");
    QVERIFY(cas);
    QCOMPARE(cas->shape(), (std::vector<std::int64_t>{24, 3}));
    const auto index = nlohmann::json::parse(*base::readFile(stage / "curves" / "index.json"));
    QCOMPARE(index.at("classes").size(), std::size_t(3));
    const auto &last = index.at("videos").back();
    QCOMPARE(last.at("video").get<std::string>(), std::string("v9"));
    QCOMPARE(last.at("split").get<std::string>(), std::string("test"));
    QCOMPARE(last.at("snippets").get<int>(), 24);
    QCOMPARE(last.at("stored_snippets").get<int>(), 39);
    QCOMPARE(last.at("seconds_per_snippet").get<double>(), 16.0 * 39 / (24 * 25.0));
    QCOMPARE(last.at("video_scores").size(), std::size_t(3));
    QVERIFY(data::readNpy(stage / "curves" / last.at("actionness").get<std::string>()));

    QVERIFY(!std::filesystem::exists(stage / "resume.pt"));
    const auto metrics = nlohmann::json::parse(*base::readFile(stage / "metrics.json"));
    QCOMPARE(metrics.at("checkpoint_step").get<int>(), 23);
    // Logged at step 1, every 4 steps and at the end; evaluated every 8 and at the end.
    QCOMPARE(metrics.at("series").at("generator.loss.total").at("steps"),
             (nlohmann::json{1, 4, 8, 12, 16, 20, 23}));
    QCOMPARE(metrics.at("series").at("generator.test.average_map").at("steps"),
             (nlohmann::json{8, 16, 23}));
    QCOMPARE(reporter.artifacts.size(), std::size_t(4));
    for (const auto &[kind, path] : reporter.artifacts) {
        QVERIFY2(std::filesystem::exists(path), kind.c_str());
    }
}

void TestGeneratorStage::learns()
{
    const QTemporaryDir folder;
    MadeSet made(folder, 20);
    made.config.fustal.steps = 150;
    made.config.fustal.batchSize = 8;
    made.config.fustal.evaluateEvery = 0;
    RecordingReporter reporter;
    QVERIFY(made.run("stage1", reporter));
    double first = 0.0;
    double last = 0.0;
    double exact = 0.0;
    for (const auto &[name, step, value] : reporter.metrics) {
        if (name == "generator.loss.classification") {
            (step == 1 ? first : last) = value;
        } else if (name == "generator.test.exact_label_sets") {
            exact = value;
        }
    }
    QVERIFY2(last < 0.3 * first, qPrintable(QString::number(last)));
    QCOMPARE(exact, 1.0);
}

void TestGeneratorStage::sameSeedSameBytes()
{
    const QTemporaryDir folder;
    MadeSet made(folder);
    RecordingReporter reporter;
    QVERIFY(made.run("one", reporter));
    QVERIFY(made.run("two", reporter));
    QVERIFY(made.files("one") == made.files("two"));
    made.config.seed = 6;
    QVERIFY(made.run("three", reporter));
    QVERIFY(made.files("one").at("checkpoint.pt") != made.files("three").at("checkpoint.pt"));
}

void TestGeneratorStage::resumesToTheSameBytes_data()
{
    QTest::addColumn<QString>("generator");
    QTest::addColumn<int>("choice");
    for (const char *generator : {"fustal", "sal", "ftcl"}) {
        QTest::addRow("%s last", generator)
            << generator << static_cast<int>(model::CheckpointChoice::Last);
        QTest::addRow("%s best_test", generator)
            << generator << static_cast<int>(model::CheckpointChoice::BestTest);
    }
}

// SAL's running statistics and FTCL's change of phase (after step 9) included.
void TestGeneratorStage::resumesToTheSameBytes()
{
    QFETCH(const QString, generator);
    QFETCH(const int, choice);
    const QTemporaryDir folder;
    MadeSet made(folder);
    made.config.generator = generator.toStdString();
    for (model::GeneratorTraining *training :
         {static_cast<model::GeneratorTraining *>(&made.config.fustal),
          static_cast<model::GeneratorTraining *>(&made.config.sal),
          static_cast<model::GeneratorTraining *>(&made.config.ftcl)}) {
        training->checkpoint = static_cast<model::CheckpointChoice>(choice);
    }
    RecordingReporter whole;
    QVERIFY(made.run("whole", whole));
    for (const int stop : {1, 9, 17}) {
        const std::string stage = fmt::format("stopped{}", stop);
        RecordingReporter stopped;
        stopped.stopAfter = stop;
        const auto cancelled = made.run(stage.c_str(), stopped);
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(stopped.steps, stop);
        QVERIFY(!made.files(stage.c_str()).contains("checkpoint.pt"));
        RecordingReporter resumed;
        QVERIFY(made.run(stage.c_str(), resumed));
        QCOMPARE(resumed.steps, 23 - stop);
        QVERIFY(made.files("whole") == made.files(stage.c_str()));
    }
}

void TestGeneratorStage::ignoresForeignResumePoint()
{
    const QTemporaryDir folder;
    MadeSet made(folder);
    RecordingReporter stopped;
    stopped.stopAfter = 6;
    QVERIFY(!made.run("stage1", stopped));
    made.config.seed = 77;
    RecordingReporter fresh;
    QVERIFY(made.run("stage1", fresh));
    QCOMPARE(fresh.steps, 23);
    QCOMPARE(fresh.warnings.size(), std::size_t(1));
}

void TestGeneratorStage::choosesCheckpoint_data()
{
    QTest::addColumn<int>("choice");
    QTest::addColumn<QString>("series");
    QTest::addColumn<bool>("isHighest");
    QTest::newRow("best_test") << static_cast<int>(model::CheckpointChoice::BestTest)
                               << QStringLiteral("generator.test.average_map") << true;
    QTest::newRow("best_held_out") << static_cast<int>(model::CheckpointChoice::BestHeldOut)
                                   << QStringLiteral("generator.held_out.classification") << false;
}

void TestGeneratorStage::choosesCheckpoint()
{
    QFETCH(const int, choice);
    QFETCH(const QString, series);
    QFETCH(const bool, isHighest);
    const QTemporaryDir folder;
    MadeSet made(folder);
    made.config.fustal.checkpoint = static_cast<model::CheckpointChoice>(choice);
    made.config.fustal.evaluateEvery = 3;
    RecordingReporter reporter;
    QVERIFY(made.run("stage1", reporter));
    double best = 0.0;
    std::int64_t bestStep = 0;
    for (const auto &[name, step, value] : reporter.metrics) {
        if (name == series.toStdString() &&
            (bestStep == 0 || (isHighest ? value > best : value < best))) {
            best = value;
            bestStep = step;
        }
    }
    QVERIFY(bestStep > 0);
    const auto metrics = nlohmann::json::parse(made.files("stage1").at("metrics.json"));
    QCOMPARE(metrics.at("checkpoint_step").get<std::int64_t>(), bestStep);
}

void TestGeneratorStage::refusesBadInput_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("part"); // of the sentence
    QTest::newRow("NaN") << "nan"
                         << "NaN";
    QTest::newRow("missing file") << "missing"
                                  << "absent.npy";
    QTest::newRow("wrong width") << "width"
                                 << "bad.npy";
    QTest::newRow("no weak label") << "label"
                                   << "has no weak label";
    QTest::newRow("unknown class") << "class"
                                   << "weak label 9";
    QTest::newRow("no training videos") << "none"
                                        << "no training videos";
    QTest::newRow("unknown generator") << "generator"
                                       << "fustal";
    QTest::newRow("no frame rate") << "rate"
                                   << "frame rate";
    QTest::newRow("no truth to choose by") << "truth"
                                           << "ground truth";
}

void TestGeneratorStage::refusesBadInput()
{
    QFETCH(const QString, what);
    QFETCH(const QString, part);
    const QTemporaryDir folder;
    MadeSet made(folder);
    made.config.fustal.steps = 1;
    bool hasTruth = true;
    if (what == QLatin1String("nan")) {
        std::vector<float> values(4 * kDim, 0.5F);
        values[11] = std::nanf("");
        made.add("bad", {4, kDim}, values);
    } else if (what == QLatin1String("missing")) {
        made.set.videos[2].generatorFeatures.parts = {"absent.npy"};
    } else if (what == QLatin1String("width")) {
        made.add("bad", {4, 5}, std::vector<float>(20));
    } else if (what == QLatin1String("label")) {
        made.set.videos[0].weakLabels.clear();
    } else if (what == QLatin1String("class")) {
        made.set.videos[0].weakLabels = {9};
    } else if (what == QLatin1String("none")) {
        for (auto &video : made.set.videos) {
            video.isTraining = false;
        }
    } else if (what == QLatin1String("generator")) {
        made.config.generator = "bogus";
    } else if (what == QLatin1String("rate")) {
        made.set.generatorGrid.sampleFps = 0.0;
    } else {
        made.config.fustal.checkpoint = model::CheckpointChoice::BestTest;
        hasTruth = false;
    }
    RecordingReporter reporter;
    const auto result =
        runGeneratorStage({.set = made.set,
                           .config = made.config,
                           .testGroundTruth = hasTruth ? &made.truth : nullptr,
                           .folder = std::filesystem::path(folder.path().toStdString()) / "stage1",
                           .reporter = reporter,
                           .cancel = reporter.cancel});
    QVERIFY(!result);
    QVERIFY(result.error().code != base::ErrorCode::Internal);
    QVERIFY2(errorOf(result).find(part.toStdString()) != std::string::npos,
             errorOf(result).c_str());
    QVERIFY(!made.files("stage1").contains("proposals.json"));
}

void TestGeneratorStage::takesShortVideos()
{
    const QTemporaryDir folder;
    MadeSet made(folder, 4);
    made.config.fustal.steps = 2;
    for (const std::int64_t snippets : {1, 2, 4}) {
        made.add(fmt::format("short{}", snippets), {snippets, kDim},
                 std::vector<float>(static_cast<std::size_t>(snippets * kDim), 0.5F));
    }
    made.config.fustal.segments = 3; // shorter than every divisor: k is 1
    RecordingReporter reporter;
    const auto result = made.run("stage1", reporter);
    QVERIFY2(result, errorOf(result).c_str());
    for (const auto &[name, step, value] : reporter.metrics) {
        QVERIFY2(std::isfinite(value), name.c_str());
    }
}

// Windows of 24 frames every 16: a snippet stands for the 16 frames in the middle of its window, so
// everything comes 4 frames later than with windows of 16.
void TestGeneratorStage::centresSnippetsOnTheirWindows()
{
    const QTemporaryDir folder;
    MadeSet made(folder);
    RecordingReporter reporter;
    const auto tight = made.run("tight", reporter);
    made.set.generatorGrid.windowFrames = 24;
    const auto wide = made.run("wide", reporter);
    QVERIFY2(tight && wide, errorOf(wide).c_str());
    std::size_t compared = 0;
    for (std::size_t v = 0; v < tight->videos.size(); ++v) {
        const auto &before = tight->videos[v].detections;
        const auto &after = wide->videos[v].detections;
        QCOMPARE(after.size(), before.size());
        for (std::size_t i = 0; i < before.size(); ++i, ++compared) {
            QVERIFY(std::abs(after[i].start - before[i].start - 4 / 25.0) < 1e-9);
            QVERIFY(std::abs(after[i].end - before[i].end - 4 / 25.0) < 1e-9);
            QCOMPARE(after[i].score, before[i].score);
        }
    }
    QVERIFY(compared > 0);
    const auto index = nlohmann::json::parse(made.files("wide").at("curves/index.json"));
    QCOMPARE(index.at("videos").back().at("start_seconds").get<double>(), 4 / 25.0);
}

void TestGeneratorStage::usesWeakLabelsWhereConfigured()
{
    const QTemporaryDir folder;
    MadeSet made(folder);
    made.config.fustal.steps = 2;
    made.config.proposals.trainingClasses = model::ClassSource::WeakLabels;
    RecordingReporter reporter;
    const auto result = made.run("stage1", reporter);
    QVERIFY(result);
    for (std::size_t i = 0; i < made.set.videos.size(); ++i) {
        if (made.set.videos[i].isTraining) {
            for (const model::Detection &proposal : result->videos[i].detections) {
                QCOMPARE(proposal.classIndex, made.set.videos[i].weakLabels[0]);
            }
        }
    }
}

void TestGeneratorStage::partsGiveTheSameGradients()
{
    prepareDeterminism(1);
    model::FustalConfig config;
    config.embedDim = 12;
    seedTorch(1, 0);
    fustal::FustalGenerator generator(config, {}, kDim, 3);
    const GeneratorBatch batch = {torch::rand({5, 40, kDim}),
                                  torch::eye(3).index_select(0, torch::tensor({0, 1, 0, 2, 1}))};
    Adam adam(generator.parameters(), {});
    std::vector<std::vector<double>> gradients;
    for (const std::int64_t part : {5, 3, 2, 1}) {
        adam.zeroGrad();
        seedTorch(1, 9);
        const LossTerms terms = generator.accumulate(batch, part);
        std::vector<double> all = {terms[0].second};
        for (const auto &entry : generator.parameters()) {
            const auto values = doublesOf(entry.second.grad());
            all.insert(all.end(), values.begin(), values.end());
        }
        gradients.push_back(std::move(all));
    }
    for (const auto &other : gradients) {
        for (std::size_t i = 0; i < other.size(); ++i) {
            QVERIFY(std::abs(other[i] - gradients[0][i]) <= 1e-6);
        }
    }
}

// PyTorch's modules, made in the order of the published network.
void TestGeneratorStage::releasedSeedsGiveThePublishedWeights()
{
    model::RunConfig config;
    config.compat = model::Compat::Released;
    config.seed = 5;
    config.fustal.embedDim = 12;
    const auto generator = makeGenerator(config, kDim, 3).value();
    torch::manual_seed(5);
    const torch::nn::Conv1d embed(torch::nn::Conv1dOptions(kDim, 12, 3).padding(1));
    const torch::nn::Conv1d classes(torch::nn::Conv1dOptions(12, 3, 1).bias(false));
    const std::vector<torch::Tensor> expected = {embed->weight, embed->bias, classes->weight};
    const NamedTensors weights = generator->weights();
    QCOMPARE(weights.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY2(torch::allclose(weights[i].second, expected[i], 1e-6, 0.0),
                 weights[i].first.c_str());
    }
}

void TestGeneratorStage::batchesDoNotDependOnThreads()
{
    const QTemporaryDir folder;
    const MadeSet made(folder);
    const FeatureStore store =
        *FeatureStore::open(made.set, model::Modality::All, base::CancelToken());
    // Nothing in memory: read again for every batch.
    const FeatureStore reading =
        *FeatureStore::open(made.set, model::Modality::All, base::CancelToken(), 0);
    const auto sampler = [](std::int64_t stored, base::Random &random) {
        return tal::perturbedIndices(stored, 24, random);
    };
    const auto dataset = WeakVideoDataset::open(made.set, store, {0, 1, 2, 3, 5, 6, 7, 8},
                                                {.batchSize = 3, .seed = 5, .sampler = sampler});
    const auto other = WeakVideoDataset::open(made.set, reading, {0, 1, 2, 3, 5, 6, 7, 8},
                                              {.batchSize = 3, .seed = 5, .sampler = sampler});
    QVERIFY(dataset && other);
    Prefetcher<GeneratorBatch> loader(4, 9, 3,
                                      [&](std::int64_t step) { return other->batch(step, false); });
    std::vector<torch::Tensor> seen;
    for (std::int64_t step = 4; step <= 9; ++step) {
        const auto ahead = loader.next();
        const auto direct = dataset->batch(step, false);
        QVERIFY(ahead && direct);
        QVERIFY(torch::equal(ahead->features, direct->features));
        QVERIFY(torch::equal(ahead->labels, direct->labels));
        seen.push_back(direct->features[0]);
    }
    QVERIFY(!torch::equal(seen[0], seen[3])); // other epochs draw otherwise
}

void TestGeneratorStage::epochsHoldEveryVideoOnce()
{
    const QTemporaryDir folder;
    const MadeSet made(folder);
    const FeatureStore store =
        *FeatureStore::open(made.set, model::Modality::All, base::CancelToken());
    const std::vector<std::size_t> videos = {0, 1, 2, 3, 5, 6, 7, 8};
    const auto sampler = [](std::int64_t stored, base::Random &) {
        return tal::uniformIndices(stored, 4);
    };
    const auto dataset = WeakVideoDataset::open(made.set, store, videos,
                                                {.batchSize = 3, .seed = 5, .sampler = sampler});
    QVERIFY(dataset);
    QCOMPARE(dataset->stepsPerEpoch(), 3);
    std::vector<std::vector<std::size_t>> orders;
    for (std::int64_t epoch = 0; epoch < 2; ++epoch) {
        std::vector<std::size_t> order;
        for (std::int64_t step = 1; step <= 3; ++step) {
            const auto part = dataset->videosOf(epoch * 3 + step);
            QCOMPARE(part.size(), std::size_t(step == 3 ? 2 : 3)); // the rest is kept
            order.insert(order.end(), part.begin(), part.end());
        }
        orders.push_back(order);
        std::sort(order.begin(), order.end());
        QCOMPARE(order, videos);
    }
    QVERIFY(orders[0] != orders[1]);
}

// A batch of pairs holds their first videos, then their second ones; without resampling a video's
// rows are the same in every epoch. Pairs are made once an epoch, and again for one that comes
// back.
void TestGeneratorStage::pairsFillTheHalvesOfABatch()
{
    const QTemporaryDir folder;
    const MadeSet made(folder);
    const FeatureStore store =
        *FeatureStore::open(made.set, model::Modality::All, base::CancelToken());
    const std::vector<std::size_t> videos = {0, 1, 2, 3, 5, 6};
    const std::vector<VideoPair> pairs = {{0, 1}, {2, 4}, {3, 5}, {0, 5}, {1, 2}};
    WeakVideoDataset::Options options;
    options.batchSize = 2;
    options.seed = 5;
    options.sampler = [](std::int64_t stored, base::Random &random) {
        return tal::perturbedIndices(stored, 24, random);
    };
    options.isResampled = false;
    std::vector<std::int64_t> madeFor; // epochs
    options.pairs = [&](std::int64_t epoch) {
        madeFor.push_back(epoch);
        return pairs;
    };
    const auto dataset = WeakVideoDataset::open(made.set, store, videos, options);
    QVERIFY(dataset);
    QCOMPARE(dataset->stepsPerEpoch(), 3);
    std::map<std::size_t, torch::Tensor> rows; // by video
    std::vector<VideoPair> seen;
    for (std::int64_t step = 1; step <= 6; ++step) {
        const auto batch = dataset->batch(step, false);
        QVERIFY(batch && batch->isPaired);
        const std::vector<std::size_t> order = dataset->videosOf(step);
        QCOMPARE(static_cast<std::int64_t>(order.size()), batch->features.size(0));
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto [known, isNew] =
                rows.try_emplace(order[i], batch->features[static_cast<std::int64_t>(i)]);
            QVERIFY(torch::equal(known->second, batch->features[static_cast<std::int64_t>(i)]));
        }
        for (std::size_t i = 0; step <= 3 && i < order.size() / 2; ++i) {
            seen.emplace_back(order[i], order[order.size() / 2 + i]);
        }
    }
    QCOMPARE(madeFor, std::vector<std::int64_t>({0, 0, 1})); // the first: how many there are
    const std::vector<std::size_t> last = dataset->videosOf(6);
    (void)dataset->videosOf(1);
    QCOMPARE(dataset->videosOf(6), last);
    std::vector<VideoPair> expected;
    for (const auto &[first, second] : pairs) {
        expected.emplace_back(videos[first], videos[second]);
    }
    std::sort(seen.begin(), seen.end());
    std::sort(expected.begin(), expected.end());
    QCOMPARE(seen, expected);
    options.pairs = [](std::int64_t) { return std::vector<VideoPair>(); };
    QVERIFY(!WeakVideoDataset::open(made.set, store, videos, options));
}

void TestGeneratorStage::prefetcherKeepsOrderAndStops()
{
    std::atomic<int> made = 0;
    const auto make = [&](std::int64_t number) -> base::Result<std::int64_t> {
        ++made;
        if (number == 40) {
            return base::fail({.code = base::ErrorCode::Io, .problem = "40"});
        }
        return number;
    };
    {
        Prefetcher<std::int64_t> loader(1, 1000, 4, make);
        for (std::int64_t number = 1; number < 40; ++number) {
            QCOMPARE(*loader.next(), number);
        }
        QVERIFY(made <= 39 + 4); // what was taken, and what waits or is in work
        QVERIFY(!loader.next());
    }
    QCOMPARE(made.load(), 40); // none after the error
}

void TestGeneratorStage::readsOneStream()
{
    const QTemporaryDir folder;
    MadeSet made(folder, 2);
    made.add("rgb", {2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
    made.add("flow", {2, 4}, {10, 20, 30, 40, 50, 60, 70, 80});
    const auto flow = made.set.videos.back().generatorFeatures.parts[0];
    made.set.videos.pop_back();
    made.set.videos.back().generatorFeatures.parts.push_back(flow);
    made.add("both", {1, kDim}, {1, 2, 3, 4, 5, 6, 7, 8});
    const auto values = [&](model::Modality modality, std::size_t video) {
        const FeatureStore store = *FeatureStore::open(made.set, modality, base::CancelToken());
        return (*store.features(video))->values;
    };
    QCOMPARE(values(model::Modality::All, 2),
             (std::vector<float>{1, 2, 3, 4, 10, 20, 30, 40, 5, 6, 7, 8, 50, 60, 70, 80}));
    QCOMPARE(values(model::Modality::Rgb, 2), (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
    QCOMPARE(values(model::Modality::Flow, 2),
             (std::vector<float>{10, 20, 30, 40, 50, 60, 70, 80}));
    QCOMPARE(values(model::Modality::Rgb, 3), (std::vector<float>{1, 2, 3, 4}));
    QCOMPARE(values(model::Modality::Flow, 3), (std::vector<float>{5, 6, 7, 8}));
}

void TestGeneratorStage::filtersProposals()
{
    const QTemporaryDir folder;
    MadeSet made(folder, 5);
    const std::filesystem::path stage =
        std::filesystem::path(folder.path().toStdString()) / "stage2";
    RecordingReporter reporter;
    const StageContext context{.set = made.set,
                               .config = made.config,
                               .folder = stage,
                               .reporter = reporter,
                               .cancel = reporter.cancel};
    // Two that support each other, one alone, one too unsure; and a test video (v4).
    model::DetectionSet proposals{.classes = made.set.classes, .videos = {}};
    proposals.videos.push_back(
        {"v0", {{0, 1.0, 2.0, 0.9}, {0, 1.1, 2.1, 0.8}, {0, 7.0, 8.0, 0.9}, {0, 1.0, 2.0, 0.1}}});
    proposals.videos.push_back({"v4", {{0, 1.0, 2.0, 0.9}, {0, 1.1, 2.1, 0.8}}});
    const auto kept = runFilterStage(context, proposals);
    QVERIFY(kept);
    QCOMPARE(kept->videos.size(), std::size_t(1));
    QCOMPARE(kept->videos[0].detections.size(), std::size_t(2));
    const auto stored = data::readDetectionJson(stage / "pseudo_labels.json");
    QVERIFY(stored);
    QCOMPARE(stored->detections.videos[0].detections.size(), std::size_t(2));
    const auto decisions = nlohmann::json::parse(*base::readFile(stage / "filter_decisions.json"));
    QCOMPARE(decisions.at("kept").get<int>(), 2);
    QCOMPARE(decisions.at("rejected").get<int>(), 2);
    const auto &verdicts = decisions.at("videos").at("v0").at("proposals");
    QCOMPARE(verdicts.size(), std::size_t(4));
    QCOMPARE(verdicts[2].at("failed"), (nlohmann::json{"density"}));
    QCOMPARE(verdicts[3].at("failed"), (nlohmann::json{"score"}));

    proposals.videos.push_back({"stranger", {}});
    const auto unknown = runFilterStage(context, proposals);
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, base::ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestGeneratorStage)
#include "tst_generator_stage.moc"
