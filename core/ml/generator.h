#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/ml/common/adam.h"
#include "core/ml/runtime/checkpoint.h"
#include "core/ml/torch.h"
#include "core/model/run_config.h"
#include "core/tal/proposals.h"

namespace core::ml {

// The one interface of all generators (spec sal §13). A generator owns its network, its losses and
// whatever else it learns; the stage owns data, steps, optimiser, files and everything after the
// curves. Adding one: a folder beside fustal/, and a row in generator.cpp.

// One training batch on the generator's device.
struct GeneratorBatch
{
    torch::Tensor features; // B×T×D float32
    torch::Tensor labels;   // B×C multi-hot, of features' type; no row is empty
};

// Losses of a step by name ("total" first), for logs.
using LossTerms = std::vector<std::pair<std::string, double>>;

// What evaluation mode gives for one video.
struct GeneratorCurves
{
    std::int64_t snippets = 0;      // T
    std::vector<float> cas;         // T×C, row-major, foreground classes only
    std::vector<float> actionness;  // T
    std::vector<float> videoScores; // C
};

// How the stage is to train it.
struct TrainingPlan
{
    int steps = 0;
    int batchSize = 1;
    int logEvery = 20;
    int evaluateEvery = 0; // 0: only at the end
    model::CheckpointChoice checkpoint = model::CheckpointChoice::Last;
    model::Modality modality = model::Modality::All;
    AdamOptions adam;
};

class Generator
{
public:
    virtual ~Generator() = default;

    virtual TrainingPlan plan() const = 0;

    // Rows of a stored video (L of them) that one training sample takes, and that inference takes.
    virtual std::vector<std::int64_t> trainingIndices(std::int64_t stored,
                                                      base::Random &random) const = 0;
    virtual std::vector<std::int64_t> inferenceIndices(std::int64_t stored) const = 0;

    // The weights under the names of the published code, sharing memory with the network: what
    // checkpoint.pt holds. adopt() takes them from a file, also from older namings of the code.
    virtual NamedTensors weights() const = 0;
    virtual base::Result<void> adopt(const std::filesystem::path &path, NamedTensors weights) = 0;
    // What the optimiser moves; contiguous, in the network's own memory layout.
    virtual NamedTensors parameters() const = 0;
    // What else changes while training and must survive a resume (SAL: running statistics).
    virtual NamedTensors trainingState() const { return {}; }

    virtual void moveTo(const torch::Device &device) = 0;
    // Mixed precision (bfloat16) in the network's forward; only ever asked for on CUDA.
    virtual void useMixedPrecision(bool isWanted) = 0;

    // Training mode: forward and backward of one step; adds to the parameters' gradients. The
    // network sees at most microBatch videos at a time, which saves memory and changes the result
    // by rounding only. Random numbers come from libtorch's seeded generator. May throw
    // c10::Error.
    virtual LossTerms accumulate(const GeneratorBatch &batch, std::int64_t microBatch) = 0;

    // Evaluation mode, no gradients, one video of T×D. May throw c10::Error.
    virtual GeneratorCurves infer(const torch::Tensor &features) = 0;

    // How its curves become proposals.
    virtual tal::ProposalRecipe recipe() const = 0;
};

// The generator that config.generator names, freshly initialised from libtorch's seeded generator,
// on the CPU. Errors: NotFound for an unknown name, listing the known ones.
base::Result<std::unique_ptr<Generator>>
makeGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes);

} // namespace core::ml
