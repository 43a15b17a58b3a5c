#include "core/tal/label_quality.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <unordered_map>

#include "core/tal/average_precision.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

namespace {

double ratio(std::size_t part, std::size_t whole)
{
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

// Class names of both sides as rows: the ground truth's in its order, then what only labels have.
class ClassRows
{
public:
    std::size_t rowOf(const std::string &name)
    {
        const auto [place, isNew] = m_rows.try_emplace(name, m_names.size());
        if (isNew) {
            m_names.push_back(name);
        }
        return place->second;
    }
    const std::vector<std::string> &names() const { return m_names; }

private:
    std::unordered_map<std::string, std::size_t> m_rows;
    std::vector<std::string> m_names;
};

struct Matched
{
    std::size_t count = 0;
    double startError = 0.0;
    double endError = 0.0;
};

// One-to-one matching of one video and class.
Matched match(std::vector<model::Detection> labels, const std::vector<model::Instance> &truth,
              double threshold)
{
    // Of equal scores the later one counts first, as in the evaluator.
    std::reverse(labels.begin(), labels.end());
    std::stable_sort(labels.begin(), labels.end(),
                     [](const auto &a, const auto &b) { return a.score > b.score; });
    Matched matched;
    std::vector<bool> isTaken(truth.size(), false);
    for (const model::Detection &label : labels) {
        std::size_t best = truth.size();
        double bestOverlap = 0.0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const double overlap = tiou(label.start, label.end, truth[i].start, truth[i].end);
            if (!isTaken[i] && overlap >= threshold && overlap > bestOverlap) {
                best = i;
                bestOverlap = overlap;
            }
        }
        if (best < truth.size()) {
            isTaken[best] = true;
            ++matched.count;
            matched.startError += std::abs(label.start - truth[best].start);
            matched.endError += std::abs(label.end - truth[best].end);
        }
    }
    return matched;
}

// Labels and ground truth of one video, sorted into class rows.
struct VideoSides
{
    std::vector<std::vector<model::Detection>> labels;
    std::vector<std::vector<model::Instance>> truth;

    explicit VideoSides(std::size_t rows)
        : labels(rows)
        , truth(rows)
    {
    }
};

using DetectionsByVideo =
    std::unordered_map<std::string_view, std::vector<const model::VideoDetections *>>;

class QualityCounter
{
public:
    QualityCounter(const model::GroundTruth &truth, const model::DetectionSet &labels,
                   const TruthSelection &selection)
        : m_truth(truth)
        , m_labels(labels)
    {
        for (const std::int32_t v : selection.videos()) {
            for (const model::Instance &instance : videoOf(v).instances) {
                m_rows.rowOf(truth.classes[static_cast<std::size_t>(instance.classIndex)]);
            }
        }
        for (const model::VideoDetections &video : labels.videos) {
            if (selection.indexOf(video.video) < 0) {
                continue;
            }
            m_labelsOf[video.video].push_back(&video);
            for (const model::Detection &detection : video.detections) {
                m_rows.rowOf(labels.classes[static_cast<std::size_t>(detection.classIndex)]);
            }
        }
    }

    LabelQuality count(const TruthSelection &selection, double threshold)
    {
        LabelQuality quality;
        quality.tiou = threshold;
        for (const std::string &name : m_rows.names()) {
            quality.classes.push_back({.name = name, .counts = {}});
        }
        for (const std::int32_t v : selection.videos()) {
            addVideo(v, threshold, quality);
        }
        if (quality.total.matched > 0) {
            quality.startErrorS /= static_cast<double>(quality.total.matched);
            quality.endErrorS /= static_cast<double>(quality.total.matched);
        }
        return quality;
    }

private:
    const model::VideoGroundTruth &videoOf(std::int32_t v) const
    {
        return m_truth.videos[static_cast<std::size_t>(v)];
    }

    VideoSides sidesOf(const model::VideoGroundTruth &video)
    {
        VideoSides sides(m_rows.names().size());
        for (const model::Instance &instance : video.instances) {
            const auto index = static_cast<std::size_t>(instance.classIndex);
            sides.truth[m_rows.rowOf(m_truth.classes[index])].push_back(instance);
        }
        for (const model::VideoDetections *part : m_labelsOf[video.video]) {
            for (const model::Detection &detection : part->detections) {
                const auto index = static_cast<std::size_t>(detection.classIndex);
                sides.labels[m_rows.rowOf(m_labels.classes[index])].push_back(detection);
            }
        }
        return sides;
    }

    void addVideo(std::int32_t v, double threshold, LabelQuality &quality)
    {
        const model::VideoGroundTruth &video = videoOf(v);
        const VideoSides sides = sidesOf(video);
        NamedQuality ofVideo{.name = video.video, .counts = {}};
        for (std::size_t row = 0; row < sides.truth.size(); ++row) {
            const Matched matched = match(sides.labels[row], sides.truth[row], threshold);
            for (QualityCounts *counts :
                 {&quality.total, &quality.classes[row].counts, &ofVideo.counts}) {
                counts->labels += sides.labels[row].size();
                counts->gtInstances += sides.truth[row].size();
                counts->matched += matched.count;
            }
            quality.startErrorS += matched.startError;
            quality.endErrorS += matched.endError;
        }
        quality.videos.push_back(std::move(ofVideo));
    }

    const model::GroundTruth &m_truth;
    const model::DetectionSet &m_labels;
    ClassRows m_rows;
    DetectionsByVideo m_labelsOf;
};

} // namespace

double QualityCounts::precision() const
{
    return ratio(matched, labels);
}

double QualityCounts::recall() const
{
    return ratio(matched, gtInstances);
}

double QualityCounts::f1() const
{
    return ratio(2 * matched, labels + gtInstances);
}

base::Result<LabelQuality> labelQuality(const model::GroundTruth &truth,
                                        const model::DetectionSet &labels,
                                        const QualityOptions &options)
{
    const TruthSelection selection =
        TRY(TruthSelection::select(truth, options.subset, true, options.videos));
    // The evaluator checks all values, so that the counting below need not. Given the videos, it
    // leaves out the labels of others too.
    EvaluationOptions evaluation{.protocol = "activitynet",
                                 .subset = options.subset,
                                 .tiou = {options.tiou},
                                 .wantsMatches = false};
    evaluation.tiou.insert(evaluation.tiou.end(), kAverageTious.begin(), kAverageTious.end());
    for (const std::int32_t v : selection.videos()) {
        evaluation.videos.push_back(truth.videos[static_cast<std::size_t>(v)].video);
    }
    const EvaluationResult evaluated = TRY(evaluate(truth, labels, evaluation));
    LabelQuality quality = QualityCounter(truth, labels, selection).count(selection, options.tiou);
    quality.subset = subsetNames(truth, selection);
    quality.map = evaluated.map.front();
    quality.averageMap = std::accumulate(evaluated.map.begin() + 1, evaluated.map.end(), 0.0) /
                         static_cast<double>(evaluated.map.size() - 1);
    return quality;
}

} // namespace core::tal
