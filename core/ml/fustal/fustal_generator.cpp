#include "core/ml/fustal/fustal_generator.h"

#include <cmath>
#include <utility>

#include "core/ml/common/backward_in_parts.h"
#include "core/ml/common/dropout.h"
#include "core/ml/common/mixed_precision.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/tal/snippet_sampling.h"

namespace core::ml::fustal {

namespace {

LossTerms termsOf(const Losses &losses)
{
    return {{"total", losses.total.item<double>()},
            {"classification", losses.classification.item<double>()},
            {"contrastive", losses.crossVideo.item<double>()}};
}

} // namespace

FustalGenerator::FustalGenerator(const model::FustalConfig &config, model::ProposalConfig proposals,
                                 std::int64_t featureDim, std::int64_t classes)
    : m_config(config)
    , m_proposals(std::move(proposals))
    , m_network(featureDim, config.embedDim, classes)
{
}

TrainingPlan FustalGenerator::plan() const
{
    return TrainingPlan::of(m_config);
}

std::vector<std::int64_t> FustalGenerator::trainingIndices(std::int64_t stored,
                                                           base::Random &random) const
{
    return tal::perturbedIndices(stored, m_config.segments, random);
}

std::vector<std::int64_t> FustalGenerator::inferenceIndices(std::int64_t stored) const
{
    return tal::uniformIndices(stored, m_config.segments);
}

base::Result<void> FustalGenerator::adopt(const std::filesystem::path &path, NamedTensors weights)
{
    // CoLA, which the code descends from, calls the module otherwise.
    const std::string upstream = "actionness_module.";
    for (auto &entry : weights) {
        if (entry.first.starts_with(upstream)) {
            entry.first.replace(0, upstream.size(), "aness_module.");
        }
    }
    return assignTensors(path, weights, m_network->weights());
}

DropoutMasks FustalGenerator::drawMasks(const torch::Tensor &features) const
{
    const std::int64_t batch = features.size(0);
    const std::int64_t snippets = features.size(1);
    DropoutMasks masks;
    masks.classifier = dropoutMask({batch, m_network->embedDim(), snippets},
                                   m_config.classifierDropout, features.options());
    masks.mining = dropoutMask({batch, snippets}, m_config.miningDropout, features.options());
    return masks;
}

NetworkOutput FustalGenerator::forward(const torch::Tensor &features, const torch::Tensor &dropout)
{
    const MixedPrecisionScope scope(m_isMixed);
    NetworkOutput output = m_network->forward(features, dropout);
    // Scores, mining and losses are float32 whatever the products were.
    return {.embeddings = output.embeddings.to(features.scalar_type()),
            .cas = output.cas.to(features.scalar_type())};
}

MiningRule FustalGenerator::miningRule() const
{
    return {.easyDivisor = m_config.easyDivisor,
            .hardDivisor = m_config.hardDivisor,
            .innerWidth = m_config.innerWidth,
            .outerWidth = m_config.outerWidth};
}

LossRule FustalGenerator::lossRule() const
{
    return {.temperature = m_config.temperature,
            .contrastiveWeight = m_config.contrastiveWeight,
            .pairWeight = m_config.pairWeight};
}

Losses FustalGenerator::losses(const NetworkOutput &output, const torch::Tensor &labels,
                               const torch::Tensor &miningMask) const
{
    const MinedIndices indices = mineSnippets(actionnessOf(output.cas), miningMask, miningRule());
    const torch::Tensor scores = videoLogits(output.cas, m_config.easyDivisor).softmax(1);
    return trainingLosses(scores, snippetSets(output.embeddings, indices), labels, lossRule());
}

LossTerms FustalGenerator::accumulate(const GeneratorBatch &batch, const BatchSplit &split)
{
    return termsOf(accumulate(batch, drawMasks(batch.features), split));
}

Losses FustalGenerator::accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                                   const BatchSplit &split)
{
    Losses result;
    const auto forwardPart = [&](std::int64_t first, std::int64_t count) {
        const NetworkOutput part =
            forward(rowsOf(batch.features, first, count), rowsOf(masks.classifier, first, count));
        return std::vector{part.embeddings, part.cas};
    };
    const auto lossOf = [&](const std::vector<torch::Tensor> &outputs) {
        result = losses({.embeddings = outputs[0], .cas = outputs[1]}, batch.labels, masks.mining);
        return result.total;
    };
    // The contrastive term couples the videos of a batch, so their losses cannot simply be added.
    backwardInParts({.forward = forwardPart, .loss = lossOf}, batch.features.size(0), split);
    return result;
}

GeneratorCurves FustalGenerator::infer(const torch::Tensor &features)
{
    const torch::NoGradGuard noGrad;
    const NetworkOutput output = forward(features.unsqueeze(0), {});
    GeneratorCurves curves;
    curves.snippets = features.size(0);
    curves.cas = floatsOf(output.cas);
    curves.actionness = floatsOf(actionnessOf(output.cas));
    curves.videoScores = floatsOf(videoLogits(output.cas, m_config.easyDivisor).softmax(1));
    return curves;
}

tal::ProposalRecipe FustalGenerator::recipe() const
{
    return tal::fustalRecipe(m_proposals);
}

void FustalGenerator::drawPublishedWeights(std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    torch::manual_seed(seed);
    double bound = 0.0; // a bias has that of its weight, which comes before it
    for (const auto &[name, tensor] : m_network->weights()) {
        if (tensor.dim() > 1) {
            bound = 1.0 / std::sqrt(static_cast<double>(tensor[0].numel()));
        }
        torch::Tensor(tensor).copy_(torch::empty(tensor.sizes()).uniform_(-bound, bound));
    }
}

base::Result<std::unique_ptr<Generator>>
makeFustalGenerator(const model::RunConfig &config, std::int64_t featureDim, std::int64_t classes)
{
    auto generator =
        std::make_unique<FustalGenerator>(config.fustal, config.proposals, featureDim, classes);
    if (config.compat == model::Compat::Released) {
        generator->drawPublishedWeights(config.seed);
    }
    return generator;
}

} // namespace core::ml::fustal
