#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/ml/dataset/student_dataset.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/runtime/device.h"
#include "core/ml/runtime/ranks.h"
#include "core/ml/student/losses.h"
#include "core/ml/student/optimiser.h"
#include "core/ml/student/tridet_network.h"
#include "core/model/run_config.h"

namespace core::ml {

// Everything random of one training step, for the whole batch. Undefined tensors are "off".
struct StepDraws
{
    torch::Tensor noise; // [B, D, T] standard normal; times inputNoise it is added to the input
    student::TrainDraws network;

    // The draws of step `step` of a run: they depend on seed and step alone.
    static StepDraws of(const model::StudentConfig &config, std::uint64_t seed, std::int64_t step,
                        const StudentBatch &batch, std::int64_t classes,
                        const torch::Device &device);
};

// The student, its average (the teacher), the optimiser and the loss normaliser: all that a step
// changes. One thread. libtorch's exceptions end here.
class StudentTrainer
{
public:
    // What one optimiser step came to: the terms of its loss, over the whole batch.
    struct Step
    {
        double cls = 0.0;
        double reg = 0.0;
        double mil = 0.0;
        double total = 0.0;
        double gradientNorm = 0.0; // before clipping
    };

    // ranks: the processes that train with this one, each with its share of every batch; null:
    // none.
    StudentTrainer(const model::StudentConfig &config, std::int64_t inputDim, std::int64_t classes,
                   const Device &device, bool isMixedPrecision, const Ranks *ranks = nullptr);

    // Initial weights from a seed; the average starts equal.
    void initialise(std::uint64_t seed);
    // The average starts equal to weights that were put into network() from outside.
    void copyToAverage();

    // One optimiser step on the targets; then the average moves by emaDecay. Where memory runs out
    // the batch is cut into smaller parts whose gradients add up to the batch's, and stays so; with
    // one sample it is an OutOfMemory error. Cancelled leaves everything as it was before the step.
    base::Result<Step> train(const StudentBatch &batch,
                             const std::vector<student::Targets> &targets, const StepDraws &draws,
                             double learningRate, const base::CancelToken &cancel);

    // The average's detections in seconds, one list a sample.
    base::Result<std::vector<std::vector<model::Detection>>> teach(const StudentBatch &batch);
    base::Result<std::vector<model::Detection>> detect(const StudentVideo &video);

    student::TridetNetwork &network() { return m_network; }
    student::TridetNetwork &average() { return m_average; }
    const student::AdamW &optimiser() const { return m_optimiser; }
    double normaliser() const { return m_normaliser; }
    const torch::Device &device() const { return m_device; }

    // Samples of a batch that are computed at a time; 0: all.
    std::int64_t partSize() const { return m_partSize; }
    void setPartSize(std::int64_t samples) { m_partSize = samples; }
    // Called with the part's size before each part is computed: tests let memory run out in it.
    void setBeforePart(std::function<void(std::int64_t)> hook) { m_beforePart = std::move(hook); }

    // The averaged weights under the published names, as checkpoint.pt holds them.
    NamedTensors weights() const;
    // All that must be kept to go on exactly: model., average., optimiser., counters, numbers.
    NamedTensors state() const;
    base::Result<void> restore(const std::filesystem::path &path, const NamedTensors &state);

private:
    base::Result<Step> computeGradients(const StudentBatch &batch,
                                        const student::BatchTargets &targets,
                                        const StepDraws &draws, double normaliser,
                                        const base::CancelToken &cancel);
    // Adds up what all processes computed.
    void share(Step &sums);
    // After a failure of `size` samples at a time: halves them, unless it was for another reason or
    // they cannot be fewer.
    bool canShrink(const base::Error &error, std::int64_t size);
    void addGradients(const RowRange &part, const StudentBatch &batch,
                      const student::BatchTargets &targets, const StepDraws &draws,
                      const student::BatchScale &scale, const base::CancelToken &cancel,
                      Step &sums);
    std::vector<std::vector<model::Detection>>
    detections(const torch::Tensor &features, const std::vector<std::int64_t> &lengths,
               const std::vector<tal::StudentGrid> &grids, const std::vector<double> &durations);

    model::StudentConfig m_config;
    Device m_ourDevice;
    torch::Device m_device;
    bool m_isMixedPrecision;
    const Ranks *m_ranks;
    student::TridetNetwork m_network;
    student::TridetNetwork m_average;
    student::AdamW m_optimiser;
    double m_normaliser;
    std::int64_t m_partSize = 0;
    std::function<void(std::int64_t)> m_beforePart;
};

} // namespace core::ml
