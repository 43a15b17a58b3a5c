#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include "core/base/file.h"
#include "core/data/detection_json.h"
#include "core/data/number_text.h"
#include "core/ml/dataset/prefetcher.h"
#include "core/ml/dataset/student_dataset.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/runtime/determinism.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/ml/train/save_clock.h"
#include "core/ml/train/stage.h"
#include "core/ml/train/student_trainer.h"
#include "core/tal/average_precision.h"

namespace core::ml {

namespace {

constexpr const char *kPhase = "student";
constexpr const char *kResumeFile = "resume.pt";
// Epochs between two evaluations on the test split, where its ground truth is known.
constexpr std::int64_t kEvaluateEpochs = 10;
// Above this share of initial weights an average is no teacher (spec fustal-stage3-student §11).
constexpr double kYoungAverage = 0.1;

base::Error invalid(const char *key, const std::string &problem, const std::string &expected)
{
    return {
        .code = base::ErrorCode::BadValue, .problem = problem, .place = key, .expected = expected};
}

// What the ranges of single keys cannot say.
base::Result<void> checkConfig(const model::StudentConfig &config)
{
    const auto isEven = [](int value) { return value % 2 == 0; };
    if (isEven(config.embedKernel) || isEven(config.headKernel) || isEven(config.boundaryKernel) ||
        isEven(config.sgpWindow)) {
        return base::fail(invalid("student", "a kernel or window has an even size", "odd sizes"));
    }
    if (config.embedDim % 16 != 0) {
        return base::fail(invalid("student.embed_dim", std::to_string(config.embedDim),
                                  "a multiple of 16, the number of groups that are normalised"));
    }
    const std::size_t levels = config.regressionRanges.size();
    if (levels == 0 || levels > 16 || config.maxSequence % (1 << (levels - 1)) != 0) {
        return base::fail(invalid("student.max_sequence", std::to_string(config.maxSequence),
                                  "a multiple of 2^(levels - 1), one level a regression range"));
    }
    if (config.cropRatioMin > config.cropRatioMax) {
        return base::fail(
            invalid("student.crop_ratio_min", "it is above crop_ratio_max", "at most the maximum"));
    }
    return {};
}

class StudentStage
{
public:
    StudentStage(const StageContext &context, const StudentDataset &dataset,
                 StudentTrainer &trainer)
        : m_context(context)
        , m_config(context.config.student)
        , m_dataset(dataset)
        , m_trainer(trainer)
        , m_perEpoch(dataset.batchesPerEpoch())
        , m_teacherStep(m_perEpoch * m_config.pseudoLabelEpochs)
        , m_lastStep(m_teacherStep + m_perEpoch * m_config.teacherEpochs)
        , m_rate(m_config, m_perEpoch,
                 m_config.pseudoLabelEpochs + m_config.teacherEpochs - m_config.warmupEpochs)
    {
    }

    base::Result<model::DetectionSet> run()
    {
        TRY(resume());
        warnOfYoungTeacher();
        if (auto trained = train(); !trained) {
            if (trained.error().code == base::ErrorCode::Cancelled) {
                TRY(saveResume());
            }
            return base::fail(std::move(trained).error());
        }
        TRY(saveResume());
        return m_context.isLeader() ? finish() : model::DetectionSet{};
    }

private:
    std::filesystem::path path(const char *name) const { return m_context.folder / name; }
    bool isTeaching() const { return m_step >= m_teacherStep; }
    void warnOfYoungTeacher();
    base::Result<void> resume();
    base::Result<void> saveResume();
    base::Result<void> train();
    base::Result<void> trainStep(const StudentBatch &batch);
    base::Result<std::optional<std::vector<student::Targets>>> targetsOf(const StudentBatch &batch);
    void reportStep(const StudentTrainer::Step &step, double learningRate);
    base::Result<model::DetectionSet> detectAll(bool isTestOnly);
    base::Result<std::optional<tal::EvaluationResult>>
    evaluate(const model::DetectionSet &predictions) const;
    base::Result<void> evaluateEpoch();
    base::Result<model::DetectionSet> finish();
    std::string metricsJson(const std::optional<tal::EvaluationResult> &result) const;

    const StageContext &m_context;
    const model::StudentConfig &m_config;
    const StudentDataset &m_dataset;
    StudentTrainer &m_trainer;
    std::int64_t m_perEpoch;
    std::int64_t m_teacherStep; // first step of phase 2
    std::int64_t m_lastStep;
    student::LearningRate m_rate;
    std::int64_t m_step = 0; // batches done, skipped ones included
    std::int64_t m_skipped = 0;
    student::TeacherEpoch m_teacherEpoch;
};

void StudentStage::warnOfYoungTeacher()
{
    const std::int64_t steps = m_config.teacherEpochs > 0 ? m_teacherStep : m_lastStep;
    const double share = student::initialShare(m_config.emaDecay, steps);
    if (share > kYoungAverage) {
        const auto percent = static_cast<int>(std::lround(100.0 * share));
        m_context.reporter.message(
            ReportLevel::Warning,
            "After " + std::to_string(steps) + " steps with student.ema_decay " +
                data::numberText(m_config.emaDecay) + " the averaged student still holds " +
                std::to_string(percent) +
                " % of its initial weights: take a smaller ema_decay or more epochs");
    }
}

base::Result<void> StudentStage::resume()
{
    const std::filesystem::path file = path(kResumeFile);
    if (!std::filesystem::exists(file)) {
        return {};
    }
    const NamedTensors state = TRY(loadTensors(file));
    const std::vector<std::int64_t> position = TRY(readIntegers(state, "position"));
    if (position.size() != 4 || position[0] < 0 || position[0] > m_lastStep ||
        position[3] != m_lastStep) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "the resume point belongs to another configuration",
                           .file = file.string(),
                           .expected = "the configuration and labels that the run began with"});
    }
    TRY(m_trainer.restore(file, state));
    m_step = position[0];
    m_skipped = position[1];
    m_teacherEpoch.isFallenBack = position[2] != 0;
    m_context.reporter.message(ReportLevel::Info,
                               "The student goes on after step " + std::to_string(m_step));
    return {};
}

base::Result<void> StudentStage::saveResume()
{
    if (!m_context.isLeader()) {
        return {};
    }
    NamedTensors state = m_trainer.state();
    state.emplace_back(
        "position",
        integersTensor({m_step, m_skipped, m_teacherEpoch.isFallenBack ? 1 : 0, m_lastStep}));
    return saveTensors(path(kResumeFile), state);
}

base::Result<void> StudentStage::train()
{
    m_context.reporter.progress(kPhase, m_step, m_lastStep);
    const bool isPinned = m_trainer.device().is_cuda();
    Prefetcher<StudentBatch> loader(
        m_step, m_lastStep - 1, m_context.config.runtime.loaderQueue, [&](std::int64_t step) {
            return catchTorch("student batch", [&] {
                return m_dataset.batch(step / m_perEpoch, step % m_perEpoch, isPinned);
            });
        });
    SaveClock saving(m_context.config.runtime.checkpointEverySteps);
    while (m_step < m_lastStep) {
        if (TRY(m_context.mustStop())) {
            return base::fail({.code = base::ErrorCode::Cancelled, .problem = "stopped"});
        }
        // Before the step, so that a run that was stopped meanwhile does it when it goes on.
        if (m_step > 0 && m_step % (kEvaluateEpochs * m_perEpoch) == 0) {
            TRY(evaluateEpoch());
        }
        const StudentBatch batch = TRY(loader.next());
        if (m_step % m_perEpoch == 0) {
            m_teacherEpoch = {};
        }
        TRY(trainStep(batch));
        ++m_step;
        m_context.reporter.progress(kPhase, m_step, m_lastStep);
        if (m_step < m_lastStep && saving.isDue(m_step)) {
            TRY(saveResume());
            saving.noteSaved();
        }
    }
    return {};
}

base::Result<std::optional<std::vector<student::Targets>>>
StudentStage::targetsOf(const StudentBatch &batch)
{
    std::vector<student::Targets> pseudoLabels;
    for (std::size_t b = 0; b < batch.pseudoLabels.size(); ++b) {
        pseudoLabels.push_back(student::mergeTargets(batch.pseudoLabels[b], batch.corrections[b]));
    }
    if (!isTeaching()) {
        return pseudoLabels;
    }
    std::vector<std::vector<model::Detection>> found;
    if (!m_teacherEpoch.isFallenBack) {
        found = TRY(m_trainer.teach(batch));
    }
    return student::teacherBatch(m_config, m_teacherEpoch, pseudoLabels, [&] {
        std::vector<student::Taught> out;
        for (std::size_t b = 0; b < found.size(); ++b) {
            const student::Targets machine = student::teacherTargets(
                m_config, {found[b], batch.grids[b], batch.weakLabels[b], batch.lengths[b]});
            const student::Correction &correction = batch.corrections[b];
            out.push_back({student::mergeTargets(machine, correction),
                           machine.empty() && !correction.isWholeTruth});
        }
        return out;
    });
}

base::Result<void> StudentStage::trainStep(const StudentBatch &batch)
{
    const std::int64_t partBefore = m_trainer.partSize();
    const auto targets = TRY(targetsOf(batch));
    if (!targets) {
        ++m_skipped;
        return {};
    }
    // Skipped batches do not advance the schedule.
    const double rate = m_rate.at(m_trainer.optimiser().steps());
    const StepDraws draws = TRY(catchTorch("student step", [&]() -> base::Result<StepDraws> {
        return StepDraws::of(m_config, m_context.config.seed, m_step, batch,
                             m_trainer.network()->classes(), m_trainer.device());
    }));
    // A step that others share is stopped by nobody alone.
    const base::CancelToken cancel =
        m_context.ranks == nullptr ? m_context.cancel : base::CancelToken();
    const StudentTrainer::Step step = TRY(m_trainer.train(batch, *targets, draws, rate, cancel));
    if (m_trainer.partSize() != partBefore) {
        m_context.reporter.message(
            ReportLevel::Warning,
            "Memory ran out: batches of " + std::to_string(m_config.batchSize) +
                " videos are now computed " + std::to_string(m_trainer.partSize()) +
                " at a time; gradients add up to the same");
    }
    if (!std::isfinite(step.total)) {
        return base::fail({.code = base::ErrorCode::Internal,
                           .problem = "the student's loss is no longer a number (step " +
                                      std::to_string(m_step) + ")",
                           .expected = "a smaller student.learning_rate may help"});
    }
    reportStep(step, rate);
    return {};
}

void StudentStage::reportStep(const StudentTrainer::Step &step, double learningRate)
{
    const auto report = [&](const char *name, double value) {
        m_context.reporter.metric(name, m_step, value);
    };
    report("student.loss", step.total);
    report("student.loss.classification", step.cls);
    report("student.loss.regression", step.reg);
    report("student.loss.mil", step.mil);
    report("student.gradient_norm", step.gradientNorm);
    report("student.learning_rate", learningRate);
}

base::Result<model::DetectionSet> StudentStage::detectAll(bool isTestOnly)
{
    model::DetectionSet out{m_context.set.classes, {}};
    for (std::size_t index = 0; index < m_context.set.videos.size(); ++index) {
        if (m_context.cancel.isCancelled()) {
            return base::fail({.code = base::ErrorCode::Cancelled, .problem = "stopped"});
        }
        const model::TrainingVideo &video = m_context.set.videos[index];
        if (!isTestOnly || !video.isTraining) {
            const StudentVideo whole = TRY(m_dataset.video(index));
            auto detections = TRY(m_trainer.detect(whole));
            out.videos.push_back({video.name, std::move(detections)});
        }
    }
    return out;
}

base::Result<std::optional<tal::EvaluationResult>>
StudentStage::evaluate(const model::DetectionSet &predictions) const
{
    if (!m_context.canEvaluate()) {
        return std::nullopt;
    }
    std::unordered_set<std::string_view> annotated;
    for (const model::VideoGroundTruth &video : m_context.testGroundTruth->videos) {
        annotated.insert(video.video);
    }
    model::DetectionSet test{predictions.classes, {}};
    for (const model::VideoDetections &video : predictions.videos) {
        if (annotated.contains(video.video)) {
            test.videos.push_back(video);
        }
    }
    return TRY(tal::evaluate(*m_context.testGroundTruth, test,
                             {.protocol = m_context.config.evaluation.protocol,
                              .subset = {},
                              .videos = {},
                              .tiou = m_context.config.evaluation.tiou}));
}

base::Result<void> StudentStage::evaluateEpoch()
{
    if (!m_context.canEvaluate() || !m_context.isLeader()) {
        return {};
    }
    const auto result = TRY(evaluate(TRY(detectAll(true))));
    m_context.reporter.metric("student.test_map", m_step, result->averageMap);
    return {};
}

base::Result<model::DetectionSet> StudentStage::finish()
{
    TRY(saveTensors(path("checkpoint.pt"), m_trainer.weights()));
    m_context.reporter.artifact("checkpoint", path("checkpoint.pt"));
    const model::DetectionSet predictions = TRY(detectAll(false));
    TRY(data::writeDetectionJson(path("predictions.json"), predictions,
                                 data::DetectionForm::ActivityNet));
    m_context.reporter.artifact("predictions", path("predictions.json"));
    const auto result = TRY(evaluate(predictions));
    if (result) {
        m_context.reporter.metric("student.test_map", m_step, result->averageMap);
    }
    TRY(base::writeFileAtomically(path("metrics.json"), metricsJson(result)));
    m_context.reporter.artifact("metrics", path("metrics.json"));
    const PeakMemory peak = peakMemory({.isCuda = m_trainer.device().is_cuda(),
                                        .index = std::max<int>(0, m_trainer.device().index())});
    constexpr std::int64_t kMebibyte = std::int64_t{1} << 20;
    m_context.reporter.message(
        ReportLevel::Info,
        "Student: at most " + std::to_string(peak.hostBytes / kMebibyte) + " MiB of memory, " +
            std::to_string(m_dataset.cachedBytes() / kMebibyte) + " of " +
            std::to_string(m_dataset.featureBytes() / kMebibyte) + " MiB of features kept in it");
    return predictions;
}

std::string StudentStage::metricsJson(const std::optional<tal::EvaluationResult> &result) const
{
    const auto list = [](const std::vector<double> &values) {
        std::string text = "[";
        for (const double value : values) {
            text += text.size() > 1 ? ", " : "";
            data::appendNumber(text, value);
        }
        return text + "]";
    };
    std::string text = "{\"steps\": " + std::to_string(m_trainer.optimiser().steps()) +
                       ", \"skipped_batches\": " + std::to_string(m_skipped);
    if (result) {
        text += ", \"protocol\": \"" + result->protocol + "\", \"tiou\": " + list(result->tiou) +
                ", \"map\": " + list(result->map) +
                ", \"average_map\": " + data::numberText(result->averageMap);
    }
    return text + "}\n";
}

} // namespace

base::Result<model::DetectionSet>
runStudentStage(const StageContext &context, const model::DetectionSet &pseudoLabels,
                const std::vector<model::CorrectedVideo> &corrections)
{
    TRY(checkConfig(context.config.student));
    TRY(base::makeFolder(context.folder));
    const ChosenDevice chosen = TRY(context.device());
    prepareDeterminism(context.threads());
    context.reporter.message(ReportLevel::Info, chosen.note);
    return catchTorch("student", [&]() -> base::Result<model::DetectionSet> {
        StudentDataset dataset = TRY(StudentDataset::open(context.set, context.config, pseudoLabels,
                                                          corrections, context.cancel));
        StudentTrainer trainer(context.config.student, context.set.studentGrid.dim,
                               static_cast<std::int64_t>(context.set.classes.size()), chosen.device,
                               context.config.runtime.amp, context.ranks);
        trainer.initialise(context.config.seed);
        return StudentStage(context, dataset, trainer).run();
    });
}

} // namespace core::ml
