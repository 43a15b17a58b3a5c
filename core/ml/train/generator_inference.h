#pragma once

#include <cstddef>
#include <vector>

#include "core/ml/dataset/feature_store.h"
#include "core/ml/generator.h"
#include "core/ml/runtime/device.h"
#include "core/ml/train/stage.h"

namespace core::ml {

// How the snippets of curves lie on their video.
struct CurveTimes
{
    double startS = 0.0; // where the first one's share begins
    double secondsPerSnippet = 0.0;
};

// What a trained generator makes of videos: curves, classes, proposals (spec fustal-stage1-2 §4).
// One video at a time; all calls from one thread.
class GeneratorInference
{
public:
    // Everything must outlive this.
    GeneratorInference(const StageContext &context, Generator &generator, const FeatureStore &store,
                       const Device &device)
        : m_context(context)
        , m_generator(generator)
        , m_store(store)
        , m_device(device)
    {
    }

    // Curves of video `index` of the set.
    base::Result<GeneratorCurves> curves(std::size_t index) const;

    // Its proposals before NMS. Errors: curves that hold NaN or infinity (training diverged), and a
    // video without a frame rate where the features were taken at each video's own rate.
    base::Result<std::vector<model::Detection>> rawProposals(std::size_t index,
                                                             const GeneratorCurves &curves) const;
    // What NMS leaves of them.
    std::vector<model::Detection>
    suppressedProposals(const std::vector<model::Detection> &raw) const;

    base::Result<CurveTimes> times(std::size_t index, const GeneratorCurves &curves) const;

private:
    base::Result<tal::ScoreCurves> scoreCurves(std::size_t index,
                                               const GeneratorCurves &curves) const;

    const StageContext &m_context;
    Generator &m_generator;
    const FeatureStore &m_store;
    Device m_device;
};

// What the test split says about the generator as it is.
struct GeneratorEvaluation
{
    double averageMap = 0.0;
    double exactLabelSets = 0.0; // share of videos whose passing scores are exactly their classes
};

// Proposals of the test videos against context.testGroundTruth; only where context.canEvaluate().
base::Result<GeneratorEvaluation> evaluateOnTest(const StageContext &context,
                                                 const GeneratorInference &inference);

// Mean classification loss of videos by their weak labels: lower is better. Needs no times.
base::Result<double> weakLabelLoss(const StageContext &context, const GeneratorInference &inference,
                                   const std::vector<std::size_t> &videos);

} // namespace core::ml
