#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ml/common/adam.h"
#include "core/ml/dataset/feature_store.h"
#include "core/ml/dataset/weak_video_dataset.h"
#include "core/ml/generator.h"
#include "core/ml/runtime/device.h"
#include "core/ml/train/generator_inference.h"
#include "core/ml/train/stage.h"

namespace core::ml {

// Named series of values by step, as they were reported.
using MetricSeries = std::map<std::string, std::vector<std::pair<std::int64_t, double>>>;

// The training loop of stage 1 (spec fustal-stage1-2 §3.5), whichever generator it trains. Keeps a
// resume point in the stage's folder; a run that was stopped or killed and resumed ends with the
// same bytes as one that was not (on the CPU, with the same thread count). One thread, besides the
// loader's.
class GeneratorTrainer
{
public:
    // Everything must outlive this; the generator is on `device` already.
    GeneratorTrainer(const StageContext &context, Generator &generator, const FeatureStore &store,
                     const Device &device);

    // Trains to the last step, from the resume point where there is one, and leaves the chosen
    // weights in the generator. Cancelled: within a batch, with a resume point written.
    base::Result<void> run();

    const MetricSeries &series() const { return m_series; }
    // The step that the chosen weights were taken after.
    std::int64_t chosenStep() const { return m_bestStep; }
    // Removes the resume point: the stage is complete.
    void removeResumePoint() const;

private:
    base::Result<void> chooseVideos();
    base::Result<WeakVideoDataset> datasetOf(const TrainingPhase &phase) const;
    base::Result<void> trainPhase(const WeakVideoDataset &dataset, std::int64_t begin,
                                  std::int64_t first, std::int64_t last);
    base::Result<void> reportStep(const LossTerms &terms, std::int64_t step);
    base::Result<LossTerms> trainStep(const GeneratorBatch &batch, std::int64_t step);
    base::Result<void> evaluate(std::int64_t step);
    void keepIfBest(std::int64_t step, double value);
    void report(const std::string &name, std::int64_t step, double value);
    base::Result<void> saveResumePoint(std::int64_t step) const;
    base::Result<std::int64_t> loadResumePoint();
    std::string fingerprint() const;
    std::filesystem::path resumeFile() const { return m_context.folder / "resume.pt"; }

    const StageContext &m_context;
    Generator &m_generator;
    const FeatureStore &m_store;
    Device m_device;
    TrainingPlan m_plan;
    std::int64_t m_steps; // of all phases
    Adam m_adam;
    GeneratorInference m_inference;
    std::vector<std::size_t> m_trainingVideos;
    std::vector<std::size_t> m_heldOut; // for CheckpointChoice::BestHeldOut
    std::int64_t m_microBatch;          // rows that the network sees at a time
    MetricSeries m_series;
    NamedTensors m_best; // weights of the best evaluation so far, on the CPU; empty: none yet
    double m_bestValue = 0.0;
    std::int64_t m_bestStep = 0;
};

} // namespace core::ml
