#include "core/ml/train/run_evaluation.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/tal/average_precision.h"
#include "core/tal/label_quality.h"

namespace core::ml {

using base::Result;

namespace {

// The videos of one split that the ground truth covers, in the set's order; none where it has no
// instance in any of them, for then there is nothing to compare with.
std::vector<std::string> coveredVideos(const model::TrainingSet &set, bool isTraining,
                                       const model::GroundTruth &truth)
{
    std::unordered_map<std::string_view, const model::VideoGroundTruth *> annotated;
    for (const model::VideoGroundTruth &video : truth.videos) {
        annotated.emplace(video.video, &video);
    }
    std::vector<std::string> names;
    bool hasInstance = false;
    for (const model::TrainingVideo &video : set.videos) {
        const auto found = annotated.find(video.name);
        if (video.isTraining == isTraining && found != annotated.end()) {
            names.push_back(video.name);
            hasInstance = hasInstance || !found->second->instances.empty();
        }
    }
    return hasInstance ? names : std::vector<std::string>();
}

Result<data::TestMetrics> testMetrics(const data::JobManifest &manifest,
                                      const model::GroundTruth &truth,
                                      const std::vector<std::string> &videos,
                                      const model::DetectionSet &detections)
{
    const tal::EvaluationResult result =
        TRY(tal::evaluate(truth, detections,
                          {.protocol = manifest.config.evaluation.protocol,
                           .subset = {},
                           .videos = videos,
                           .tiou = manifest.config.evaluation.tiou}));
    return data::TestMetrics{.videos = result.videos,
                             .gtInstances = result.gtInstances,
                             .predictions = result.predictions,
                             .map = result.map,
                             .averageMap = result.averageMap};
}

Result<data::LabelMetrics> labelMetrics(const model::GroundTruth &truth,
                                        const std::vector<std::string> &videos,
                                        const model::DetectionSet &labels)
{
    const tal::LabelQuality quality =
        TRY(tal::labelQuality(truth, labels, {.tiou = 0.5, .subset = {}, .videos = videos}));
    return data::LabelMetrics{.videos = videos.size(),
                              .labels = quality.total.labels,
                              .precision = quality.total.precision(),
                              .recall = quality.total.recall(),
                              .map = quality.map,
                              .averageMap = quality.averageMap};
}

} // namespace

Result<data::RunMetrics> evaluateRun(const data::JobManifest &manifest,
                                     const std::optional<model::GroundTruth> &testTruth,
                                     const std::optional<model::GroundTruth> &trainingTruth,
                                     const RunResults &results)
{
    data::RunMetrics metrics;
    metrics.protocol = manifest.config.evaluation.protocol;
    metrics.tiou = manifest.config.evaluation.tiou;
    if (testTruth) {
        const std::vector<std::string> videos = coveredVideos(manifest.set, false, *testTruth);
        if (!videos.empty() && results.proposals) {
            metrics.generator = TRY(testMetrics(manifest, *testTruth, videos, *results.proposals));
        }
        if (!videos.empty() && results.predictions) {
            metrics.student = TRY(testMetrics(manifest, *testTruth, videos, *results.predictions));
        }
    }
    if (trainingTruth) {
        const std::vector<std::string> videos = coveredVideos(manifest.set, true, *trainingTruth);
        if (!videos.empty() && results.proposals) {
            metrics.proposals = TRY(labelMetrics(*trainingTruth, videos, *results.proposals));
        }
        if (!videos.empty() && results.pseudoLabels) {
            metrics.pseudoLabels = TRY(labelMetrics(*trainingTruth, videos, *results.pseudoLabels));
        }
    }
    return metrics;
}

} // namespace core::ml
