#include "core/job/run_estimate.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
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
constexpr const char *kProposalsPhase = "proposals";
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

// Of a setting that not every generator has.
double numberOf(const model::RunConfig &config, const std::string &name)
{
    const data::ConfigKey *key = data::findConfigKey(name);
    return key == nullptr ? 0.0 : std::stod(data::tomlValue(*key, config));
}

// Videos that pass through the network in a phase, up to a factor that runs of a project share.
double workOf(const model::RunConfig &config, const std::string &phase)
{
    if (phase == kGeneratorPhase) {
        const double steps = numberOf(config, config.generator + ".steps") +
                             numberOf(config, config.generator + ".base_steps");
        return std::max(steps, 1.0) *
               std::max(numberOf(config, config.generator + ".batch_size"), 1.0);
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
        return {kGeneratorPhase, kProposalsPhase};
    case TrainingStage::Filter:
        return {}; // seconds at most
    case TrainingStage::Student:
        break;
    }
    return {kStudentPhase};
}

// Finished runs with the same generator and device, newest first.
Result<std::vector<Measurement>> measurements(const edit::ProjectSession &session,
                                              const model::RunConfig &config)
{
    std::vector<Measurement> known;
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
    return known;
}

// The newest that did a stage; null: none.
const Measurement *newestOf(const std::vector<Measurement> &known, TrainingStage stage)
{
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const Measurement &item) { return didStage(item, stage); });
    return found == known.end() ? nullptr : &*found;
}

PhaseTimes phaseTimes(const std::vector<Measurement> &known, const model::RunConfig &config,
                      const std::vector<TrainingStage> &stages)
{
    PhaseTimes times;
    for (const TrainingStage stage : stages) {
        const Measurement *measured = newestOf(known, stage);
        for (const std::string &phase : phasesOf(stage)) {
            PhaseTime &time = times.emplace_back();
            time.phase = phase;
            if (measured == nullptr) {
                continue;
            }
            if (const auto took = measured->seconds.find(phase); took != measured->seconds.end()) {
                time.seconds =
                    took->second * workOf(config, phase) / workOf(measured->manifest.config, phase);
            } else if (phase == kProposalsPhase) {
                time.seconds = 0.0; // too short to be told
            }
        }
    }
    return times;
}

} // namespace

Result<RunEstimate> estimateRun(const edit::ProjectSession &session, const model::RunConfig &config,
                                const std::vector<TrainingStage> &stages)
{
    const std::vector<Measurement> known = TRY(measurements(session, config));
    RunEstimate estimate;
    for (const TrainingStage stage : stages) {
        const Measurement *measured = newestOf(known, stage);
        if (measured == nullptr) {
            continue;
        }
        if (measured->memoryBytes > 0) {
            estimate.memoryBytes =
                std::max(estimate.memoryBytes.value_or(0), measured->memoryBytes);
        }
        if (std::find(estimate.sources.begin(), estimate.sources.end(), measured->run) ==
            estimate.sources.end()) {
            estimate.sources.push_back(measured->run);
        }
    }
    const PhaseTimes times = phaseTimes(known, config, stages);
    const bool isKnown =
        std::all_of(times.begin(), times.end(), [](const PhaseTime &time) { return time.seconds; });
    if (isKnown && !stages.empty()) {
        estimate.seconds =
            std::accumulate(times.begin(), times.end(), 0.0, [](double sum, const PhaseTime &time) {
                return sum + time.seconds.value_or(0.0);
            });
    }
    return estimate;
}

Result<PhaseTimes> estimatePhases(const edit::ProjectSession &session,
                                  const model::RunConfig &config,
                                  const std::vector<TrainingStage> &stages)
{
    return phaseTimes(TRY(measurements(session, config)), config, stages);
}

std::optional<double> remainingOfRun(const PhaseTimes &expected, const ipc::Progress &progress)
{
    const auto now = std::find_if(expected.begin(), expected.end(), [&](const PhaseTime &time) {
        return time.phase == progress.phase;
    });
    if (now == expected.end() || !progress.remainingS) {
        return std::nullopt;
    }
    double later = 0.0;
    for (auto time = now + 1; time != expected.end(); ++time) {
        if (!time->seconds) {
            return std::nullopt;
        }
        later += *time->seconds;
    }
    // This machine may be busier than it was then; a phase that has hardly begun does not tell.
    const std::int64_t left = progress.total - progress.done;
    if (now->seconds && *now->seconds > 0.0 && left > 0 && 10 * progress.done >= progress.total) {
        const double whole =
            *progress.remainingS * static_cast<double>(progress.total) / static_cast<double>(left);
        later *= std::clamp(whole / *now->seconds, 0.25, 4.0);
    }
    return *progress.remainingS + later;
}

} // namespace core::job
