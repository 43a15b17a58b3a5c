#include "core/ml/fustal/fustal_generator.h"

#include <ATen/autocast_mode.h>

#include "core/ml/runtime/tensor_io.h"
#include "core/tal/snippet_sampling.h"

namespace core::ml::fustal {

namespace {

// bfloat16 in the matrix products of the scope: its range is float32's, so no loss scaling.
class MixedPrecisionScope
{
public:
    explicit MixedPrecisionScope(bool isWanted)
        : m_before(at::autocast::is_autocast_enabled(at::kCUDA))
    {
        at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
        at::autocast::set_autocast_enabled(at::kCUDA, isWanted);
    }
    ~MixedPrecisionScope()
    {
        at::autocast::set_autocast_enabled(at::kCUDA, m_before);
        at::autocast::clear_cache();
    }
    MixedPrecisionScope(const MixedPrecisionScope &) = delete;
    MixedPrecisionScope &operator=(const MixedPrecisionScope &) = delete;

private:
    bool m_before;
};

// A dropout multiplier: 0 with probability p, else 1/(1-p).
torch::Tensor dropoutMask(at::IntArrayRef shape, double p, const torch::TensorOptions &options)
{
    if (p <= 0.0) {
        return {};
    }
    torch::Tensor mask = torch::empty(shape, options).bernoulli_(1.0 - p);
    return p < 1.0 ? mask.div_(1.0 - p) : mask;
}

torch::Tensor rowsOf(const torch::Tensor &tensor, std::int64_t first, std::int64_t count)
{
    return tensor.defined() ? tensor.narrow(0, first, count) : tensor;
}

LossTerms termsOf(const Losses &losses)
{
    return {{"total", losses.total.item<double>()},
            {"classification", losses.classification.item<double>()},
            {"contrastive", losses.crossVideo.item<double>()}};
}

} // namespace

FustalGenerator::FustalGenerator(const model::FustalConfig &config,
                                 const model::ProposalConfig &proposals, std::int64_t featureDim,
                                 std::int64_t classes)
    : m_config(config)
    , m_proposals(proposals)
    , m_network(featureDim, config.embedDim, classes)
{
}

TrainingPlan FustalGenerator::plan() const
{
    return {.steps = m_config.steps,
            .batchSize = m_config.batchSize,
            .logEvery = m_config.logEvery,
            .evaluateEvery = m_config.evaluateEvery,
            .checkpoint = m_config.checkpoint,
            .modality = m_config.modality,
            .adam = {.learningRate = m_config.learningRate,
                     .beta1 = m_config.adamBeta1,
                     .beta2 = m_config.adamBeta2,
                     .epsilon = m_config.adamEpsilon,
                     .weightDecay = m_config.weightDecay}};
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

LossTerms FustalGenerator::accumulate(const GeneratorBatch &batch, std::int64_t microBatch)
{
    return termsOf(accumulate(batch, drawMasks(batch.features), microBatch));
}

Losses FustalGenerator::accumulate(const GeneratorBatch &batch, const DropoutMasks &masks,
                                   std::int64_t microBatch)
{
    const std::int64_t videos = batch.features.size(0);
    if (microBatch >= videos) {
        const Losses result =
            losses(forward(batch.features, masks.classifier), batch.labels, masks.mining);
        result.total.backward();
        return result;
    }
    // The contrastive term couples the videos of a batch, so their losses cannot simply be added.
    // Instead: forward in parts without a graph, losses and their gradient with respect to the
    // outputs over the whole batch, then each part again with its graph, fed that gradient.
    std::vector<torch::Tensor> embeddings;
    std::vector<torch::Tensor> cas;
    const auto forwardPart = [&](std::int64_t first) {
        const std::int64_t count = std::min(microBatch, videos - first);
        return forward(rowsOf(batch.features, first, count),
                       rowsOf(masks.classifier, first, count));
    };
    {
        const torch::NoGradGuard noGrad;
        for (std::int64_t first = 0; first < videos; first += microBatch) {
            const NetworkOutput part = forwardPart(first);
            embeddings.push_back(part.embeddings);
            cas.push_back(part.cas);
        }
    }
    const NetworkOutput whole = {.embeddings = torch::cat(embeddings).requires_grad_(),
                                 .cas = torch::cat(cas).requires_grad_()};
    embeddings.clear();
    cas.clear();
    const Losses result = losses(whole, batch.labels, masks.mining);
    result.total.backward();
    for (std::int64_t first = 0; first < videos; first += microBatch) {
        const NetworkOutput part = forwardPart(first);
        const std::int64_t count = part.cas.size(0);
        torch::autograd::backward({part.embeddings, part.cas},
                                  {whole.embeddings.grad().narrow(0, first, count),
                                   whole.cas.grad().narrow(0, first, count)});
    }
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

std::unique_ptr<Generator> makeFustalGenerator(const model::RunConfig &config,
                                               std::int64_t featureDim, std::int64_t classes)
{
    return std::make_unique<FustalGenerator>(config.fustal, config.proposals, featureDim, classes);
}

} // namespace core::ml::fustal
