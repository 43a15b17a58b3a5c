#include <deque>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/data/config_access.h"

namespace core::data {

using model::FtclConfig;
using model::FustalConfig;
using model::GeneratorTraining;
using model::RunConfig;
using model::SalConfig;

namespace {

// Names of the enumerators of model/run_config.h, in its order.
constexpr std::string_view kModality[] = {"all", "rgb", "flow"};
constexpr std::string_view kCheckpoint[] = {"last", "best_test", "best_held_out"};
constexpr std::string_view kSampling[] = {"stretched", "bootstrap"};
constexpr std::string_view kForegroundMap[] = {"fused", "cas"};

// Keeps a text that was put together, for as long as the program runs.
std::string_view kept(std::string text)
{
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

// clang-format off
// Sections: [1-2] = spec fustal-stage1-2, [sal] = spec sal, [ftcl] = spec ftcl.

// The keys that every generator has. `where` is the specification's section on training,
// `selection` the one on choosing a checkpoint.
template <auto S>
std::vector<ConfigKey> trainingKeys(std::string_view section, std::string_view where, std::string_view selection)
{
    using C = GeneratorTraining;
    const auto name = [&](std::string_view key) { return kept(fmt::format("{}.{}", section, key)); };
    const auto doc = [&](std::string_view text) { return kept(fmt::format("{} ({}).", text, where)); };
    return {
        {name("learning_rate"), at<S, &C::learningRate>(), 0, 10, "", doc("Learning rate of Adam, constant")},
        {name("adam_beta1"), at<S, &C::adamBeta1>(), 0, 0.999999, "", doc("Decay of Adam's first moment")},
        {name("adam_beta2"), at<S, &C::adamBeta2>(), 0, 0.999999, "", doc("Decay of Adam's second moment")},
        {name("adam_epsilon"), at<S, &C::adamEpsilon>(), kTiny, 1, "", doc("Adam's epsilon")},
        {name("weight_decay"), at<S, &C::weightDecay>(), 0, 10, "", doc("L2 weight decay, added to the gradient")},
        {name("batch_size"), at<S, &C::batchSize>(), 1, 4096, "videos", doc("Videos a step")},
        {name("steps"), at<S, &C::steps>(), 1, kHuge, "steps", doc("Training steps")},
        {name("log_every"), at<S, &C::logEvery>(), 1, kHuge, "steps", doc("Steps between two reports of the losses")},
        {name("evaluate_every"), at<S, &C::evaluateEvery>(), 0, kHuge, "steps",
         doc("Steps between two evaluations on the test split; 0 evaluates at the end only")},
        {name("checkpoint"), choice<S, &C::checkpoint>(kCheckpoint), 0, 0, "",
         kept(fmt::format("Which weights make the proposals: the last, those best on the test split (the paper's protocol, which selects on test data), or those best on held-out training videos ({}).", selection))},
    };
}

void append(std::vector<ConfigKey> &keys, const std::vector<ConfigKey> &more)
{
    keys.insert(keys.end(), more.begin(), more.end());
}

std::vector<ConfigKey> makeFustal()
{
    constexpr auto S = &RunConfig::fustal;
    using C = FustalConfig;
    std::vector<ConfigKey> keys = {
        {"fustal.segments", at<S, &C::segments>(), 1, kMany, "snippets",
         "N: length that a training sample is stretched or thinned to, and the most that inference reads ([1-2] §1.4)."},
        {"fustal.modality", choice<S, &C::modality>(kModality), 0, 0, "",
         "Which half of two-stream features is used; RGB columns come first ([1-2] §1.2)."},
        {"fustal.embed_dim", at<S, &C::embedDim>(), 1, 65536, "channels",
         "Width of the embedding ([1-2] §2)."},
        {"fustal.classifier_dropout", at<S, &C::classifierDropout>(), 0, 0.999, "",
         "Dropout before the classifier ([1-2] §2)."},
        {"fustal.mining_dropout", at<S, &C::miningDropout>(), 0, 0.999, "",
         "Dropout of the scores from which easy snippets are chosen ([1-2] §3.1)."},
        {"fustal.easy_divisor", at<S, &C::easyDivisor>(), 1, kMany, "",
         "r_easy: easy snippets a video, k_easy = T / r_easy, also the k of the video score ([1-2] §2, §3.1)."},
        {"fustal.hard_divisor", at<S, &C::hardDivisor>(), 1, kMany, "",
         "r_hard: hard snippets a video, k_hard = T / r_hard ([1-2] §3.1)."},
        {"fustal.inner_width", at<S, &C::innerWidth>(), 1, 1000, "snippets",
         "m: the narrower erosion and dilation that bound the hard regions ([1-2] §3.1)."},
        {"fustal.outer_width", at<S, &C::outerWidth>(), 1, 1000, "snippets",
         "M: the wider erosion and dilation that bound the hard regions ([1-2] §3.1)."},
        {"fustal.temperature", at<S, &C::temperature>(), 1e-4, 100, "",
         "Temperature of the InfoNCE loss ([1-2] §3.2)."},
        {"fustal.contrastive_weight", at<S, &C::contrastiveWeight>(), 0, 1000, "",
         "Weight of the contrastive loss beside classification ([1-2] §3.4)."},
        {"fustal.pair_weight", at<S, &C::pairWeight>(), 0, 1000, "",
         "Weight of the cross-video term inside the contrastive loss ([1-2] §3.3)."},
    };
    append(keys, trainingKeys<S>("fustal", "[1-2] §3.5", "[1-2] §7, D8"));
    return keys;
}

std::vector<ConfigKey> makeSal()
{
    constexpr auto S = &RunConfig::sal;
    using C = SalConfig;
    std::vector<ConfigKey> keys = {
        {"sal.segments", at<S, &C::segments>(), 2, kMany, "snippets",
         "T: length that samples are stretched or thinned to, in training and in inference ([sal] §1)."},
        {"sal.sampling", choice<S, &C::sampling>(kSampling), 0, 0, "",
         "How: stretched over a jittered grid, always to T snippets; or as FTCL does it, short videos drawn with replacement in training and left as they are in inference ([sal] §1, §12)."},
        {"sal.embed_dim", at<S, &C::embedDim>(), 1, 4096, "channels",
         "D: width of the embeddings; the layers on bilinear features have D² inputs ([sal] §2)."},
        {"sal.encoder_kernel", at<S, &C::encoderKernel>(), 1, 99, "snippets",
         "Kernel of the main embedding, odd ([sal] §2, §12)."},
        {"sal.dropout", at<S, &C::dropout>(), 0, 0.999, "",
         "Dropout of the embeddings ([sal] §2)."},
        {"sal.rgb_share", at<S, &C::rgbShare>(), 0, 1, "",
         "h: share of the RGB branch in the fused actionness ([sal] §2)."},
        {"sal.foreground_map", choice<S, &C::foregroundMap>(kForegroundMap), 0, 0, "",
         "Whether foreground snippets are chosen by the fused map or by the class activations alone ([sal] §3, §12)."},
        {"sal.map_cas_weight", at<S, &C::mapCasWeight>(), 0, 100, "",
         "Weight of the class probabilities in the fused map S; the three weights are divided by their sum ([sal] §3)."},
        {"sal.map_flow_weight", at<S, &C::mapFlowWeight>(), 0, 100, "",
         "Weight of the flow branch's actionness in S ([sal] §3)."},
        {"sal.map_rgb_weight", at<S, &C::mapRgbWeight>(), 0, 100, "",
         "Weight of the RGB branch's actionness in S ([sal] §3)."},
        {"sal.foreground_divisor", at<S, &C::foregroundDivisor>(), 1, kMany, "",
         "Foreground snippets a class, k = T / divisor ([sal] §3, §6)."},
        {"sal.background_divisor", at<S, &C::backgroundDivisor>(), 1, kMany, "",
         "Background snippets a class ([sal] §3)."},
        {"sal.pseudo_extra", at<S, &C::pseudoExtra>(), 0, kMany, "snippets",
         "Snippets that become pseudo-positive beyond as many as there are background snippets ([sal] §3)."},
        {"sal.confidence_divisor", at<S, &C::confidenceDivisor>(), 1, kMany, "",
         "Pseudo-positive snippets lie among the T / divisor most confident ones; 1 for no such condition ([sal] §3)."},
        {"sal.ema_momentum", at<S, &C::emaMomentum>(), 0, 1, "",
         "rho: momentum of the running mean and variance behind the adaptive mask ([sal] §3)."},
        {"sal.mask_variance_factor", at<S, &C::maskVarianceFactor>(), 1e-6, 1e6, "",
         "The mask is exp(-d² / (factor · variance)) of a distance d below the mean ([sal] §3)."},
        {"sal.gce_exponent", at<S, &C::gceExponent>(), 1e-3, 1, "",
         "Exponent of the generalised cross-entropy ([sal] §4)."},
        {"sal.mil_weight", at<S, &C::milWeight>(), 0, 1000, "",
         "Weight of the multiple-instance term ([sal] §4)."},
        {"sal.consistency_weight", at<S, &C::consistencyWeight>(), 0, 1000, "",
         "Weight of the mutual consistency of the two branches ([sal] §4, mc)."},
        {"sal.background_weight", at<S, &C::backgroundWeight>(), 0, 1000, "",
         "Weight of the uniformity of the background ([sal] §4, bg)."},
        {"sal.actionness_weight", at<S, &C::actionnessWeight>(), 0, 1000, "",
         "Weight of the actionness term ([sal] §4, act)."},
        {"sal.semantic_weight", at<S, &C::semanticWeight>(), 0, 1000, "",
         "Weight of the bilinear video classification ([sal] §4, se)."},
        {"sal.mixed_weight", at<S, &C::mixedWeight>(), 0, 1000, "",
         "Weight of the actionness term on mixed videos ([sal] §4, mix)."},
        {"sal.logit_share", at<S, &C::logitShare>(), 0, 1, "",
         "beta: share of the snippets' logits, beside the bilinear ones, in the video score ([sal] §6)."},
    };
    append(keys, trainingKeys<S>("sal", "[sal] §5", "[sal] §10"));
    return keys;
}

std::vector<ConfigKey> makeFtcl()
{
    constexpr auto S = &RunConfig::ftcl;
    using C = FtclConfig;
    std::vector<ConfigKey> keys = {
        {"ftcl.base_steps", at<S, &C::baseSteps>(), 0, kHuge, "steps",
         "Training steps of the first stage, on single videos; 0 leaves it out ([ftcl] §7)."},
        {"ftcl.base_contrast", at<S, &C::baseContrast>(), 0, 0, "",
         "Whether the first stage contrasts the videos of a batch with each other, as the released command does unless it is told otherwise ([ftcl] §5b)."},
        {"ftcl.segments", at<S, &C::segments>(), 2, kMany, "snippets",
         "n: length of a training sample, and the most that inference reads ([ftcl] §1)."},
        {"ftcl.modality", choice<S, &C::modality>(kModality), 0, 0, "",
         "Which half of two-stream features is used; RGB columns come first ([ftcl] §1)."},
        {"ftcl.resample_features", at<S, &C::resampleFeatures>(), 0, 0, "",
         "Whether the second stage draws a video's snippets and the negative pairs anew in every epoch, not once, which leaves most negatives unseen ([ftcl] §1, §13)."},
        {"ftcl.embed_dim", at<S, &C::embedDim>(), 1, 65536, "channels",
         "Width of the embedding ([ftcl] §2)."},
        {"ftcl.projection_dim", at<S, &C::projectionDim>(), 2, 65536, "channels",
         "Width of the projection for the sequence distance, half for matches and half for gaps; even ([ftcl] §2, §4)."},
        {"ftcl.dropout", at<S, &C::dropout>(), 0, 0.999, "",
         "Both dropouts before the classifier, of whole snippets and of single channels ([ftcl] §2)."},
        {"ftcl.input_dropout", at<S, &C::inputDropout>(), 0, 0.999, "",
         "Dropout of the features, for ActivityNet ([ftcl] §2)."},
        {"ftcl.attention_dropout", at<S, &C::attentionDropout>(), 0, 0.999, "",
         "Dropout before the attention, for ActivityNet ([ftcl] §2)."},
        {"ftcl.instance_divisor", at<S, &C::instanceDivisor>(), 1, kMany, "",
         "k = T / divisor of the instance branch ([ftcl] §2)."},
        {"ftcl.context_divisor", at<S, &C::contextDivisor>(), 1, kMany, "",
         "The same of the context branch ([ftcl] §2)."},
        {"ftcl.background_divisor", at<S, &C::backgroundDivisor>(), 1, kMany, "",
         "The same of the background branch ([ftcl] §2)."},
        {"ftcl.guide_weight", at<S, &C::guideWeight>(), 0, 1000, "",
         "Weight of the attention's guidance by the class activations ([ftcl] §3)."},
        {"ftcl.feature_weight", at<S, &C::featureWeight>(), 0, 1000, "",
         "Weight of the separation of feature norms ([ftcl] §3)."},
        {"ftcl.sparse_weight", at<S, &C::sparseWeight>(), 0, 1000, "",
         "Weight of the attention's sparsity ([ftcl] §3)."},
        {"ftcl.feature_margin", at<S, &C::featureMargin>(), 0, 1e6, "",
         "Margin of that separation ([ftcl] §3)."},
        {"ftcl.fsd_length", at<S, &C::fsdLength>(), 1, 1000, "snippets",
         "Snippets of a video that the fine-grained sequence distance aligns ([ftcl] §2, §4)."},
        {"ftcl.fsd_smoothing", at<S, &C::fsdSmoothing>(), 1e-4, 100, "",
         "t: smoothing of its maximum ([ftcl] §4)."},
        {"ftcl.fsd_weight", at<S, &C::fsdWeight>(), 0, 1000, "",
         "Weight of its contrast; 0 switches it off ([ftcl] §5)."},
        {"ftcl.lcs_length", at<S, &C::lcsLength>(), 1, 10000, "snippets",
         "Snippets of a video of which the longest common subsequence is taken ([ftcl] §2, §5)."},
        {"ftcl.lcs_threshold", at<S, &C::lcsThreshold>(), 0, 1, "",
         "Cosine above which two snippets match ([ftcl] §5)."},
        {"ftcl.lcs_weight", at<S, &C::lcsWeight>(), 0, 1000, "",
         "Weight of its contrast; 0 switches it off ([ftcl] §5)."},
        {"ftcl.unguarded_cosine", at<S, &C::unguardedCosine>(), 0, 0, "",
         "Whether a row of zeros has an undefined cosine, as released, which skips the step or spoils its gradients, instead of a cosine of 0; compat sets it ([ftcl] §6)."},
    };
    append(keys, trainingKeys<S>("ftcl", "[ftcl] §7", "[ftcl] §13"));
    return keys;
}
// clang-format on

} // namespace

std::vector<ConfigKey> generatorKeys()
{
    std::vector<ConfigKey> keys = makeFustal();
    append(keys, makeSal());
    append(keys, makeFtcl());
    return keys;
}

std::vector<std::string_view> generatorSections()
{
    return {"fustal", "sal", "ftcl"};
}

} // namespace core::data
