#include "core/data/run_config_schema.h"

#include <limits>
#include <string>

#include <fmt/format.h>

#include "core/data/config_access.h"
#include "core/data/json_text.h"
#include "core/data/number_text.h"

namespace core::data {

using model::EvaluationConfig;
using model::FilterConfig;
using model::ProposalConfig;
using model::RunConfig;
using model::RuntimeConfig;
using model::StudentConfig;

namespace {

constexpr double kMaxSeed = 9'223'372'036'854'775'807.0;

template <auto Member>
auto &topMember(RunConfig &config)
{
    return config.*Member;
}

// Names of the enumerators of model/run_config.h, in its order.
constexpr std::string_view kCompat[] = {"prescribed", "released"};
constexpr std::string_view kNormalisation[] = {"min_max", "none"};
constexpr std::string_view kTail[] = {"extrapolate", "clamp"};
constexpr std::string_view kClassSource[] = {"predicted", "weak_labels"};
constexpr std::string_view kNms[] = {"none", "hard", "soft_gaussian", "soft_linear"};
constexpr std::string_view kNeighbours[] = {"all_classes", "same_class"};
constexpr std::string_view kAggregation[] = {"sum", "mean_top3"};
constexpr std::string_view kDensityStage[] = {"after_nms", "before_nms"};
constexpr std::string_view kWhenEmpty[] = {"background_only", "keep_best", "skip"};
constexpr std::string_view kMilTopK[] = {"per_video", "batch_sum"};
constexpr std::string_view kFallback[] = {"skip_only", "sticky"};
constexpr std::string_view kSchedule[] = {"constant", "cosine"};
constexpr std::string_view kCentre[] = {"radius", "none"};
constexpr std::string_view kDevice[] = {"auto", "cpu", "cuda"};

ChoiceAccess compatAccess()
{
    return {
        kCompat, [](const RunConfig &config) { return static_cast<int>(config.compat); },
        [](RunConfig &config, int value) { config.compat = static_cast<model::Compat>(value); }};
}

// clang-format off
// Sections: [1-2] = spec fustal-stage1-2, [3] = spec fustal-stage3-student, [sal], [ftcl].
std::vector<ConfigKey> makeTop()
{
    return {
        {"generator", ConfigAccess(&topMember<&RunConfig::generator>), 0, 0, "",
         "Name of the generator of stage 1: \"fustal\", \"sal\" or \"ftcl\"."},
        {"compat", compatAccess(), 0, 0, "",
         "Whether to behave as the specification prescribes or as the released code does; \"released\" sets student.mil_top_k = \"batch_sum\", student.teacher_fallback = \"sticky\" and ftcl.unguarded_cosine = true, and keys that are given win over it; a seed then gives FuSTAL's generator the initial weights that it gives the published one ([3] §8, [ftcl] §6)."},
        {"seed", ConfigAccess(&topMember<&RunConfig::seed>), 0, kMaxSeed, "",
         "Seed of all randomness: initial weights, order, sampling, crops, dropout ([1-2] §3.5)."},
    };
}

std::vector<ConfigKey> makeProposals()
{
    constexpr auto S = &RunConfig::proposals;
    using C = ProposalConfig;
    return {
        {"proposals.class_threshold", at<S, &C::classThreshold>(), 0, 1, "",
         "Video score from which a class counts as predicted; where none passes, the best one is ([1-2] §4.1)."},
        {"proposals.class_threshold_inclusive", at<S, &C::isClassThresholdInclusive>(), 0, 0, "",
         "Whether a score equal to the threshold passes ([1-2] §4.1)."},
        {"proposals.training_classes", choice<S, &C::trainingClasses>(kClassSource), 0, 0, "",
         "Whether training videos get proposals of the predicted classes or of their weak labels ([1-2] §5.3)."},
        {"proposals.normalisation", choice<S, &C::normalisation>(kNormalisation), 0, 0, "",
         "How score curves are scaled before the thresholds ([1-2] §4.2)."},
        {"proposals.upsampling", at<S, &C::upsampling>(), 1, 1000, "samples a snippet",
         "Linear up-sampling of score curves ([1-2] §4.3)."},
        {"proposals.upsample_tail", choice<S, &C::upsampleTail>(kTail), 0, 0, "",
         "What follows the last snippet: its slope goes on as released, or its value stays ([1-2] §4.3, D21)."},
        {"proposals.cas_thresholds", at<S, &C::casThresholds>(), 0, 1, "",
         "Thresholds on class activation sequences; empty is the published list of the generator, FuSTAL's being \"0:0.025:0.225\" ([1-2] §4.4; [sal] §6; [ftcl] §8)."},
        {"proposals.actionness_thresholds", at<S, &C::actionnessThresholds>(), 0, 1, "",
         "Thresholds on actionness; empty is the published list of the generator, FuSTAL's being \"0.1:0.025:0.9\"; SAL has no such stage ([1-2] §4.4; [ftcl] §8)."},
        {"proposals.outer_margin", at<S, &C::outerMargin>(), 0, 10, "run lengths",
         "lambda: width of each flank in the outer-inner contrast ([1-2] §4.5)."},
        {"proposals.video_score_weight", at<S, &C::videoScoreWeight>(), 0, 100, "",
         "Weight of the video score in a proposal's score ([1-2] §4.5)."},
        {"proposals.min_run_samples", at<S, &C::minRunSamples>(), 1, kMany, "samples",
         "Shortest run above a threshold that becomes a proposal ([1-2] §4.5)."},
        {"proposals.nms", choice<S, &C::nms>(kNms), 0, 0, "",
         "Non-maximum suppression of each class's proposals ([1-2] §4.6)."},
        {"proposals.nms_tiou", at<S, &C::nmsTiou>(), 0, 1, "",
         "tIoU from which a proposal suppresses a worse one ([1-2] §4.6)."},
        {"proposals.nms_plus_one", at<S, &C::nmsPlusOne>(), 0, 0, "",
         "Whether lengths and overlaps count one second more, as released ([1-2] §4.6, D19)."},
        {"proposals.soft_nms_alpha", at<S, &C::softNmsAlpha>(), 0, 100, "",
         "Strength of a soft suppression (spec sal, section 6)."},
    };
}

std::vector<ConfigKey> makeFilter()
{
    constexpr auto S = &RunConfig::filter;
    using C = FilterConfig;
    return {
        {"filter.min_density", at<S, &C::minDensity>(), 0, 1000, "",
         "gamma: least IoU density, the sum of tIoU with the video's other proposals, that is kept; 0 switches the rule off ([1-2] §5.1)."},
        {"filter.min_score", at<S, &C::minScore>(), -1000, 1000, "",
         "eta: a proposal is kept if its score is greater ([1-2] §5.1)."},
        {"filter.neighbours", choice<S, &C::neighbours>(kNeighbours), 0, 0, "",
         "Which proposals of the video count towards the density ([1-2] §5.3)."},
        {"filter.aggregation", choice<S, &C::aggregation>(kAggregation), 0, 0, "",
         "Whether the density is the sum of all tIoU or the mean of the three largest ([1-2] §5.3)."},
        {"filter.density_stage", choice<S, &C::densityStage>(kDensityStage), 0, 0, "",
         "Whether a proposal's density counts the proposals that NMS left, or all that there were before it ([1-2] §5.3)."},
        {"filter.when_empty", choice<S, &C::whenEmpty>(kWhenEmpty), 0, 0, "",
         "What becomes of a training video of which nothing is kept: pure background, its best proposal, or left out ([1-2] §5.1)."},
        {"filter.min_duration", at<S, &C::minDurationS>(), 0, kHuge, "s",
         "Shortest proposal that is kept; not in the published filter."},
        {"filter.max_duration", at<S, &C::maxDurationS>(), 0, kHuge, "s",
         "Longest proposal that is kept, 0 for no limit; not in the published filter."},
        {"filter.only_weak_labels", at<S, &C::onlyWeakLabels>(), 0, 0, "",
         "Whether classes that the video's weak labels do not name are rejected; not in the published filter."},
    };
}

std::vector<ConfigKey> makeStudentNetwork()
{
    constexpr auto S = &RunConfig::student;
    using C = StudentConfig;
    return {
        {"student.max_sequence", at<S, &C::maxSequence>(), 1, kMany, "snippets",
         "Length that training sequences are cropped and padded to ([3] §1.7)."},
        {"student.truncation_threshold", at<S, &C::truncationThreshold>(), 0, 1, "",
         "Share of a segment that must lie in a crop for it to count there ([3] §1.7)."},
        {"student.crop_ratio_min", at<S, &C::cropRatioMin>(), 0, 1, "",
         "Shortest crop of a sequence that fits, as a share of its length ([3] §1.7)."},
        {"student.crop_ratio_max", at<S, &C::cropRatioMax>(), 0, 1, "",
         "Longest such crop ([3] §1.7)."},
        {"student.crop_trials", at<S, &C::cropTrials>(), 1, kMany, "",
         "Draws of a crop until one holds a segment ([3] §1.7)."},
        {"student.downsampling", at<S, &C::downsampling>(), 1, 1000, "",
         "Takes every n-th feature row ([3] §1.1)."},
        {"student.embed_dim", at<S, &C::embedDim>(), 16, 65536, "channels",
         "Width of embedding, backbone and neck, a multiple of 16 ([3] §3.2)."},
        {"student.embed_kernel", at<S, &C::embedKernel>(), 1, 99, "snippets",
         "Kernel of the embedding's convolutions, odd ([3] §3.2)."},
        {"student.embed_layers", at<S, &C::embedLayers>(), 1, 32, "",
         "Convolutions of the embedding ([3] §3.2)."},
        {"student.stem_blocks", at<S, &C::stemBlocks>(), 0, 32, "",
         "SGP blocks before the first level ([3] §3.3)."},
        {"student.regression_ranges", at<S, &C::regressionRanges>(), 0, kHuge, "grid units",
         "Distances to its boundaries that each level of the pyramid is responsible for; their number is the number of levels ([3] §4.1)."},
        {"student.sgp_window", at<S, &C::sgpWindow>(), 1, 99, "snippets",
         "w: window of the SGP layer, odd ([3] §3.4)."},
        {"student.sgp_window_factor", at<S, &C::sgpWindowFactor>(), 0, 100, "",
         "k: how much wider the wide window is ([3] §3.4)."},
        {"student.sgp_init_std", at<S, &C::sgpInitStd>(), 0, 10, "",
         "Standard deviation of the SGP convolutions' first weights; 0, as released, leaves them dead ([3] §3.4)."},
        {"student.sgp_mlp_dim", at<S, &C::sgpMlpDim>(), 1, 65536, "channels",
         "Width of the SGP blocks' MLP ([3] §3.4)."},
        {"student.head_dim", at<S, &C::headDim>(), 1, 65536, "channels",
         "Width of the heads ([3] §3.6)."},
        {"student.head_kernel", at<S, &C::headKernel>(), 1, 99, "snippets",
         "Kernel of the classification and regression heads, odd ([3] §3.6)."},
        {"student.head_layers", at<S, &C::headLayers>(), 1, 32, "",
         "Convolutions of a head, the last one included ([3] §3.6)."},
        {"student.boundary_kernel", at<S, &C::boundaryKernel>(), 1, 99, "snippets",
         "Kernel of the start and end heads, odd ([3] §3.6)."},
        {"student.bins", at<S, &C::bins>(), 1, 1000, "",
         "Bins of the trident head beside the zeroth ([3] §3.8)."},
        {"student.input_noise", at<S, &C::inputNoise>(), 0, 100, "",
         "Standard deviation of noise added to training features ([3] §1.8)."},
        {"student.max_buffer_factor", at<S, &C::maxBufferFactor>(), 1, 1000, "",
         "Longest sequence that inference takes, in training lengths ([3] §3.7)."},
        {"student.drop_path", at<S, &C::dropPath>(), 0, 0.999, "",
         "Stochastic depth of the pyramid's blocks ([3] §3.4)."},
    };
}

std::vector<ConfigKey> makeStudentTraining()
{
    constexpr auto S = &RunConfig::student;
    using C = StudentConfig;
    return {
        {"student.centre_sampling", choice<S, &C::centreSampling>(kCentre), 0, 0, "",
         "Whether only points near a segment's centre are positive ([3] §4.1)."},
        {"student.centre_radius", at<S, &C::centreRadius>(), 0, 1000, "level strides",
         "How near ([3] §4.1)."},
        {"student.iou_weight_power", at<S, &C::iouWeightPower>(), 0, 10, "",
         "Power of the tIoU that weights positive classification losses ([3] §4.5)."},
        {"student.regression_weight", at<S, &C::regressionWeight>(), -1000, 1000, "",
         "Weight of the regression loss; at or below 0 the two losses balance themselves ([3] §4.5)."},
        {"student.class_prior", at<S, &C::classPrior>(), 1e-6, 0.999999, "",
         "Probability that the classification heads start from ([3] §3.10)."},
        {"student.init_loss_norm", at<S, &C::initLossNorm>(), 1e-6, kHuge, "positives",
         "First value of the loss normaliser ([3] §4.4)."},
        {"student.loss_norm_momentum", at<S, &C::lossNormMomentum>(), 0, 1, "",
         "Momentum of the loss normaliser ([3] §4.4)."},
        {"student.label_smoothing", at<S, &C::labelSmoothing>(), 0, 1, "",
         "Smoothing of class targets ([3] §4.3)."},
        {"student.mil_weight", at<S, &C::milWeight>(), 0, 1000, "",
         "Weight of the multiple-instance term on weak labels ([3] §4.6)."},
        {"student.mil_dropout", at<S, &C::milDropout>(), 0, 0.999, "",
         "Dropout of the logits in that term ([3] §4.6)."},
        {"student.mil_divisor", at<S, &C::milDivisor>(), 1, kMany, "",
         "Top-k of that term: length / divisor ([3] §4.6)."},
        {"student.mil_top_k", choice<S, &C::milTopK>(kMilTopK), 0, 0, "",
         "Whether that length is each video's own or, as released, the whole batch's; compat sets it ([3] §4.6)."},
        {"student.learning_rate", at<S, &C::learningRate>(), 0, 10, "",
         "Learning rate of AdamW after the warm-up ([3] §5)."},
        {"student.weight_decay", at<S, &C::weightDecay>(), 0, 10, "",
         "Decoupled weight decay of convolution weights ([3] §5)."},
        {"student.clip_grad_norm", at<S, &C::clipGradNorm>(), 0, kHuge, "",
         "Largest norm of all gradients together; 0 for no limit ([3] §5)."},
        {"student.warmup_epochs", at<S, &C::warmupEpochs>(), 0, kMany, "epochs",
         "Epochs in which the learning rate rises from 0 ([3] §5)."},
        {"student.schedule", choice<S, &C::schedule>(kSchedule), 0, 0, "",
         "The learning rate after the warm-up ([3] §5)."},
        {"student.min_learning_rate", at<S, &C::minLearningRate>(), 0, 10, "",
         "Where the cosine schedule ends ([3] §5)."},
        {"student.batch_size", at<S, &C::batchSize>(), 1, 4096, "videos",
         "Videos a step ([3] §6.1)."},
        {"student.pseudo_label_epochs", at<S, &C::pseudoLabelEpochs>(), 0, kMany, "epochs",
         "Phase 1: epochs on filtered pseudo-labels ([3] §6.2)."},
        {"student.teacher_epochs", at<S, &C::teacherEpochs>(), 0, kMany, "epochs",
         "Phase 2: epochs on the averaged teacher's predictions ([3] §6.2)."},
        {"student.ema_decay", at<S, &C::emaDecay>(), 0, 1, "",
         "Decay of the averaged weights; decay to the power of the steps should be well below 0.1, so few steps need a smaller one ([3] §5, §11)."},
        {"student.teacher_score", at<S, &C::teacherScore>(), -1000, 1000, "",
         "eta': a prediction of the teacher becomes a target if its score is greater ([3] §6.3)."},
        {"student.teacher_fallback", choice<S, &C::teacherFallback>(kFallback), 0, 0, "",
         "After a batch without teacher predictions: only that batch is skipped, or, as released, the rest of the epoch trains on pseudo-labels; compat sets it ([3] §6.3)."},
        {"student.teacher_label_filter", at<S, &C::teacherLabelFilter>(), 0, 0, "",
         "Whether teacher predictions of classes outside the weak labels are dropped ([3] §8, 18)."},
        {"student.teacher_clips_to_crop", at<S, &C::teacherClipsToCrop>(), 0, 0, "",
         "Whether teacher predictions are cut at the ends of the crop ([3] §8, 18)."},
    };
}

std::vector<ConfigKey> makeStudentInference()
{
    constexpr auto S = &RunConfig::student;
    using C = StudentConfig;
    return {
        {"student.pre_nms_score", at<S, &C::preNmsScore>(), 0, 1, "",
         "Candidates must score more ([3] §7.1)."},
        {"student.pre_nms_top_k", at<S, &C::preNmsTopK>(), 1, kHuge, "",
         "Most candidates a level ([3] §7.1)."},
        {"student.min_duration", at<S, &C::minDurationGrid>(), 0, kHuge, "grid units",
         "Candidates must be longer ([3] §7.1)."},
        {"student.nms", choice<S, &C::nms>(kNms), 0, 0, "",
         "Suppression of overlapping candidates ([3] §7.2)."},
        {"student.nms_sigma", at<S, &C::nmsSigma>(), 1e-6, 1000, "",
         "sigma of the Gaussian suppression ([3] §7.2)."},
        {"student.nms_tiou", at<S, &C::nmsTiou>(), 0, 1, "",
         "tIoU from which hard and linear suppression act ([3] §7.2)."},
        {"student.min_score", at<S, &C::minScore>(), 0, 1, "",
         "Detections whose score falls below are dropped ([3] §7.2)."},
        {"student.max_segments", at<S, &C::maxSegments>(), 1, kHuge, "",
         "Most detections a video ([3] §7.2)."},
        {"student.nms_multiclass", at<S, &C::isNmsMulticlass>(), 0, 0, "",
         "Whether each class is suppressed for itself ([3] §7.2)."},
        {"student.voting_tiou", at<S, &C::votingTiou>(), 0, 1, "",
         "tIoU from which candidates vote on a detection's bounds where classes are suppressed together; 0 for no voting ([3] §7.2)."},
    };
}

std::vector<ConfigKey> makeRest()
{
    constexpr auto E = &RunConfig::evaluation;
    constexpr auto R = &RunConfig::runtime;
    return {
        {"evaluation.protocol", at<E, &EvaluationConfig::protocol>(), 0, 0, "",
         "Named rules of average precision: \"activitynet\" ([1-2] §6)."},
        {"evaluation.tiou", at<E, &EvaluationConfig::tiou>(), 0, 1, "",
         "Thresholds of average precision ([1-2] §6).", RangeRule::Decimal},
        {"runtime.device", choice<R, &RuntimeConfig::device>(kDevice), 0, 0, "",
         "Where to compute; \"auto\" takes CUDA where there is some."},
        {"runtime.threads", at<R, &RuntimeConfig::threads>(), 0, 4096, "",
         "Threads of the CPU; 0 for all cores."},
        {"runtime.amp", at<R, &RuntimeConfig::amp>(), 0, 0, "",
         "Whether to compute in mixed precision, on CUDA only."},
        {"runtime.loader_queue", at<R, &RuntimeConfig::loaderQueue>(), 0, 1000, "batches",
         "Batches that are prepared ahead."},
        {"runtime.checkpoint_every_steps", at<R, &RuntimeConfig::checkpointEverySteps>(), 1, kHuge, "steps",
         "Steps between two points from which an interrupted run goes on; slow steps save one a minute."},
    };
}
// clang-format on

std::vector<ConfigKey> makeKeys()
{
    std::vector<ConfigKey> keys;
    for (const auto &section :
         {makeTop(), generatorKeys(), makeProposals(), makeFilter(), makeStudentNetwork(),
          makeStudentTraining(), makeStudentInference(), makeRest()}) {
        keys.insert(keys.end(), section.begin(), section.end());
    }
    return keys;
}

template <typename... Callables>
struct Overloaded : Callables...
{
    using Callables::operator()...;
};
template <typename... Callables>
Overloaded(Callables...) -> Overloaded<Callables...>;

std::string listText(const std::vector<double> &values)
{
    std::string text;
    for (const double value : values) {
        text += text.empty() ? "[" : ", ";
        appendNumber(text, value);
    }
    return text.empty() ? "[]" : text + "]";
}

std::string rangesText(const Ranges &ranges)
{
    std::string text;
    for (const auto &[low, high] : ranges) {
        text += (text.empty() ? "[" : ", ") + listText({low, high});
    }
    return text.empty() ? "[]" : text + "]";
}

std::string boundsText(const ConfigKey &key)
{
    return key.most >= kMaxSeed ? "of at least 0"
                                : fmt::format("from {} to {}", key.least, key.most);
}

} // namespace

std::span<const ConfigKey> configKeys()
{
    static const std::vector<ConfigKey> keys = makeKeys();
    return keys;
}

const ConfigKey *findConfigKey(std::string_view name)
{
    for (const ConfigKey &key : configKeys()) {
        if (key.name == name) {
            return &key;
        }
    }
    return nullptr;
}

std::string expectation(const ConfigKey &key)
{
    return std::visit(
        Overloaded{
            [](MemberAccess<bool>) { return std::string("true or false"); },
            [](MemberAccess<std::string>) { return std::string("a text"); },
            [&](MemberAccess<double>) { return "a number " + boundsText(key); },
            [&](MemberAccess<std::vector<double>>) {
                return "a list of numbers " + boundsText(key) + ", or \"start:step:stop\"";
            },
            [](MemberAccess<Ranges>) {
                return std::string("a list of pairs [low, high] that join without gaps");
            },
            [](const ChoiceAccess &access) {
                return fmt::format("one of \"{}\"", fmt::join(access.names, "\", \""));
            },
            [&](auto) { return "an integer " + boundsText(key); },
        },
        key.access);
}

std::string tomlValue(const ConfigKey &key, const RunConfig &config)
{
    // Access is written once, for reading and setting; nothing is set here.
    auto &readable = const_cast<RunConfig &>(config);
    return std::visit(
        Overloaded{
            [&](MemberAccess<bool> access) {
                return std::string(access(readable) ? "true" : "false");
            },
            [&](MemberAccess<std::string> access) {
                std::string text;
                appendJsonText(text, access(readable));
                return text;
            },
            [&](MemberAccess<double> access) { return numberText(access(readable)); },
            [&](MemberAccess<std::vector<double>> access) { return listText(access(readable)); },
            [&](MemberAccess<Ranges> access) { return rangesText(access(readable)); },
            [&](const ChoiceAccess &access) {
                return fmt::format("\"{}\"",
                                   access.names[static_cast<std::size_t>(access.get(config))]);
            },
            [&](auto access) { return std::to_string(access(readable)); },
        },
        key.access);
}

} // namespace core::data
