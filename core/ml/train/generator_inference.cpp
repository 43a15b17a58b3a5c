#include "core/ml/train/generator_inference.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"
#include "core/tal/average_precision.h"

namespace core::ml {

base::Result<GeneratorCurves> GeneratorInference::curves(std::size_t index) const
{
    const auto features = TRY(m_store.features(index));
    return catchTorch(
        "curves of " + m_context.set.videos[index].name, [&]() -> base::Result<GeneratorCurves> {
            const auto rows = m_generator.inferenceIndices(features->snippets);
            return m_generator.infer(gatherRows(*features, rows).to(torchDevice(m_device)));
        });
}

base::Result<tal::ScoreCurves> GeneratorInference::scoreCurves(std::size_t index,
                                                               const GeneratorCurves &curves) const
{
    const model::TrainingVideo &video = m_context.set.videos[index];
    const model::FeatureGrid &grid = m_context.set.generatorGrid;
    const double fps = grid.sampleFps > 0.0 ? grid.sampleFps : video.fps;
    if (!(fps > 0.0)) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = "the video " + video.name + " has no frame rate",
                           .expected = "a rate above 0 for every video or for all features"});
    }
    // A snippet stands for the stride in the middle of the frames that it looks at; the published
    // code knows windows as long as the stride only.
    const double startS = 0.5 * (grid.windowFrames - grid.strideFrames) / fps;
    return tal::ScoreCurves{.snippets = curves.snippets,
                            .classes = static_cast<int>(m_context.set.classes.size()),
                            .cas = curves.cas,
                            .actionness = curves.actionness,
                            .videoScores = curves.videoScores,
                            .storedSnippets = m_store.snippets(index),
                            .strideFrames = grid.strideFrames,
                            .sampleFps = fps,
                            .startS = startS};
}

base::Result<CurveTimes> GeneratorInference::times(std::size_t index,
                                                   const GeneratorCurves &curves) const
{
    const tal::ScoreCurves laid = TRY(scoreCurves(index, curves));
    return CurveTimes{.startS = laid.startS, .secondsPerSnippet = tal::secondsPerSample(laid, 1)};
}

base::Result<std::vector<model::Detection>>
GeneratorInference::rawProposals(std::size_t index, const GeneratorCurves &curves) const
{
    const model::TrainingVideo &video = m_context.set.videos[index];
    const tal::ProposalRecipe recipe = m_generator.recipe();
    const bool isWeak = video.isTraining && m_context.config.proposals.trainingClasses ==
                                                model::ClassSource::WeakLabels;
    const std::vector<int> classes =
        isWeak ? video.weakLabels
               : tal::predictedClasses(curves.videoScores, recipe.classThreshold,
                                       recipe.isClassThresholdInclusive);
    auto made = tal::rawProposals(TRY(scoreCurves(index, curves)), recipe, classes);
    if (!made) {
        return base::fail(std::move(made).error().at("curves of " + video.name));
    }
    return std::move(*made);
}

std::vector<model::Detection>
GeneratorInference::suppressedProposals(const std::vector<model::Detection> &raw) const
{
    return tal::suppressedProposals(raw, m_generator.recipe().nms);
}

base::Result<GeneratorEvaluation> evaluateOnTest(const StageContext &context,
                                                 const GeneratorInference &inference)
{
    std::map<std::string, std::set<std::string>> truth;
    for (const model::VideoGroundTruth &video : context.testGroundTruth->videos) {
        for (const model::Instance &instance : video.instances) {
            truth[video.video].insert(
                context.testGroundTruth->classes[static_cast<std::size_t>(instance.classIndex)]);
        }
    }
    model::DetectionSet predictions{.classes = context.set.classes, .videos = {}};
    int exact = 0;
    const auto threshold = static_cast<float>(context.config.proposals.classThreshold);
    for (std::size_t i = 0; i < context.set.videos.size(); ++i) {
        const model::TrainingVideo &video = context.set.videos[i];
        if (video.isTraining) {
            continue;
        }
        const GeneratorCurves curves = TRY(inference.curves(i));
        const std::vector<model::Detection> raw = TRY(inference.rawProposals(i, curves));
        predictions.videos.push_back(
            {.video = video.name, .detections = inference.suppressedProposals(raw)});
        std::set<std::string> passing;
        for (std::size_t c = 0; c < curves.videoScores.size(); ++c) {
            if (curves.videoScores[c] >= threshold) {
                passing.insert(context.set.classes[c]);
            }
        }
        exact += passing == truth[video.name] ? 1 : 0;
    }
    const tal::EvaluationResult result =
        TRY(tal::evaluate(*context.testGroundTruth, predictions,
                          {.protocol = context.config.evaluation.protocol,
                           .subset = {},
                           .videos = {},
                           .tiou = context.config.evaluation.tiou}));
    const auto videos = static_cast<double>(std::max<std::size_t>(1, predictions.videos.size()));
    return GeneratorEvaluation{.averageMap = result.averageMap, .exactLabelSets = exact / videos};
}

base::Result<double> weakLabelLoss(const StageContext &context, const GeneratorInference &inference,
                                   const std::vector<std::size_t> &videos)
{
    double sum = 0.0;
    std::size_t count = 0;
    for (const std::size_t index : videos) {
        const GeneratorCurves curves = TRY(inference.curves(index));
        std::vector<double> target(curves.videoScores.size(), 0.0);
        const std::vector<int> &labels = context.set.videos[index].weakLabels;
        for (const int label : labels) {
            target[static_cast<std::size_t>(label)] = 1.0 / static_cast<double>(labels.size());
        }
        for (std::size_t c = 0; c < target.size(); ++c) {
            const auto score = static_cast<double>(curves.videoScores[c]);
            // Logarithms floored at -100 as in the training loss.
            sum -= target[c] * std::max(-100.0, std::log(score)) +
                   (1.0 - target[c]) * std::max(-100.0, std::log1p(-score));
            ++count;
        }
    }
    return sum / static_cast<double>(std::max<std::size_t>(1, count));
}

} // namespace core::ml
