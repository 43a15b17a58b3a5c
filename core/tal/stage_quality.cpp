#include "core/tal/stage_quality.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>

#include "core/tal/average_precision.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

namespace {

constexpr double kMissedTiou = 0.1;

// Whether more than half of the inner segment lies in the outer one.
bool holds(double start, double end, double innerStart, double innerEnd)
{
    const double common = std::min(end, innerEnd) - std::max(start, innerStart);
    return common > 0.5 * (innerEnd - innerStart) && common > 0.0;
}

void add(BoundaryCounts &sum, const BoundaryCounts &counts)
{
    sum.matched += counts.matched;
    sum.startErrorS += counts.startErrorS;
    sum.endErrorS += counts.endErrorS;
    sum.split += counts.split;
    sum.merged += counts.merged;
    sum.missed += counts.missed;
}

void divide(BoundaryCounts &counts)
{
    const auto matched = static_cast<double>(std::max<std::size_t>(counts.matched, 1));
    counts.startErrorS /= matched;
    counts.endErrorS /= matched;
}

// Walks the videos that both sides have.
class StageExamination
{
public:
    StageExamination(const model::GroundTruth &truth, const model::DetectionSet &labels,
                     LabelQuality quality)
        : m_truth(truth)
        , m_labels(labels)
    {
        m_result.labels = std::move(quality);
        for (const NamedQuality &entry : m_result.labels.classes) {
            m_rowOfClass.emplace(entry.name, m_result.classes.size());
            m_result.classes.push_back({.name = entry.name, .counts = {}});
        }
        for (const NamedQuality &entry : m_result.labels.videos) {
            m_rowOfVideo.emplace(entry.name, m_result.videos.size());
            m_result.videos.push_back({.name = entry.name, .counts = {}});
        }
        for (std::size_t v = 0; v < labels.videos.size(); ++v) {
            m_labelVideo.emplace(labels.videos[v].video, v);
        }
        for (std::size_t b = 0; b < kCalibrationBins; ++b) {
            m_result.calibration[b].low = static_cast<double>(b) / kCalibrationBins;
            m_result.calibration[b].high = static_cast<double>(b + 1) / kCalibrationBins;
        }
    }

    StageQuality run(const std::vector<PredictionMatch> &matches)
    {
        addMatches(matches);
        for (std::size_t v = 0; v < m_truth.videos.size(); ++v) {
            if (m_rowOfVideo.contains(m_truth.videos[v].video)) {
                addVideo(v);
            }
        }
        for (const auto &[names, count] : m_confusion) {
            m_result.confusion.push_back(
                {std::string(names.first), std::string(names.second), count});
        }
        finishCalibration();
        divide(m_result.boundaries);
        for (std::vector<NamedBoundaries> *rows : {&m_result.classes, &m_result.videos}) {
            for (NamedBoundaries &row : *rows) {
                divide(row.counts);
            }
        }
        return std::move(m_result);
    }

private:
    std::string_view truthClass(const model::Instance &instance) const
    {
        return m_truth.classes[static_cast<std::size_t>(instance.classIndex)];
    }
    std::string_view labelClass(const model::Detection &label) const
    {
        return m_labels.classes[static_cast<std::size_t>(label.classIndex)];
    }

    void count(std::string_view className, std::string_view video, const BoundaryCounts &counts)
    {
        add(m_result.boundaries, counts);
        if (const auto row = m_rowOfClass.find(className); row != m_rowOfClass.end()) {
            add(m_result.classes[row->second].counts, counts);
        }
        if (const auto row = m_rowOfVideo.find(video); row != m_rowOfVideo.end()) {
            add(m_result.videos[row->second].counts, counts);
        }
    }

    void addMatches(const std::vector<PredictionMatch> &matches)
    {
        for (const PredictionMatch &match : matches) {
            const model::VideoDetections &video =
                m_labels.videos[static_cast<std::size_t>(match.video)];
            const model::Detection &label =
                video.detections[static_cast<std::size_t>(match.detection)];
            const bool isRight = match.instance.front() >= 0;
            addScore(label.score, isRight);
            if (!isRight) {
                continue;
            }
            const model::Instance &instance =
                m_truth.videos[static_cast<std::size_t>(match.gtVideo)]
                    .instances[static_cast<std::size_t>(match.instance.front())];
            const MatchedLabel matched{.video = match.video,
                                       .detection = match.detection,
                                       .gtVideo = match.gtVideo,
                                       .instance = match.instance.front(),
                                       .startErrorS = label.start - instance.start,
                                       .endErrorS = label.end - instance.end};
            m_result.matched.push_back(matched);
            count(
                labelClass(label), video.video,
                {.matched = 1, .startErrorS = matched.startErrorS, .endErrorS = matched.endErrorS});
        }
    }

    void addScore(double score, bool isRight)
    {
        const double scaled = std::clamp(score, 0.0, 1.0) * kCalibrationBins;
        const auto index = std::min(static_cast<std::size_t>(scaled), kCalibrationBins - 1);
        CalibrationBin &bin = m_result.calibration[index];
        ++bin.labels;
        bin.right += isRight ? 1 : 0;
        bin.meanScore += score;
    }

    void finishCalibration()
    {
        double error = 0.0;
        std::size_t labels = 0;
        for (CalibrationBin &bin : m_result.calibration) {
            if (bin.labels == 0) {
                continue;
            }
            const auto size = static_cast<double>(bin.labels);
            bin.meanScore /= size;
            error += std::abs(bin.meanScore * size - static_cast<double>(bin.right));
            labels += bin.labels;
        }
        m_result.calibrationError = labels == 0 ? 0.0 : error / static_cast<double>(labels);
    }

    void addVideo(std::size_t v)
    {
        const model::VideoGroundTruth &video = m_truth.videos[v];
        const auto found = m_labelVideo.find(video.video);
        static const std::vector<model::Detection> kNone;
        const std::vector<model::Detection> &labels =
            found == m_labelVideo.end() ? kNone : m_labels.videos[found->second].detections;
        for (std::size_t i = 0; i < video.instances.size(); ++i) {
            addInstance(v, i, labels);
        }
        for (std::size_t d = 0; d < labels.size(); ++d) {
            addLabel(video, found->second, d);
        }
    }

    void addInstance(std::size_t v, std::size_t i, const std::vector<model::Detection> &labels)
    {
        const model::VideoGroundTruth &video = m_truth.videos[v];
        const model::Instance &instance = video.instances[i];
        std::size_t inside = 0;
        double best = 0.0;
        for (const model::Detection &label : labels) {
            if (labelClass(label) == truthClass(instance)) {
                inside += holds(instance.start, instance.end, label.start, label.end) ? 1 : 0;
                best = std::max(best, tiou(label.start, label.end, instance.start, instance.end));
            }
        }
        const SegmentPlace place{static_cast<std::int32_t>(v), static_cast<std::int32_t>(i)};
        BoundaryCounts counts;
        if (inside > 1) {
            counts.split = 1;
            m_result.split.push_back(place);
        }
        if (best < kMissedTiou) {
            counts.missed = 1;
            m_result.missed.push_back(place);
            ++m_confusion[{truthClass(instance), std::string_view()}];
        }
        count(truthClass(instance), video.video, counts);
    }

    void addLabel(const model::VideoGroundTruth &video, std::size_t labelVideo, std::size_t d)
    {
        const model::Detection &label = m_labels.videos[labelVideo].detections[d];
        std::size_t inside = 0;
        double best = 0.0;
        std::string_view bestClass;
        for (const model::Instance &instance : video.instances) {
            const bool isSame = truthClass(instance) == labelClass(label);
            inside += isSame && holds(label.start, label.end, instance.start, instance.end) ? 1 : 0;
            const double overlap = tiou(label.start, label.end, instance.start, instance.end);
            // Of twins the one of the label's class.
            if (overlap >= m_result.labels.tiou &&
                (overlap > best || (overlap == best && isSame))) {
                best = overlap;
                bestClass = truthClass(instance);
            }
        }
        ++m_confusion[{bestClass, labelClass(label)}];
        if (inside > 1) {
            m_result.merged.push_back(
                {static_cast<std::int32_t>(labelVideo), static_cast<std::int32_t>(d)});
            count(labelClass(label), video.video, {.merged = 1});
        }
    }

    const model::GroundTruth &m_truth;
    const model::DetectionSet &m_labels;
    StageQuality m_result;
    std::map<std::string, std::size_t, std::less<>> m_rowOfClass;
    std::map<std::string, std::size_t, std::less<>> m_rowOfVideo;
    std::unordered_map<std::string_view, std::size_t> m_labelVideo;
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> m_confusion;
};

} // namespace

base::Result<StageQuality> stageQuality(const model::GroundTruth &truth,
                                        const model::DetectionSet &labels,
                                        const QualityOptions &options)
{
    LabelQuality quality = TRY(labelQuality(truth, labels, options));
    EvaluationOptions evaluation{.protocol = "activitynet",
                                 .subset = options.subset,
                                 .videos = {},
                                 .tiou = {options.tiou},
                                 .wantsMatches = true};
    for (const NamedQuality &video : quality.videos) {
        evaluation.videos.push_back(video.name);
    }
    const EvaluationResult evaluated = TRY(evaluate(truth, labels, evaluation));
    return StageExamination(truth, labels, std::move(quality)).run(evaluated.matches);
}

} // namespace core::tal
