#include "core/ml/train/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/run_folder.h"
#include "core/ml/runtime/device.h"
#include "core/ml/train/run_evaluation.h"
#include "core/ml/train/stage.h"
#include "core/tal/rejections.h"

namespace core::ml {

using base::ErrorCode;
using base::fail;
using base::Result;
using data::TrainingStage;

namespace {

// Passes reports on and keeps what the stage wrote, for its record.
class RecordingReporter : public JobReporter
{
public:
    RecordingReporter(JobReporter &inner, std::filesystem::path runFolder)
        : m_inner(inner)
        , m_runFolder(std::move(runFolder))
    {
    }

    void progress(std::string_view phase, std::int64_t done, std::int64_t total) override
    {
        m_inner.progress(phase, done, total);
    }
    void metric(std::string_view name, std::int64_t step, double value) override
    {
        m_inner.metric(name, step, value);
    }
    void artifact(std::string_view kind, const std::filesystem::path &path) override
    {
        // A checkpoint is written many times; only its last content counts.
        const std::string relative = path.lexically_proximate(m_runFolder).string();
        const auto same = [&](const data::RunArtifact &known) { return known.path == relative; };
        std::erase_if(m_artifacts, same);
        m_artifacts.push_back({std::string(kind), relative, {}});
        m_inner.artifact(kind, path);
    }
    void message(ReportLevel level, std::string_view text) override
    {
        m_inner.message(level, text);
    }

    Result<std::vector<data::RunArtifact>> hashedArtifacts() const
    {
        std::vector<data::RunArtifact> artifacts = m_artifacts;
        for (data::RunArtifact &artifact : artifacts) {
            const std::filesystem::path path = m_runFolder / artifact.path;
            if (!std::filesystem::is_directory(path)) {
                artifact.hash = TRY(base::hashFile(path));
            }
        }
        return artifacts;
    }

private:
    JobReporter &m_inner;
    std::filesystem::path m_runFolder;
    std::vector<data::RunArtifact> m_artifacts;
};

bool isIntact(const data::RunArtifact &artifact, const std::filesystem::path &runFolder)
{
    const std::filesystem::path path = runFolder / artifact.path;
    if (artifact.hash.empty()) {
        return std::filesystem::is_directory(path);
    }
    const Result<std::string> hash = base::hashFile(path);
    return hash && *hash == artifact.hash;
}

class Pipeline
{
public:
    Pipeline(const data::JobManifest &manifest, JobReporter &reporter,
             const base::CancelToken &cancel, const Ranks *ranks)
        : m_manifest(manifest)
        , m_reporter(reporter)
        , m_cancel(cancel)
        , m_ranks(ranks)
    {
    }

    Result<void> run()
    {
        if (!m_manifest.testGroundTruth.empty()) {
            m_testTruth = TRY(readTruth(m_manifest.testGroundTruth));
        }
        if (m_ranks != nullptr && !m_ranks->isLeader()) {
            return follow();
        }
        if (m_ranks != nullptr) {
            m_reporter.message(ReportLevel::Info,
                               fmt::format("{} processes train together", m_ranks->place().size));
        }
        for (const TrainingStage stage : m_manifest.stages) {
            TRY(runStage(stage));
        }
        TRY(evaluate());
        return reportMemory();
    }

private:
    Result<model::GroundTruth> readTruth(const std::filesystem::path &path) const
    {
        data::AnnotationFile file =
            TRY(data::readAnnotationJson(path, {.classes = m_manifest.set.classes}));
        return std::move(file.groundTruth);
    }

    // Everything that a stage's results depend on.
    Result<std::string> keyOf(TrainingStage stage, const std::filesystem::path &source) const
    {
        base::Hasher hasher;
        data::JobManifest identity = m_manifest;
        identity.id.clear();
        identity.stages = {stage};
        identity.runFolder.clear();
        hasher.add(data::jobManifestText(identity));
        if (!source.empty()) {
            hasher.add(TRY(base::hashFile(source)));
        }
        return hasher.hex();
    }

    // Where a stage finds the detections that it starts from: given with the job, or those of the
    // stage before in this run.
    std::filesystem::path sourceOf(TrainingStage stage) const
    {
        switch (stage) {
        case TrainingStage::Generator:
            return {};
        case TrainingStage::Filter:
            return m_manifest.proposals.empty()
                       ? data::stageResult(m_manifest.runFolder, TrainingStage::Generator)
                       : m_manifest.proposals;
        case TrainingStage::Student:
            return m_manifest.pseudoLabels.empty()
                       ? data::stageResult(m_manifest.runFolder, TrainingStage::Filter)
                       : m_manifest.pseudoLabels;
        }
        return {};
    }

    // A process that does not lead: it trains where the leader says so.
    Result<void> follow()
    {
        for (const TrainingStage stage : m_manifest.stages) {
            if (isShared(stage) && TRY(m_ranks->fromLeader(0)) != 0) {
                TRY(compute(stage, sourceOf(stage), data::stageFolder(m_manifest.runFolder, stage),
                            m_reporter));
            }
        }
        return {};
    }

    // The leader's word for follow(), as soon as the stage's folder is as the others may read it.
    Result<void> announce(TrainingStage stage, bool isTrained) const
    {
        if (m_ranks != nullptr && isShared(stage)) {
            TRY(m_ranks->fromLeader(isTrained ? 1 : 0));
        }
        return {};
    }

    static bool isShared(TrainingStage stage) { return stage != TrainingStage::Filter; }

    Result<void> runStage(TrainingStage stage)
    {
        if (m_cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "stopped"});
        }
        const std::filesystem::path folder = data::stageFolder(m_manifest.runFolder, stage);
        const std::filesystem::path source = sourceOf(stage);
        const std::string key = TRY(keyOf(stage, source));
        std::optional<data::StageRecord> record = data::readStageRecord(folder);
        if (record && record->key != key) {
            m_reporter.message(ReportLevel::Info,
                               fmt::format("{} holds results of another configuration or input; "
                                           "they are replaced",
                                           folder.filename().string()));
            record.reset();
        }
        if (record && record->isComplete && tellAgain(*record)) {
            return announce(stage, false);
        }
        if (!record) {
            TRY(clear(folder));
            TRY(data::writeStageRecord(folder, {.key = key, .isComplete = false, .artifacts = {}}));
        }
        TRY(announce(stage, true));
        RecordingReporter recording(m_reporter, m_manifest.runFolder);
        TRY(compute(stage, source, folder, recording));
        auto artifacts = TRY(recording.hashedArtifacts());
        return data::writeStageRecord(
            folder, {.key = key, .isComplete = true, .artifacts = std::move(artifacts)});
    }

    // Reports the artifacts of a stage that was completed before; whether all are still intact.
    bool tellAgain(const data::StageRecord &record)
    {
        const bool areIntact = std::all_of(
            record.artifacts.begin(), record.artifacts.end(),
            [&](const auto &artifact) { return isIntact(artifact, m_manifest.runFolder); });
        if (areIntact) {
            for (const data::RunArtifact &artifact : record.artifacts) {
                m_reporter.artifact(artifact.kind, m_manifest.runFolder / artifact.path);
            }
        }
        return areIntact;
    }

    static Result<void> clear(const std::filesystem::path &folder)
    {
        std::error_code code;
        std::filesystem::remove_all(folder, code);
        if (code) {
            return fail({.code = ErrorCode::Io,
                         .problem = fmt::format("cannot be emptied: {}", code.message()),
                         .file = folder.string()});
        }
        return base::makeFolder(folder);
    }

    Result<void> compute(TrainingStage stage, const std::filesystem::path &source,
                         const std::filesystem::path &folder, JobReporter &reporter)
    {
        const StageContext context = {.set = m_manifest.set,
                                      .config = m_manifest.config,
                                      .testGroundTruth = m_testTruth ? &*m_testTruth : nullptr,
                                      .folder = folder,
                                      .reporter = reporter,
                                      .cancel = m_cancel,
                                      .ranks = m_ranks};
        switch (stage) {
        case TrainingStage::Generator:
            TRY(runGeneratorStage(context));
            break;
        case TrainingStage::Filter:
            TRY(filter(context,
                       tal::withoutRejected(TRY(readDetections(source)), m_manifest.rejections,
                                            m_manifest.set.classes)));
            break;
        case TrainingStage::Student:
            TRY(runStudentStage(context, TRY(readDetections(source)), m_manifest.corrections));
            break;
        }
        return {};
    }

    // The density may count what NMS left out, which only a generator of the same run wrote down.
    Result<void> filter(const StageContext &context, const model::DetectionSet &proposals) const
    {
        std::optional<model::DetectionSet> beforeNms;
        if (m_manifest.config.filter.densityStage == model::DensityStage::BeforeNms) {
            if (!m_manifest.proposals.empty()) {
                return fail({.code = ErrorCode::BadValue,
                             .problem = "the proposals before NMS are not known",
                             .file = m_manifest.proposals.string(),
                             .place = "filter.density_stage",
                             .expected = "after_nms, or a run with the generator stage"});
            }
            beforeNms = TRY(
                readDetections(data::stageFolder(m_manifest.runFolder, TrainingStage::Generator) /
                               data::kBeforeNmsFile));
        }
        TRY(runFilterStage(context, proposals, beforeNms ? &*beforeNms : nullptr));
        return {};
    }

    // Detections of the set's videos and classes, in the set's order. A video that the file lacks
    // stays out: the filter leaves out those that the student shall skip.
    Result<model::DetectionSet> readDetections(const std::filesystem::path &path) const
    {
        data::ReadOptions options = {.classes = m_manifest.set.classes};
        for (const model::TrainingVideo &video : m_manifest.set.videos) {
            options.videos.push_back(video.name);
        }
        data::DetectionFile file = TRY(data::readDetectionJson(path, options));
        std::unordered_map<std::string, std::vector<model::Detection> *> byVideo;
        for (model::VideoDetections &video : file.detections.videos) {
            byVideo.emplace(video.video, &video.detections);
        }
        model::DetectionSet set{.classes = m_manifest.set.classes, .videos = {}};
        for (const std::string &name : options.videos) {
            if (const auto found = byVideo.find(name); found != byVideo.end()) {
                set.videos.push_back({name, std::move(*found->second)});
            }
        }
        return set;
    }

    // What the results in the run folder are worth, of whatever stages have run in it.
    Result<void> evaluate()
    {
        RunResults results;
        const auto read = [&](TrainingStage stage) -> Result<std::optional<model::DetectionSet>> {
            const std::optional<data::StageRecord> record =
                data::readStageRecord(data::stageFolder(m_manifest.runFolder, stage));
            if (!record || !record->isComplete) {
                return std::nullopt;
            }
            return TRY(readDetections(data::stageResult(m_manifest.runFolder, stage)));
        };
        results.proposals = TRY(read(TrainingStage::Generator));
        results.pseudoLabels = TRY(read(TrainingStage::Filter));
        results.predictions = TRY(read(TrainingStage::Student));
        std::optional<model::GroundTruth> trainingTruth;
        if (!m_manifest.trainingGroundTruth.empty()) {
            trainingTruth = TRY(readTruth(m_manifest.trainingGroundTruth));
        }
        const data::RunMetrics metrics =
            TRY(evaluateRun(m_manifest, m_testTruth, trainingTruth, results));
        const std::filesystem::path path = m_manifest.runFolder / data::kMetricsFile;
        TRY(data::writeRunMetrics(path, metrics));
        reportMetrics(metrics);
        const bool canBeCompared = results.proposals || results.predictions;
        if (m_testTruth && canBeCompared && !metrics.generator && !metrics.student) {
            m_reporter.message(ReportLevel::Info,
                               "the ground truth has no instance in a test video: nothing is "
                               "evaluated there");
        }
        m_reporter.artifact("metrics", path);
        return {};
    }

    // In the events, not in metrics.json: the same run gives the same bytes there.
    Result<void> reportMemory()
    {
        constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
        const Device device = TRY(chooseDevice(m_manifest.config.runtime.device)).device;
        const PeakMemory peak = peakMemory(device);
        m_reporter.metric(data::kPeakMemoryMetric, 0, static_cast<double>(peak.hostBytes) / kGiB);
        if (device.isCuda) {
            m_reporter.metric(data::kPeakCardMemoryMetric, 0,
                              static_cast<double>(peak.deviceBytes) / kGiB);
        }
        return {};
    }

    void reportMetrics(const data::RunMetrics &metrics)
    {
        if (metrics.generator) {
            m_reporter.metric("test/generator_map", 0, metrics.generator->averageMap);
        }
        if (metrics.pseudoLabels) {
            m_reporter.metric("training/pseudo_label_precision", 0,
                              metrics.pseudoLabels->precision);
            m_reporter.metric("training/pseudo_label_recall", 0, metrics.pseudoLabels->recall);
        }
        if (metrics.student) {
            m_reporter.metric("test/student_map", 0, metrics.student->averageMap);
        }
    }

    const data::JobManifest &m_manifest;
    JobReporter &m_reporter;
    const base::CancelToken &m_cancel;
    const Ranks *m_ranks;
    std::optional<model::GroundTruth> m_testTruth;
};

} // namespace

Result<void> runPipeline(const data::JobManifest &manifest, JobReporter &reporter,
                         const base::CancelToken &cancel, const Ranks *ranks)
{
    return Pipeline(manifest, reporter, cancel, ranks).run();
}

} // namespace core::ml
