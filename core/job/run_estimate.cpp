#include "core/job/run_estimate.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "core/data/job_manifest.h"
#include "core/data/run_config_schema.h"
#include "core/data/run_folder.h"
#include "core/ipc/run_events.h"

namespace core::job {

using base::Result;
using data::TrainingStage;

namespace {

constexpr const char *kGeneratorPhase = "generator";
constexpr const char *kStudentPhase = "student";

// What one finished run took.
struct Measurement
{
    std::string run;
    data::JobManifest manifest;
    std::map<std::string, double> seconds; // by phase
    std::int64_t memoryBytes = 0;
};

bool didStage(const Measurement &measured, TrainingStage stage)
{
    const auto &stages = measured.manifest.stages;
    return std::find(stages.begin(), stages.end(), stage) != stages.end();
}

std::optional<Measurement> measure(const model::Run &run, const std::filesystem::path &folder)
{
    Measurement measured;
    measured.run = run.name;
    Result<data::JobManifest> manifest = data::readJobManifest(folder / data::kJobFile);
    const auto messages = ipc::readRunEvents(folder / data::kEventsFile);
    if (!manifest || !messages) {
        return std::nullopt; // its files were moved away
    }
    measured.manifest = std::move(*manifest);
    for (const ipc::FromWorker &message : *messages) {
        if (const auto *progress = std::get_if<ipc::Progress>(&message)) {
            // The later in the phase, the better its pace is known.
            if (progress->remainingS && progress->done < progress->total) {
                measured.seconds[progress->phase] =
                    *progress->remainingS * static_cast<double>(progress->total) /
                    static_cast<double>(progress->total - progress->done);
            }
        } else if (const auto *beat = std::get_if<ipc::Heartbeat>(&message)) {
            measured.memoryBytes = std::max(measured.memoryBytes, beat->memoryBytes.value_or(0));
        }
    }
    return measured;
}

double numberOf(const model::RunConfig &config, const std::string &name)
{
    const data::ConfigKey *key = data::findConfigKey(name);
    return key == nullptr ? 1.0 : std::max(std::stod(data::tomlValue(*key, config)), 1.0);
}

// Videos that pass through the network in a phase, up to a factor that runs of a project share.
double workOf(const model::RunConfig &config, const std::string &phase)
{
    if (phase == kGeneratorPhase) {
        return numberOf(config, config.generator + ".steps") *
               numberOf(config, config.generator + ".batch_size");
    }
    if (phase == kStudentPhase) {
        return config.student.pseudoLabelEpochs + config.student.teacherEpochs;
    }
    return 1.0;
}

std::vector<std::string> phasesOf(TrainingStage stage)
{
    switch (stage) {
    case TrainingStage::Generator:
        return {kGeneratorPhase, "proposals"};
    case TrainingStage::Filter:
        return {}; // seconds at most
    case TrainingStage::Student:
        break;
    }
    return {kStudentPhase};
}

} // namespace

Result<RunEstimate> estimateRun(const edit::ProjectSession &session, const model::RunConfig &config,
                                const std::vector<TrainingStage> &stages)
{
    std::vector<Measurement> known; // newest first
    std::vector<model::Run> runs = TRY(session.runs().runs());
    std::reverse(runs.begin(), runs.end());
    for (const model::Run &run : runs) {
        if (run.kind != "train" || run.status != model::RunStatus::Finished) {
            continue;
        }
        std::optional<Measurement> measured =
            measure(run, TRY(session.resolve(std::nullopt, run.folder)));
        if (measured && measured->manifest.config.generator == config.generator &&
            measured->manifest.config.runtime.device == config.runtime.device) {
            known.push_back(std::move(*measured));
        }
    }
    RunEstimate estimate;
    double seconds = 0.0;
    bool isKnown = true;
    for (const TrainingStage stage : stages) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const Measurement &item) {
            return didStage(item, stage);
        });
        if (found == known.end()) {
            isKnown = isKnown && stage == TrainingStage::Filter;
            continue;
        }
        for (const std::string &phase : phasesOf(stage)) {
            const auto measured = found->seconds.find(phase);
            isKnown = isKnown && (measured != found->seconds.end() || phase == "proposals");
            if (measured != found->seconds.end()) {
                seconds += measured->second * workOf(config, phase) /
                           workOf(found->manifest.config, phase);
            }
        }
        if (found->memoryBytes > 0) {
            estimate.memoryBytes = std::max(estimate.memoryBytes.value_or(0), found->memoryBytes);
        }
        if (std::find(estimate.sources.begin(), estimate.sources.end(), found->run) ==
            estimate.sources.end()) {
            estimate.sources.push_back(found->run);
        }
    }
    if (isKnown && !stages.empty()) {
        estimate.seconds = seconds;
    }
    return estimate;
}

} // namespace core::job
