#pragma once

#include "core/ml/generator.h"
#include "core/ml/sal/losses.h"
#include "core/ml/sal/network.h"
#include "core/ml/sal/targets.h"

namespace core::ml::sal {

// SAL behind the common interface: network, targets, losses and the running statistics of its
// adaptive mask.
class SalGenerator final : public Generator
{
public:
    // featureDim: of both streams together, rgb first; even.
    SalGenerator(const model::SalConfig &config, model::ProposalConfig proposals,
                 std::int64_t featureDim, std::int64_t classes);

    TrainingPlan plan() const override;
    std::vector<std::int64_t> trainingIndices(std::int64_t stored,
                                              base::Random &random) const override;
    std::vector<std::int64_t> inferenceIndices(std::int64_t stored) const override;
    NamedTensors weights() const override { return m_network->weights(); }
    base::Result<void> adopt(const std::filesystem::path &path, NamedTensors weights) override;
    NamedTensors parameters() const override { return stateOf(*m_network); }
    NamedTensors trainingState() const override { return {{"mask", m_mask}}; }
    void moveTo(const torch::Device &device) override { m_network->to(device); }
    void useMixedPrecision(bool isWanted) override { m_isMixed = isWanted; }
    LossTerms accumulate(const GeneratorBatch &batch, const BatchSplit &split) override;
    GeneratorCurves infer(const torch::Tensor &features) override;
    tal::ProposalRecipe recipe() const override;

    // The same step with given masks: for parity with the published code.
    struct Step
    {
        Targets targets;
        Losses losses;
    };
    Step accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                    const BatchSplit &split);

    Network &network() { return m_network; }
    MaskState mask() const;

private:
    DropoutMasks drawMasks(const torch::Tensor &features) const;
    NetworkOutput trainingForward(const torch::Tensor &features, const torch::Tensor &mixed,
                                  const DropoutMasks &masks);

    model::SalConfig m_config;
    model::ProposalConfig m_proposals;
    Network m_network;
    torch::Tensor m_mask; // mean and variance, float64 on the CPU
    bool m_isMixed = false;
};

// Curves of one video from the network's outputs for it (batch of 1), spec sal §6: the fused map,
// the fused actionness and the class probabilities.
GeneratorCurves curvesOf(const NetworkOutput &output, const model::SalConfig &config);

// BadValue for features without two streams.
base::Result<std::unique_ptr<Generator>>
makeSalGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes);

} // namespace core::ml::sal
