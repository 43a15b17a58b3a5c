#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <new>

#include <QtTest>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/data/npy_file.h"
#include "core/ml/dataset/prefetcher.h"
#include "core/ml/dataset/student_dataset.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/student/label_assignment.h"
#include "core/ml/student/losses.h"
#include "core/ml/student/mean_teacher.h"
#include "core/ml/student/optimiser.h"
#include "core/ml/student/trident.h"
#include "core/ml/torch.h"
#include "core/ml/train/stage.h"
#include "core/ml/train/student_trainer.h"

using namespace core;
using namespace core::ml;
using core::ml::student::Targets;

namespace {

namespace fs = std::filesystem;

constexpr int kDim = 16;
constexpr int kClasses = 3;

// A handful of videos whose features say plainly which class runs when.
struct TinySet
{
    QTemporaryDir folder;
    model::TrainingSet set;
    model::GroundTruth testTruth;
    model::DetectionSet labels; // of the training videos
    model::RunConfig config;

    fs::path at(const std::string &name) const
    {
        return fs::path(folder.path().toStdString()) / name;
    }
};

void writeFeaturesOf(const TinySet &tiny, const std::string &name, std::int64_t rows,
                     const std::vector<model::Instance> &actions, base::Random &random)
{
    std::vector<float> values(static_cast<std::size_t>(rows * kDim));
    for (float &value : values) {
        value = static_cast<float>(0.1 * random.normal());
    }
    for (const model::Instance &action : actions) {
        for (auto row = static_cast<std::int64_t>(action.start);
             row < static_cast<std::int64_t>(action.end); ++row) {
            values[static_cast<std::size_t>(row * kDim + action.classIndex)] += 1.0F;
        }
    }
    const std::int64_t shape[] = {rows, kDim};
    QVERIFY(data::writeNpy(tiny.at(name + ".npy"), shape, values).has_value());
}

// One row is one second: 16 frames, hop 16, 16 frames a second.
std::unique_ptr<TinySet> makeTinySet(int training = 8, int test = 4)
{
    auto tiny = std::make_unique<TinySet>();
    const std::vector<std::string> classes = {"jump", "run", "turn"};
    tiny->set.classes = classes;
    tiny->labels.classes = classes;
    tiny->testTruth.classes = classes;
    tiny->set.studentGrid = {
        .sampleFps = 16.0, .windowFrames = 16, .strideFrames = 16, .dim = kDim};
    base::Random random(5);
    for (int i = 0; i < training + test; ++i) {
        const std::string name = "video_" + std::to_string(i);
        // Shorter than the window, longer than it, and anything between.
        const std::int64_t rows = i == 0 ? 14 : i == 1 ? 45 : random.uniformInt(24, 40);
        std::vector<model::Instance> actions;
        for (std::int64_t start = 2; start + 8 < rows; start += 11) {
            const auto length = random.uniformInt(3, 6);
            actions.push_back({static_cast<int>(random.uniformInt(0, kClasses - 1)),
                               static_cast<double>(start), static_cast<double>(start + length)});
        }
        writeFeaturesOf(*tiny, name, rows, actions, random);
        model::TrainingVideo video;
        video.name = name;
        video.isTraining = i < training;
        video.fps = 16.0;
        video.durationS = static_cast<double>(rows);
        video.studentFeatures.parts = {tiny->at(name + ".npy")};
        model::VideoDetections labels{name, {}};
        for (const model::Instance &action : actions) {
            video.weakLabels.push_back(action.classIndex);
            labels.detections.push_back({action.classIndex, action.start, action.end, 0.9});
        }
        std::sort(video.weakLabels.begin(), video.weakLabels.end());
        video.weakLabels.erase(std::unique(video.weakLabels.begin(), video.weakLabels.end()),
                               video.weakLabels.end());
        if (video.isTraining) {
            tiny->labels.videos.push_back(labels);
        } else {
            tiny->testTruth.videos.push_back(
                {name, "test", video.durationS, 16.0, std::nullopt, actions, {}});
        }
        tiny->set.videos.push_back(video);
    }
    model::StudentConfig &student = tiny->config.student;
    student.maxSequence = 32;
    student.regressionRanges = {{0, 4}, {4, 8}, {8, 10000}};
    student.embedDim = 32;
    student.headDim = 32;
    student.sgpMlpDim = 32;
    student.batchSize = 3;
    student.pseudoLabelEpochs = 24;
    student.teacherEpochs = 8;
    student.learningRate = 5e-3;
    student.initLossNorm = 10.0;
    student.emaDecay = 0.9;
    tiny->config.runtime.device = model::DeviceChoice::Cpu;
    tiny->config.runtime.threads = 1;
    tiny->config.seed = 11;
    return tiny;
}

class Recorder : public JobReporter
{
public:
    void progress(std::string_view, std::int64_t done, std::int64_t) override
    {
        if (onProgress) {
            onProgress(done);
        }
    }
    void metric(std::string_view name, std::int64_t step, double value) override
    {
        metrics[std::string(name)].push_back(value);
        steps[std::string(name)].push_back(step);
    }
    void artifact(std::string_view kind, const fs::path &) override
    {
        artifacts.emplace_back(kind);
    }
    void message(ReportLevel level, std::string_view text) override
    {
        if (level == ReportLevel::Warning) {
            warnings.emplace_back(text);
        }
    }

    std::function<void(std::int64_t)> onProgress;
    std::map<std::string, std::vector<double>> metrics;
    std::map<std::string, std::vector<std::int64_t>> steps; // of the metrics
    std::vector<std::string> artifacts;
    std::vector<std::string> warnings;
};

base::Result<model::DetectionSet> runStage(const TinySet &tiny, Recorder &recorder,
                                           const std::string &folder,
                                           const base::CancelToken &cancel = {})
{
    const StageContext context{tiny.set,        tiny.config, &tiny.testTruth,
                               tiny.at(folder), recorder,    cancel};
    return runStudentStage(context, tiny.labels, {});
}

std::string bytesOf(const fs::path &path)
{
    return base::readFile(path).value_or(std::string());
}

void verifySameResults(const TinySet &tiny, const std::string &a, const std::string &b)
{
    for (const char *file : {"checkpoint.pt", "predictions.json", "metrics.json"}) {
        const std::string first = bytesOf(tiny.at(a) / file);
        QVERIFY2(!first.empty(), file);
        QVERIFY2(first == bytesOf(tiny.at(b) / file), file);
    }
}

// Without ground truth times of the published worked examples: level 0, 1 and 2 of the full grid.
std::vector<student::PositivePair> assigned(const std::vector<tal::GridSegment> &segments)
{
    const model::StudentConfig config;
    return student::assignLabels(student::makePoints(config, config.maxSequence), segments, config,
                                 static_cast<float>(config.maxSequence))
        .pairs;
}

StudentTrainer::Step oneStep(const TinySet &tiny, std::int64_t partSize,
                             const std::function<void(std::int64_t)> &hook, NamedTensors &weights,
                             std::int64_t &finalPartSize)
{
    auto dataset = StudentDataset::open(tiny.set, tiny.config, tiny.labels, {}).value();
    StudentTrainer trainer(tiny.config.student, kDim, kClasses, {}, false);
    trainer.initialise(tiny.config.seed);
    trainer.setPartSize(partSize);
    trainer.setBeforePart(hook);
    const StudentBatch batch = dataset.batch(0, 0, false).value();
    const StepDraws draws = StepDraws::of(tiny.config.student, 1, 0, batch, kClasses, torch::kCPU);
    const auto step = trainer.train(batch, batch.pseudoLabels, draws, 1e-3, {});
    finalPartSize = trainer.partSize();
    for (const auto &[name, tensor] : trainer.network()->state()) {
        weights.emplace_back(name, tensor.detach().clone());
    }
    return step.value_or(StudentTrainer::Step{});
}

} // namespace

// The student's training from data set to files, on a set small enough to be learnt in seconds.
class TestStudent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareDeterminism(1); }
    void learnsATinySet();
    void goesOnExactlyWhereItStopped_data();
    void goesOnExactlyWhereItStopped();
    void stopsSoonAndSaves();
    void evaluatesWhatItWasStoppedIn();
    void trainsWithoutAnnotatedTestVideos();
    void refusesAnotherConfigurationsResumePoint();
    void trainsWithoutAnyLabel();
    void skipsBatchesWithoutTeacher();
    void warnsOfAYoungTeacher();
    void computesPartsAsTheWhole();
    void cutsTheBatchWhereMemoryRunsOut();
    void keepsCorrections();
    void mergesMachineAndPerson();
    void refusesBadLabels_data();
    void refusesBadLabels();
    void refusesBadFeatures();
    void refusesBadConfigurations_data();
    void refusesBadConfigurations();
    void batchesDependOnSeedAndPlaceOnly();
    void assignsTheWorkedExamples();
    void losesTheWorkedExamples();
    void filtersAndClipsTheTeacher();
    void readsCheckpointsOfDataParallelTraining();
};

void TestStudent::learnsATinySet()
{
    const auto tiny = makeTinySet();
    Recorder recorder;
    QElapsedTimer timer;
    timer.start();
    const auto predictions = runStage(*tiny, recorder, "run");
    QVERIFY2(predictions.has_value(), predictions ? "" : predictions.error().sentence().c_str());
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
    const std::vector<double> &losses = recorder.metrics["student.loss"];
    QCOMPARE(losses.size(), std::size_t{3 * 32});
    const double last = (losses[90] + losses[91] + losses[92] + losses[93] + losses[94]) / 5.0;
    QVERIFY2(last < 0.5 * losses.front(),
             qPrintable(QString("%1 of %2").arg(last).arg(losses.front())));
    const double map = recorder.metrics["student.test_map"].back();
    QVERIFY2(map > 0.7, qPrintable(QString::number(map)));
    QCOMPARE(predictions->videos.size(), tiny->set.videos.size());
    QCOMPARE(recorder.artifacts,
             (std::vector<std::string>{"checkpoint", "predictions", "metrics"}));
    QVERIFY(recorder.warnings.empty());
    const auto weights = loadTensors(tiny->at("run") / "checkpoint.pt");
    QVERIFY(weights.has_value());
    QCOMPARE(weights->front().first, std::string("backbone.embd.0.conv.weight"));
}

void TestStudent::goesOnExactlyWhereItStopped_data()
{
    QTest::addColumn<int>("killedAt");
    QTest::newRow("phase 1") << 4;
    QTest::newRow("phase 2, inside an epoch") << 14;
}

// A killed run leaves the last resume point; what was done after it is done again.
void TestStudent::goesOnExactlyWhereItStopped()
{
    QFETCH(int, killedAt);
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 3;
    tiny->config.student.teacherEpochs = 3;
    tiny->config.runtime.checkpointEverySteps = 2;
    tiny->config.student.teacherFallback = model::TeacherFallback::Sticky;
    Recorder recorder;
    recorder.onProgress = [&](std::int64_t done) {
        if (done == killedAt + 1) {
            fs::create_directories(tiny->at("killed"));
            fs::copy_file(tiny->at("whole") / "resume.pt", tiny->at("killed") / "resume.pt");
        }
    };
    QVERIFY(runStage(*tiny, recorder, "whole").has_value());
    recorder.onProgress = nullptr;
    recorder.metrics.clear();
    QVERIFY(runStage(*tiny, recorder, "killed").has_value());
    QVERIFY(recorder.metrics["student.loss"].size() <= static_cast<std::size_t>(18 - killedAt));
    verifySameResults(*tiny, "whole", "killed");

    tiny->config.seed = 12;
    QVERIFY(runStage(*tiny, recorder, "other").has_value());
    QVERIFY(bytesOf(tiny->at("other") / "checkpoint.pt") !=
            bytesOf(tiny->at("whole") / "checkpoint.pt"));
}

void TestStudent::stopsSoonAndSaves()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 3;
    tiny->config.student.teacherEpochs = 2;
    Recorder recorder;
    QVERIFY(runStage(*tiny, recorder, "whole").has_value());

    for (const std::int64_t lastStep : {5, 11}) {
        const std::string folder = "stopped_" + std::to_string(lastStep);
        const base::CancelToken cancel;
        QElapsedTimer sinceCancel;
        recorder.onProgress = [&](std::int64_t done) {
            if (done == lastStep) {
                sinceCancel.start();
                cancel.cancel();
            }
        };
        const auto stopped = runStage(*tiny, recorder, folder, cancel);
        QVERIFY(!stopped.has_value());
        QVERIFY(stopped.error().code == base::ErrorCode::Cancelled);
        QVERIFY(sinceCancel.elapsed() < 3000);
        QVERIFY(!fs::exists(tiny->at(folder) / "checkpoint.pt"));
        recorder.onProgress = nullptr;
        QVERIFY(runStage(*tiny, recorder, folder).has_value());
        verifySameResults(*tiny, "whole", folder);
    }
}

// The evaluation after ten epochs (of three steps) is done by whoever goes on, if the stop came in
// it.
void TestStudent::evaluatesWhatItWasStoppedIn()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 11;
    tiny->config.student.teacherEpochs = 0;
    const base::CancelToken cancel;
    Recorder recorder;
    recorder.onProgress = [&](std::int64_t done) {
        if (done == 30) {
            cancel.cancel();
        }
    };
    QVERIFY(!runStage(*tiny, recorder, "run", cancel).has_value());
    QVERIFY(recorder.steps["student.test_map"].empty());
    recorder.onProgress = nullptr;
    QVERIFY(runStage(*tiny, recorder, "run").has_value());
    QCOMPARE(recorder.steps["student.test_map"], (std::vector<std::int64_t>{30, 33}));
}

// A test split whose annotations are kept secret has videos in its ground truth, but no instance.
void TestStudent::trainsWithoutAnnotatedTestVideos()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 11;
    tiny->config.student.teacherEpochs = 0;
    for (model::VideoGroundTruth &video : tiny->testTruth.videos) {
        video.instances.clear();
    }
    Recorder recorder;
    const auto predictions = runStage(*tiny, recorder, "run");
    QVERIFY2(predictions.has_value(), predictions ? "" : predictions.error().sentence().c_str());
    QVERIFY(recorder.metrics["student.test_map"].empty());
}

void TestStudent::refusesAnotherConfigurationsResumePoint()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 1;
    tiny->config.student.teacherEpochs = 0;
    Recorder recorder;
    QVERIFY(runStage(*tiny, recorder, "run").has_value());
    tiny->config.student.pseudoLabelEpochs = 2;
    const auto refused = runStage(*tiny, recorder, "run");
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().code == base::ErrorCode::BadValue);
    QVERIFY(refused.error().sentence().find("resume.pt") != std::string::npos);

    QVERIFY(base::writeFileAtomically(tiny->at("run") / "resume.pt", "not a checkpoint"));
    QVERIFY(!runStage(*tiny, recorder, "run").has_value());
}

void TestStudent::trainsWithoutAnyLabel()
{
    const auto tiny = makeTinySet();
    tiny->labels.videos.clear();
    tiny->config.student.pseudoLabelEpochs = 2;
    tiny->config.student.teacherEpochs = 0;
    Recorder recorder;
    const auto predictions = runStage(*tiny, recorder, "run");
    QVERIFY2(predictions.has_value(), predictions ? "" : predictions.error().sentence().c_str());
    for (const double loss : recorder.metrics["student.loss"]) {
        QVERIFY(std::isfinite(loss));
    }
    for (const double loss : recorder.metrics["student.loss.regression"]) {
        QCOMPARE(loss, 0.0);
    }
    tiny->config.filter.whenEmpty = model::EmptyVideoPolicy::Skip;
    const auto nothing = runStage(*tiny, recorder, "skipping");
    QVERIFY(!nothing.has_value());
    QVERIFY(nothing.error().code == base::ErrorCode::BadValue);
}

void TestStudent::skipsBatchesWithoutTeacher()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 1;
    tiny->config.student.teacherEpochs = 2;
    tiny->config.student.preNmsScore = 0.999; // the teacher never finds anything
    Recorder recorder;
    QVERIFY(runStage(*tiny, recorder, "skip").has_value());
    QCOMPARE(recorder.metrics["student.loss"].size(), std::size_t{3});
    QVERIFY(bytesOf(tiny->at("skip") / "metrics.json").find("\"skipped_batches\": 6") !=
            std::string::npos);

    tiny->config.student.teacherFallback = model::TeacherFallback::Sticky;
    recorder.metrics.clear();
    QVERIFY(runStage(*tiny, recorder, "sticky").has_value());
    QCOMPARE(recorder.metrics["student.loss"].size(), std::size_t{3 + 2 * 2});
}

void TestStudent::warnsOfAYoungTeacher()
{
    const auto tiny = makeTinySet();
    tiny->config.student.pseudoLabelEpochs = 1;
    tiny->config.student.teacherEpochs = 0;
    tiny->config.student.emaDecay = 0.999;
    Recorder recorder;
    QVERIFY(runStage(*tiny, recorder, "run").has_value());
    QCOMPARE(recorder.warnings.size(), std::size_t{1});
    QVERIFY(recorder.warnings.front().find("ema_decay") != std::string::npos);
}

void TestStudent::computesPartsAsTheWhole()
{
    for (const auto milTopK : {model::MilTopK::PerVideo, model::MilTopK::BatchSum}) {
        const auto tiny = makeTinySet();
        tiny->config.student.milTopK = milTopK;
        NamedTensors whole;
        NamedTensors parts;
        std::int64_t size = 0;
        const auto a = oneStep(*tiny, 0, {}, whole, size);
        const auto b = oneStep(*tiny, 1, {}, parts, size);
        QVERIFY(a.total > 0.0);
        QVERIFY(std::abs(a.total - b.total) < 1e-5 * a.total);
        QVERIFY(std::abs(a.gradientNorm - b.gradientNorm) < 1e-4 * a.gradientNorm);
    }
}

void TestStudent::cutsTheBatchWhereMemoryRunsOut()
{
    const auto tiny = makeTinySet();
    NamedTensors weights;
    std::int64_t size = 0;
    std::vector<std::int64_t> tried;
    const auto step = oneStep(
        *tiny, 0,
        [&](std::int64_t samples) {
            tried.push_back(samples);
            if (samples > 1) {
                throw std::bad_alloc();
            }
        },
        weights, size);
    QVERIFY(step.total > 0.0);
    QCOMPARE(tried, (std::vector<std::int64_t>{3, 1, 1, 1}));
    QCOMPARE(size, std::int64_t{1});

    StudentTrainer trainer(tiny->config.student, kDim, kClasses, {}, false);
    trainer.initialise(1);
    trainer.setBeforePart([](std::int64_t) { throw std::bad_alloc(); });
    auto dataset = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {}).value();
    const StudentBatch batch = dataset.batch(0, 0, false).value();
    const auto failed = trainer.train(batch, batch.pseudoLabels, {}, 1e-3, {});
    QVERIFY(!failed.has_value());
    QVERIFY(failed.error().code == base::ErrorCode::OutOfMemory);
}

void TestStudent::keepsCorrections()
{
    const auto tiny = makeTinySet();
    tiny->config.student.cropRatioMin = 1.0; // no crop: targets as they are
    tiny->config.student.maxSequence = 48;
    const model::Instance done{2, 3.0, 6.0};
    const model::Instance added{1, 20.0, 23.0};
    const std::vector<model::CorrectedVideo> corrections = {{"video_2", true, {done}},
                                                            {"video_3", false, {added}}};
    auto dataset = StudentDataset::open(tiny->set, tiny->config, tiny->labels, corrections).value();
    int found = 0;
    for (std::int64_t index = 0; index < dataset.batchesPerEpoch(); ++index) {
        const StudentBatch batch = dataset.batch(0, index, false).value();
        for (std::size_t b = 0; b < batch.lengths.size(); ++b) {
            const student::Correction &correction = batch.corrections[b];
            if (correction.segments.empty()) {
                continue;
            }
            ++found;
            QCOMPARE(correction.segments.size(), std::size_t{1});
            const Targets targets = student::mergeTargets(batch.pseudoLabels[b], correction);
            if (correction.isWholeTruth) {
                QCOMPARE(targets, (Targets{{2.5F, 5.5F, 2}}));
                // Even what the teacher finds does not change it.
                QCOMPARE(student::mergeTargets(Targets{{9.0F, 12.0F, 0}}, correction), targets);
            } else {
                QVERIFY(targets.size() >= 2);
                QCOMPARE(targets.front(), (tal::GridSegment{19.5F, 22.5F, 1}));
            }
        }
    }
    QCOMPARE(found, 2);
}

void TestStudent::mergesMachineAndPerson()
{
    const student::Correction correction{false, {{10.0F, 20.0F, 1}}};
    const Targets machine = {{11.0F, 19.0F, 1},  // the same action: the person's word stands
                             {11.0F, 19.0F, 0},  // another class
                             {18.0F, 28.0F, 1}}; // another action of the class
    QCOMPARE(student::mergeTargets(machine, correction),
             (Targets{{10.0F, 20.0F, 1}, {11.0F, 19.0F, 0}, {18.0F, 28.0F, 1}}));
    QCOMPARE(student::mergeTargets(machine, {}), machine);
}

void TestStudent::refusesBadLabels_data()
{
    QTest::addColumn<QString>("video");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<QString>("className");
    QTest::addColumn<int>("code");
    const auto code = [](base::ErrorCode value) { return static_cast<int>(value); };
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("test video") << "video_9" << 1.0 << 2.0 << "run"
                                << code(base::ErrorCode::Conflict);
    QTest::newRow("unknown video")
        << "nobody" << 1.0 << 2.0 << "run" << code(base::ErrorCode::NotFound);
    QTest::newRow("unknown class")
        << "video_2" << 1.0 << 2.0 << "fly" << code(base::ErrorCode::NotFound);
    QTest::newRow("no number") << "video_2" << nan << 2.0 << "run"
                               << code(base::ErrorCode::BadValue);
    QTest::newRow("reversed") << "video_2" << 3.0 << 2.0 << "run"
                              << code(base::ErrorCode::BadValue);
}

void TestStudent::refusesBadLabels()
{
    QFETCH(QString, video);
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(QString, className);
    QFETCH(int, code);
    const auto tiny = makeTinySet();
    const model::DetectionSet labels{{className.toStdString()},
                                     {{video.toStdString(), {{0, start, end, 0.5}}}}};
    const auto refused = StudentDataset::open(tiny->set, tiny->config, labels, {});
    QVERIFY(!refused.has_value());
    QCOMPARE(static_cast<int>(refused.error().code), code);
}

void TestStudent::refusesBadFeatures()
{
    const auto tiny = makeTinySet();
    tiny->set.studentGrid.dim = kDim + 1;
    const auto wrongWidth = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {});
    QVERIFY(!wrongWidth.has_value());
    QVERIFY(wrongWidth.error().sentence().find("video_0.npy") != std::string::npos);

    tiny->set.studentGrid.dim = kDim;
    tiny->config.student.maxBufferFactor = 1.0; // video_1 has 45 rows, the window 32
    const auto tooLong = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {});
    QVERIFY(!tooLong.has_value());
    QVERIFY(tooLong.error().sentence().find("45 rows") != std::string::npos);

    fs::remove(tiny->at("video_3.npy"));
    tiny->config.student.maxBufferFactor = 6.0;
    QVERIFY(!StudentDataset::open(tiny->set, tiny->config, tiny->labels, {}).has_value());

    tiny->set.studentGrid.sampleFps = 0.0;
    tiny->set.videos[4].fps = 0.0;
    const auto noRate = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {});
    QVERIFY(!noRate.has_value());
    QVERIFY(noRate.error().sentence().find("video_4") != std::string::npos);
}

void TestStudent::refusesBadConfigurations_data()
{
    QTest::addColumn<int>("embedDim");
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("maxSequence");
    QTest::newRow("groups") << 40 << 3 << 32;
    QTest::newRow("even kernel") << 32 << 4 << 32;
    QTest::newRow("levels") << 32 << 3 << 33;
}

void TestStudent::refusesBadConfigurations()
{
    QFETCH(int, embedDim);
    QFETCH(int, kernel);
    QFETCH(int, maxSequence);
    const auto tiny = makeTinySet();
    tiny->config.student.embedDim = embedDim;
    tiny->config.student.headKernel = kernel;
    tiny->config.student.maxSequence = maxSequence;
    Recorder recorder;
    const auto refused = runStage(*tiny, recorder, "run");
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().code == base::ErrorCode::BadValue);
    QVERIFY(refused.error().sentence().find("student") != std::string::npos);
}

void TestStudent::batchesDependOnSeedAndPlaceOnly()
{
    const auto tiny = makeTinySet();
    const auto a = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {}).value();
    const auto b = StudentDataset::open(tiny->set, tiny->config, tiny->labels, {}).value();
    QCOMPARE(a.batchesPerEpoch(), std::int64_t{3});
    (void)a.batch(0, 0, false).value();
    (void)a.batch(7, 2, false).value();
    const StudentBatch first = a.batch(1, 1, false).value();
    Prefetcher<StudentBatch> loader(
        4, 5, 2, [&b](std::int64_t step) { return b.batch(step / 3, step % 3, false); });
    const StudentBatch second = loader.next().value();
    QVERIFY(torch::equal(first.features, second.features));
    QCOMPARE(first.lengths, second.lengths);
    QCOMPARE(first.pseudoLabels, second.pseudoLabels);
    QVERIFY(!torch::equal(
        first.features,
        loader.next().value().features.narrow(0, 0, 2)[0].unsqueeze(0).expand_as(first.features)));
    // Behind the crop there are zeros.
    QCOMPARE(first.features[0]
                 .narrow(1, first.lengths[0], 32 - first.lengths[0])
                 .abs()
                 .sum()
                 .item<float>(),
             0.0F);
}

void TestStudent::assignsTheWorkedExamples()
{
    using Pairs = std::vector<student::PositivePair>;
    const std::int64_t level1 = 2304;
    const std::int64_t level2 = 2304 + 1152;
    QCOMPARE(assigned({{10.0F, 20.0F, 3}}), (Pairs{{level1 + 7, 3, 2.0F, 3.0F},
                                                   {level1 + 8, 3, 3.0F, 2.0F},
                                                   {level2 + 3, 3, 0.5F, 2.0F}}));
    QCOMPARE(assigned({{100.0F, 104.0F, 0}}),
             (Pairs{{101, 0, 1.0F, 3.0F}, {102, 0, 2.0F, 2.0F}, {103, 0, 3.0F, 1.0F}}));
    QCOMPARE(assigned({{10.0F, 20.0F, 3}, {10.0005F, 20.0F, 7}}).size(), std::size_t{7});
    QVERIFY(assigned({}).empty());
    QVERIFY(assigned({{5.0F, 5.0F, 0}, {9.0F, 4.0F, 0}}).empty());
    QCOMPARE(student::updatedNormaliser({}, 100.0, 3), 90.3);
    QCOMPARE(student::updatedNormaliser({}, 100.0, 0), 90.1);
}

void TestStudent::losesTheWorkedExamples()
{
    const auto near = [](double actual, double wanted) { return std::abs(actual - wanted) < 2e-6; };
    const torch::Tensor zero = torch::zeros({});
    QVERIFY(near(student::focalLoss(zero, torch::ones({})).item<double>(), 0.0433217));
    QVERIFY(near(student::focalLoss(zero, zero).item<double>(), 0.1299651));
    const torch::Tensor predicted = torch::tensor({{2.0F, 3.0F}});
    const torch::Tensor target = torch::tensor({{3.0F, 2.0F}});
    const torch::Tensor iou = student::offsetIou(predicted, target);
    QVERIFY(near(iou.item<double>(), 0.666667));
    QVERIFY(near(student::diouLoss(predicted, target).item<double>(), 0.361111));
    QVERIFY(near(iou.pow(0.2).item<double>(), 0.922108));

    student::BatchTargets targets;
    targets.weakLabels = {{0}};
    const torch::Tensor scores = torch::softmax(torch::tensor({{1.0F, -1.0F}}), 1);
    QVERIFY(near(scores[0][0].item<double>(), 0.880797));
    QVERIFY(near(student::milLoss(scores, targets, 1).item<double>(), 0.126928));
    targets.weakLabels = {{}};
    QCOMPARE(student::milLoss(scores, targets, 1).item<double>(), 0.0);

    const model::StudentConfig config;
    student::LearningRate rate(config, 25, 100);
    QCOMPARE(rate.at(0), 0.0);
    QVERIFY(std::abs(rate.at(1) - 4.1667e-6) < 1e-9);
    QVERIFY(std::abs(rate.at(2) - 8.3333e-6) < 1e-9);
    QVERIFY(std::abs(rate.at(24) - 1e-4) < 1e-15);
    QVERIFY(std::abs(rate.at(2000) - 1e-4) < 1e-15);
    QCOMPARE(rate.at(0), 0.0);
    QVERIFY(student::initialShare(0.999, 366) > 0.69);
}

void TestStudent::filtersAndClipsTheTeacher()
{
    model::StudentConfig config;
    student::TeacherVideo video;
    video.grid = {.fps = 16.0, .windowFrames = 16, .strideFrames = 16};
    video.detections = {{0, -3.0, 4.5, 0.9}, {1, 2.5, 40.5, 0.8}, {1, 3.0, 4.0, 0.1}};
    video.weakLabels = {1};
    video.cropLength = 20;
    QCOMPARE(student::teacherTargets(config, video), (Targets{{0.0F, 4.0F, 0}, {2.0F, 40.0F, 1}}));
    config.teacherLabelFilter = true;
    QCOMPARE(student::teacherTargets(config, video), (Targets{{2.0F, 40.0F, 1}}));
    config.teacherClipsToCrop = true;
    QCOMPARE(student::teacherTargets(config, video), (Targets{{2.0F, 20.0F, 1}}));
    config.teacherScore = 0.95; // none passes: the best one stays
    QCOMPARE(student::teacherTargets(config, video), (Targets{{2.0F, 20.0F, 1}}));
    video.weakLabels = {2};
    QVERIFY(student::teacherTargets(config, video).empty());
}

void TestStudent::readsCheckpointsOfDataParallelTraining()
{
    const auto tiny = makeTinySet(3, 0);
    StudentTrainer trainer(tiny->config.student, kDim, kClasses, {}, false);
    trainer.initialise(3);
    NamedTensors prefixed;
    appendWithPrefix(prefixed, "module.", trainer.weights());
    const fs::path file = tiny->at("published.pth.tar");
    QVERIFY(saveTensors(file, prefixed).has_value());
    StudentTrainer other(tiny->config.student, kDim, kClasses, {}, false);
    other.initialise(4);
    const auto loaded = loadTensors(file);
    QVERIFY(loaded.has_value());
    QVERIFY(assignTensors(file, *loaded, other.average()->state()).has_value());
    const auto ours = other.weights();
    const auto theirs = trainer.weights();
    for (std::size_t i = 0; i < ours.size(); ++i) {
        QVERIFY(torch::equal(ours[i].second, theirs[i].second));
    }
}

QTEST_GUILESS_MAIN(TestStudent)
#include "tst_student.moc"
