#include "core/ml/sal/sal_generator.h"

#include <utility>

#include <fmt/format.h>

#include "core/ml/common/backward_in_parts.h"
#include "core/ml/common/dropout.h"
#include "core/ml/common/mixed_precision.h"
#include "core/ml/common/pooling.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/tal/snippet_sampling.h"

namespace core::ml::sal {

namespace {

// The network's outputs on which the losses act, in a fixed order.
std::vector<torch::Tensor> lossInputs(const NetworkOutput &output, torch::ScalarType type)
{
    std::vector<torch::Tensor> inputs = {output.cas,
                                         output.backgroundCas,
                                         output.flow.actionness,
                                         output.rgb.actionness,
                                         output.mixedFlow.actionness,
                                         output.mixedRgb.actionness,
                                         output.videoLogits,
                                         output.flowLogits,
                                         output.rgbLogits};
    for (torch::Tensor &input : inputs) {
        input = input.to(type); // losses are float32 whatever the products were
    }
    return inputs;
}

LossTerms termsOf(const Losses &losses)
{
    return {{"total", losses.total.item<double>()},
            {"mil", losses.mil.item<double>()},
            {"consistency", losses.consistency.item<double>()},
            {"background", losses.background.item<double>()},
            {"actionness", losses.actionness.item<double>()},
            {"semantic", losses.semantic.item<double>()},
            {"mixed", losses.mixed.item<double>()}};
}

DropoutMasks rowsOf(const DropoutMasks &masks, std::int64_t first, std::int64_t count)
{
    return {.main = ml::rowsOf(masks.main, first, count),
            .flow = ml::rowsOf(masks.flow, first, count),
            .rgb = ml::rowsOf(masks.rgb, first, count),
            .mixedFlow = ml::rowsOf(masks.mixedFlow, first, count),
            .mixedRgb = ml::rowsOf(masks.mixedRgb, first, count)};
}

} // namespace

SalGenerator::SalGenerator(const model::SalConfig &config, model::ProposalConfig proposals,
                           std::int64_t featureDim, std::int64_t classes)
    : m_config(config)
    , m_proposals(std::move(proposals))
    , m_network(NetworkShape{.streamDim = featureDim / 2,
                             .embedDim = config.embedDim,
                             .classes = classes,
                             .encoderKernel = config.encoderKernel,
                             .rgbShare = config.rgbShare})
    , m_mask(doublesTensor({1.0 / static_cast<double>(classes), 1.0}))
{
}

TrainingPlan SalGenerator::plan() const
{
    return TrainingPlan::of(m_config);
}

std::vector<std::int64_t> SalGenerator::trainingIndices(std::int64_t stored,
                                                        base::Random &random) const
{
    return m_config.sampling == model::SnippetSampling::Stretched
               ? tal::perturbedIndices(stored, m_config.segments, random)
               : tal::bootstrapIndices(stored, m_config.segments, random);
}

std::vector<std::int64_t> SalGenerator::inferenceIndices(std::int64_t stored) const
{
    return m_config.sampling == model::SnippetSampling::Stretched
               ? tal::stretchedIndices(stored, m_config.segments)
               : tal::roundedQuotientIndices(stored, m_config.segments);
}

base::Result<void> SalGenerator::adopt(const std::filesystem::path &path, NamedTensors weights)
{
    return assignTensors(path, weights, m_network->weights());
}

MaskState SalGenerator::mask() const
{
    return {.mean = m_mask[0].item<double>(), .variance = m_mask[1].item<double>()};
}

DropoutMasks SalGenerator::drawMasks(const torch::Tensor &features) const
{
    const auto draw = [&] {
        return dropoutMask({features.size(0), m_network->embedDim(), features.size(1)},
                           m_config.dropout, features.options());
    };
    DropoutMasks masks;
    masks.flow = draw();
    masks.mixedFlow = draw();
    masks.rgb = draw();
    masks.mixedRgb = draw();
    masks.main = draw();
    return masks;
}

NetworkOutput SalGenerator::trainingForward(const torch::Tensor &features,
                                            const torch::Tensor &mixed, const DropoutMasks &masks)
{
    const MixedPrecisionScope scope(m_isMixed);
    return m_network->forward(features, mixed, masks);
}

LossTerms SalGenerator::accumulate(const GeneratorBatch &batch, const BatchSplit &split)
{
    return termsOf(accumulate(batch, drawMasks(batch.features), split).losses);
}

SalGenerator::Step SalGenerator::accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                                            const BatchSplit &split)
{
    const torch::Tensor mixed = mixedWithPrevious(batch.features);
    const auto forwardPart = [&](std::int64_t first, std::int64_t count) {
        return lossInputs(trainingForward(batch.features.narrow(0, first, count),
                                          mixed.narrow(0, first, count),
                                          rowsOf(masks, first, count)),
                          batch.features.scalar_type());
    };
    Step step;
    const auto lossOf = [&](const std::vector<torch::Tensor> &inputs) {
        const Curves curves{.cas = inputs[0],
                            .backgroundCas = inputs[1],
                            .flow = inputs[2],
                            .rgb = inputs[3],
                            .mixedFlow = inputs[4],
                            .mixedRgb = inputs[5]};
        step.targets = targetsOf(curves, batch.labels, mask(), m_config);
        step.losses =
            trainingLosses(curves, {.main = inputs[6], .flow = inputs[7], .rgb = inputs[8]},
                           step.targets, batch.labels, m_config);
        return step.losses.total;
    };
    backwardInParts({.forward = forwardPart, .loss = lossOf}, batch.features.size(0), split);
    // Last, so that a step that ran out of memory has changed nothing.
    m_mask[0] = step.targets.mask.mean;
    m_mask[1] = step.targets.mask.variance;
    return step;
}

GeneratorCurves SalGenerator::infer(const torch::Tensor &features)
{
    const torch::NoGradGuard noGrad;
    const MixedPrecisionScope scope(m_isMixed);
    return curvesOf(m_network->forward(features.unsqueeze(0)), m_config);
}

tal::ProposalRecipe SalGenerator::recipe() const
{
    return tal::salRecipe(m_proposals);
}

GeneratorCurves curvesOf(const NetworkOutput &output, const model::SalConfig &config)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor cas = output.cas.to(torch::kFloat32);
    const torch::Tensor map = fusedMap(cas, output.flow.actionness.to(torch::kFloat32),
                                       output.rgb.actionness.to(torch::kFloat32), config);
    const torch::Tensor &chooser = config.foregroundMap == model::ForegroundMap::Fused ? map : cas;
    const torch::Tensor foreground =
        topPositions(chooser, shareOf(cas.size(1), config.foregroundDivisor));
    const torch::Tensor logits = meanAt(cas, foreground) * config.logitShare +
                                 output.videoLogits.to(torch::kFloat32) * (1.0 - config.logitShare);
    GeneratorCurves curves;
    curves.snippets = cas.size(1);
    curves.cas = floatsOf(map);
    curves.actionness = floatsOf(output.actionness);
    curves.videoScores = floatsOf(logits.softmax(1));
    return curves;
}

base::Result<std::unique_ptr<Generator>>
makeSalGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes)
{
    if (featureDim < 2 || featureDim % 2 != 0) {
        return base::fail(
            {.code = base::ErrorCode::BadValue,
             .problem = fmt::format("SAL cannot read features of {} columns", featureDim),
             .place = "generator",
             .expected = "two streams of equal width, RGB first"});
    }
    return std::make_unique<SalGenerator>(config.sal, config.proposals, featureDim, classes);
}

} // namespace core::ml::sal
