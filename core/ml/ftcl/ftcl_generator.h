#pragma once

#include "core/ml/ftcl/losses.h"
#include "core/ml/ftcl/network.h"
#include "core/ml/generator.h"

namespace core::ml::ftcl {

// FTCL behind the common interface: a first stage of base training on videos, a second one that
// contrasts pairs of them.
class FtclGenerator final : public Generator
{
public:
    FtclGenerator(const model::FtclConfig &config, model::ProposalConfig proposals,
                  std::uint64_t seed, std::int64_t featureDim, std::int64_t classes);

    TrainingPlan plan() const override;
    std::vector<std::int64_t> trainingIndices(std::int64_t stored,
                                              base::Random &random) const override;
    std::vector<std::int64_t> inferenceIndices(std::int64_t stored) const override;
    PairsOfEpoch pairs(std::span<const std::vector<int>> labels) const override;
    NamedTensors weights() const override { return m_network->weights(); }
    base::Result<void> adopt(const std::filesystem::path &path, NamedTensors weights) override;
    NamedTensors parameters() const override { return stateOf(*m_network); }
    void moveTo(const torch::Device &device) override { m_network->to(device); }
    void useMixedPrecision(bool isWanted) override { m_isMixed = isWanted; }
    LossTerms accumulate(const GeneratorBatch &batch, const BatchSplit &split) override;
    GeneratorCurves infer(const torch::Tensor &features) override;
    tal::ProposalRecipe recipe() const override;

    // The same step with given masks and pairs: for parity with the published code.
    Losses accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                      const Pairing &pairing, const BatchSplit &split);

    Network &network() { return m_network; }

private:
    DropoutMasks drawMasks(const torch::Tensor &features) const;
    NetworkOutput forward(const torch::Tensor &features, const DropoutMasks &masks);

    model::FtclConfig m_config;
    model::ProposalConfig m_proposals;
    std::uint64_t m_seed; // of the negative pairs
    Network m_network;
    bool m_isMixed = false;
};

// Curves of one video from the network's outputs for it (batch of 1), spec ftcl §8: class
// activations and video scores of the instance branch without the background class, which takes
// part in both softmaxes, and the instance attention.
GeneratorCurves curvesOf(const NetworkOutput &output, const model::FtclConfig &config);

base::Result<std::unique_ptr<Generator>>
makeFtclGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes);

} // namespace core::ml::ftcl
