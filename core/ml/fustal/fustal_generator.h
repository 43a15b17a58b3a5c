#pragma once

#include "core/ml/fustal/losses.h"
#include "core/ml/fustal/mining.h"
#include "core/ml/fustal/network.h"
#include "core/ml/generator.h"

namespace core::ml::fustal {

// Random multipliers of one training forward; either may be left undefined (no dropout).
struct DropoutMasks
{
    torch::Tensor classifier; // B×E×T: 0 or 1/(1-p)
    torch::Tensor mining;     // B×T, shared by both easy sets
};

// Stage 1 of FuSTAL: network, mining and losses behind the common interface.
class FustalGenerator final : public Generator
{
public:
    FustalGenerator(const model::FustalConfig &config, model::ProposalConfig proposals,
                    std::int64_t featureDim, std::int64_t classes);

    TrainingPlan plan() const override;
    std::vector<std::int64_t> trainingIndices(std::int64_t stored,
                                              base::Random &random) const override;
    std::vector<std::int64_t> inferenceIndices(std::int64_t stored) const override;
    NamedTensors weights() const override { return m_network->weights(); }
    base::Result<void> adopt(const std::filesystem::path &path, NamedTensors weights) override;
    NamedTensors parameters() const override { return stateOf(*m_network); }
    void moveTo(const torch::Device &device) override { m_network->to(device); }
    void useMixedPrecision(bool isWanted) override { m_isMixed = isWanted; }
    LossTerms accumulate(const GeneratorBatch &batch, const BatchSplit &split) override;
    GeneratorCurves infer(const torch::Tensor &features) override;
    tal::ProposalRecipe recipe() const override;

    // The same step with given masks, losses as tensors: for parity with the published code.
    Losses accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                      const BatchSplit &split);

    // Initial weights as PyTorch draws them for the published network after manual_seed(seed), on
    // the CPU: a seed then begins where the published code does, and runs can be compared in pairs.
    void drawPublishedWeights(std::uint64_t seed);

    Network &network() { return m_network; }
    MiningRule miningRule() const;
    LossRule lossRule() const;

private:
    DropoutMasks drawMasks(const torch::Tensor &features) const;
    NetworkOutput forward(const torch::Tensor &features, const torch::Tensor &dropout);
    Losses losses(const NetworkOutput &output, const torch::Tensor &labels,
                  const torch::Tensor &miningMask) const;

    model::FustalConfig m_config;
    model::ProposalConfig m_proposals;
    Network m_network;
    bool m_isMixed = false;
};

base::Result<std::unique_ptr<Generator>>
makeFustalGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes);

} // namespace core::ml::fustal
