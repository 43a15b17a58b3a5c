#include "core/tal/average_precision.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "core/tal/pairwise_sum.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

namespace {

struct TruthItem
{
    double start = 0.0;
    double end = 0.0;
    std::int32_t instance = 0; // index in its video
};

// The instances of one class in one video: a range of ClassTruth::items.
struct TruthGroup
{
    std::int32_t video = 0;
    std::int32_t first = 0;
    std::int32_t last = 0; // one past
};

struct ClassTruth
{
    std::string name;
    std::vector<TruthItem> items;
    std::vector<TruthGroup> groups; // by video, ascending

    const TruthGroup *groupOf(std::int32_t video) const
    {
        const auto found = std::lower_bound(
            groups.begin(), groups.end(), video,
            [](const TruthGroup &group, std::int32_t wanted) { return group.video < wanted; });
        return found != groups.end() && found->video == video ? &*found : nullptr;
    }
};

struct Scored
{
    double start = 0.0;
    double end = 0.0;
    double score = 0.0;
    std::int32_t order = 0;     // in the file, to break ties
    std::int32_t gtVideo = -1;  // into GroundTruth::videos
    std::int32_t video = 0;     // into DetectionSet::videos
    std::int32_t detection = 0; // into its detections
};

bool isDuplicate(const std::vector<const model::Instance *> &kept, const model::Instance &instance,
                 double tolerance)
{
    return std::any_of(kept.begin(), kept.end(), [&](const model::Instance *other) {
        return other->classIndex == instance.classIndex &&
               std::abs(other->start - instance.start) <= tolerance &&
               std::abs(other->end - instance.end) <= tolerance;
    });
}

// Ground truth by class, in the protocol's order of classes and by its rules about which instances
// count.
class TruthTable
{
public:
    TruthTable(const model::GroundTruth &truth, const TruthSelection &selection,
               const Protocol &protocol)
        : m_rowOfClass(truth.classes.size(), -1)
    {
        if (protocol.classOrder == ClassOrder::Index) {
            addClassesByIndex(truth, selection);
        }
        for (const std::int32_t v : selection.videos()) {
            addVideo(truth, v, protocol);
        }
    }

    const std::vector<ClassTruth> &classes() const { return m_classes; }
    std::size_t dropped() const { return m_dropped; }
    std::size_t withoutLength() const { return m_withoutLength; }
    std::size_t instances() const { return m_instances; }

private:
    std::int32_t rowOf(const model::GroundTruth &truth, int classIndex)
    {
        std::int32_t &row = m_rowOfClass[static_cast<std::size_t>(classIndex)];
        if (row < 0) {
            row = static_cast<std::int32_t>(m_classes.size());
            m_classes.push_back({.name = truth.classes[static_cast<std::size_t>(classIndex)],
                                 .items = {},
                                 .groups = {}});
        }
        return row;
    }

    void addClassesByIndex(const model::GroundTruth &truth, const TruthSelection &selection)
    {
        std::set<int> present;
        for (const std::int32_t v : selection.videos()) {
            for (const model::Instance &instance :
                 truth.videos[static_cast<std::size_t>(v)].instances) {
                present.insert(instance.classIndex);
            }
        }
        for (const int classIndex : present) {
            rowOf(truth, classIndex);
        }
    }

    void addVideo(const model::GroundTruth &truth, std::int32_t v, const Protocol &protocol)
    {
        const model::VideoGroundTruth &video = truth.videos[static_cast<std::size_t>(v)];
        std::vector<const model::Instance *> kept;
        for (std::size_t i = 0; i < video.instances.size(); ++i) {
            const model::Instance &instance = video.instances[i];
            const double length = instance.end - instance.start;
            const bool isTooShort =
                protocol.minGtDurationS > 0.0 && length < protocol.minGtDurationS;
            if (isTooShort || (protocol.duplicateGtToleranceS >= 0.0 &&
                               isDuplicate(kept, instance, protocol.duplicateGtToleranceS))) {
                ++m_dropped;
                continue;
            }
            kept.push_back(&instance);
            m_withoutLength += length == 0.0 ? 1 : 0;
            ++m_instances;
            ClassTruth &row =
                m_classes[static_cast<std::size_t>(rowOf(truth, instance.classIndex))];
            const auto next = static_cast<std::int32_t>(row.items.size());
            if (row.groups.empty() || row.groups.back().video != v) {
                row.groups.push_back({.video = v, .first = next, .last = next});
            }
            row.groups.back().last = next + 1;
            row.items.push_back({.start = instance.start,
                                 .end = instance.end,
                                 .instance = static_cast<std::int32_t>(i)});
        }
    }

    std::vector<std::int32_t> m_rowOfClass;
    std::vector<ClassTruth> m_classes;
    std::size_t m_dropped = 0;
    std::size_t m_withoutLength = 0;
    std::size_t m_instances = 0;
};

// Predictions by class row, and what was left out of them.
struct PredictionTable
{
    std::vector<std::vector<Scored>> byClass;
    std::map<std::string, std::size_t> unknownLabels;
    std::size_t total = 0;
    std::size_t unlisted = 0;        // in videos that a list leaves out
    std::size_t outside = 0;         // in videos without selected ground truth
    std::set<std::int32_t> gtVideos; // that have predictions
};

// The row that each class of the predictions counts for, -1 for none.
std::vector<std::int32_t> rowsOfClasses(const std::vector<std::string> &names,
                                        const std::vector<ClassTruth> &classes,
                                        const std::vector<std::string> &releasedLabelIds)
{
    std::unordered_map<std::string_view, std::int32_t> rowOfName;
    for (std::size_t id = 0; id < std::min(releasedLabelIds.size(), classes.size()); ++id) {
        rowOfName.emplace(releasedLabelIds[id], static_cast<std::int32_t>(id));
    }
    for (std::size_t row = 0; row < classes.size(); ++row) {
        rowOfName.insert_or_assign(classes[row].name, static_cast<std::int32_t>(row));
    }
    std::vector<std::int32_t> rows;
    for (const std::string &name : names) {
        const auto found = rowOfName.find(name);
        rows.push_back(found == rowOfName.end() ? -1 : found->second);
    }
    return rows;
}

PredictionTable predictionTable(const model::DetectionSet &predictions,
                                const TruthSelection &selection,
                                const std::vector<std::int32_t> &rowOfClass, std::size_t rows)
{
    PredictionTable table;
    table.byClass.resize(rows);
    std::int32_t order = 0;
    for (std::size_t v = 0; v < predictions.videos.size(); ++v) {
        const model::VideoDetections &video = predictions.videos[v];
        if (!selection.isListed(video.video)) {
            table.unlisted += video.detections.size();
            continue;
        }
        const std::int32_t gtVideo = selection.indexOf(video.video);
        if (gtVideo >= 0 && !video.detections.empty()) {
            table.gtVideos.insert(gtVideo);
        }
        for (std::size_t i = 0; i < video.detections.size(); ++i) {
            const model::Detection &detection = video.detections[i];
            const auto classIndex = static_cast<std::size_t>(detection.classIndex);
            const std::int32_t row = rowOfClass[classIndex];
            if (row < 0) {
                ++table.unknownLabels[predictions.classes[classIndex]];
                continue;
            }
            table.outside += gtVideo < 0 ? 1 : 0;
            ++table.total;
            table.byClass[static_cast<std::size_t>(row)].push_back(
                {.start = detection.start,
                 .end = detection.end,
                 .score = detection.score,
                 .order = order++,
                 .gtVideo = gtVideo,
                 .video = static_cast<std::int32_t>(v),
                 .detection = static_cast<std::int32_t>(i)});
        }
    }
    return table;
}

// One class under a protocol: sorts its predictions and lets each claim ground truth at every tIoU.
class ClassMatcher
{
public:
    ClassMatcher(const ClassTruth &truth, std::span<const double> tious, const Protocol &protocol)
        : m_truth(truth)
        , m_tious(tious)
        , m_protocol(protocol)
        , m_lowest(*std::min_element(tious.begin(), tious.end()))
        , m_isLocked(tious.size() * truth.items.size(), false)
        , m_isTruePositive(tious.size())
    {
    }

    // Sorts `scored` as the protocol prescribes. Returns how many share their score with the one
    // before them.
    std::size_t sort(std::vector<Scored> &scored) const
    {
        const bool isLaterFirst = m_protocol.equalScores == TieRule::LaterFirst;
        std::sort(scored.begin(), scored.end(), [&](const Scored &a, const Scored &b) {
            if (a.score != b.score) {
                return a.score > b.score;
            }
            return isLaterFirst ? a.order > b.order : a.order < b.order;
        });
        std::size_t ties = 0;
        for (std::size_t i = 1; i < scored.size(); ++i) {
            ties += scored[i].score == scored[i - 1].score ? 1 : 0;
        }
        return ties;
    }

    // The instance that a prediction claims at each tIoU, -1 where it claims none.
    void claim(const Scored &scored, std::vector<std::int32_t> &claimed)
    {
        findCandidates(scored);
        claimed.assign(m_tious.size(), -1);
        for (std::size_t t = 0; t < m_tious.size(); ++t) {
            for (const Overlap &candidate : m_candidates) {
                if (candidate.tiou < m_tious[t]) { // never true of NaN
                    break;
                }
                const std::size_t lock = t * m_truth.items.size() + candidate.item;
                if (!m_isLocked[lock]) {
                    m_isLocked[lock] = true;
                    claimed[t] = m_truth.items[candidate.item].instance;
                    break;
                }
            }
            m_isTruePositive[t].push_back(claimed[t] >= 0);
        }
    }

    std::vector<double> averagePrecisions() const
    {
        std::vector<double> ap;
        for (const std::vector<bool> &isTruePositive : m_isTruePositive) {
            ap.push_back(interpolatedAp(isTruePositive, m_truth.items.size()));
        }
        return ap;
    }

private:
    struct Overlap
    {
        double tiou = 0.0;
        std::size_t item = 0;
    };

    // Ground truth of the same video with an overlap that counts at some tIoU, best first. NaN,
    // from two segments without length, comes before everything, as in the published sort.
    void findCandidates(const Scored &scored)
    {
        m_candidates.clear();
        const TruthGroup *group = scored.gtVideo < 0 ? nullptr : m_truth.groupOf(scored.gtVideo);
        if (group == nullptr) {
            return;
        }
        for (std::int32_t i = group->first; i < group->last; ++i) {
            const TruthItem &item = m_truth.items[static_cast<std::size_t>(i)];
            const double overlap = tiou(scored.start, scored.end, item.start, item.end);
            if (!(overlap < m_lowest)) {
                m_candidates.push_back({.tiou = overlap, .item = static_cast<std::size_t>(i)});
            }
        }
        const bool isLaterFirst = m_protocol.equalOverlaps == TieRule::LaterFirst;
        std::sort(m_candidates.begin(), m_candidates.end(),
                  [&](const Overlap &a, const Overlap &b) {
                      if (std::isnan(a.tiou) != std::isnan(b.tiou)) {
                          return std::isnan(a.tiou);
                      }
                      if (a.tiou != b.tiou && !std::isnan(a.tiou)) {
                          return a.tiou > b.tiou;
                      }
                      return isLaterFirst ? a.item > b.item : a.item < b.item;
                  });
    }

    const ClassTruth &m_truth;
    std::span<const double> m_tious;
    const Protocol &m_protocol;
    double m_lowest;
    std::vector<bool> m_isLocked;                    // by tIoU, then item
    std::vector<std::vector<bool>> m_isTruePositive; // by tIoU, in order of the claims
    std::vector<Overlap> m_candidates;
};

double mean(const std::vector<double> &values)
{
    return values.empty()
               ? 0.0
               : pairwiseSum(values.data(), values.size()) / static_cast<double>(values.size());
}

base::Result<void> checkTiou(const std::vector<double> &tious)
{
    for (const double value : tious) {
        if (!(value > 0.0 && value <= 1.0)) {
            return base::fail({.code = base::ErrorCode::BadValue,
                               .problem = fmt::format("tIoU {} is out of range", value),
                               .place = "tiou",
                               .expected = "numbers above 0, at most 1"});
        }
    }
    return {};
}

base::Result<void> checkClasses(const model::GroundTruth &truth,
                                const model::DetectionSet &predictions)
{
    const auto fail = [](const std::string &video, int classIndex) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = fmt::format("class number {} has no name", classIndex),
                           .place = video,
                           .expected = "a number of the class list"});
    };
    for (const model::VideoGroundTruth &video : truth.videos) {
        for (const model::Instance &instance : video.instances) {
            if (instance.classIndex < 0 ||
                static_cast<std::size_t>(instance.classIndex) >= truth.classes.size()) {
                return fail(video.video, instance.classIndex);
            }
        }
    }
    for (const model::VideoDetections &video : predictions.videos) {
        for (const model::Detection &detection : video.detections) {
            if (detection.classIndex < 0 ||
                static_cast<std::size_t>(detection.classIndex) >= predictions.classes.size()) {
                return fail(video.video, detection.classIndex);
            }
        }
    }
    return {};
}

std::vector<std::string> warningsOf(const TruthTable &truth, const PredictionTable &predictions,
                                    std::size_t videos, std::size_t ties, const Protocol &protocol)
{
    std::vector<std::string> warnings;
    if (truth.dropped() > 0) {
        warnings.push_back(fmt::format("{} ground-truth instances are duplicates or too short for "
                                       "this protocol and were left out.",
                                       truth.dropped()));
    }
    if (truth.withoutLength() > 0) {
        warnings.push_back(
            fmt::format("{} ground-truth instances have no length: a prediction without length in "
                        "the same video and class matches them at every tIoU.",
                        truth.withoutLength()));
    }
    for (const auto &[label, count] : predictions.unknownLabels) {
        warnings.push_back(fmt::format(
            "{} predictions of class '{}' were left out: the ground truth has no instance of it.",
            count, label));
    }
    if (predictions.unlisted > 0) {
        warnings.push_back(fmt::format("{} predictions were left out: their videos are not listed.",
                                       predictions.unlisted));
    }
    if (predictions.outside > 0) {
        warnings.push_back(
            fmt::format("{} predictions lie in videos outside the ground truth that is evaluated; "
                        "they count as false positives.",
                        predictions.outside));
    }
    if (predictions.gtVideos.size() < videos) {
        warnings.push_back(fmt::format("{} of {} videos have no predictions.",
                                       videos - predictions.gtVideos.size(), videos));
    }
    if (ties > 0) {
        warnings.push_back(fmt::format(
            "{} predictions have the same score as another one of their class; of equal scores the "
            "{} in the file counts first.",
            ties, protocol.equalScores == TieRule::LaterFirst ? "later" : "earlier"));
    }
    return warnings;
}

// Fills in classes, matches and mAP. Returns how many predictions share their score with another.
std::size_t evaluateClasses(const TruthTable &truth, PredictionTable &predictions,
                            const Protocol &protocol, bool wantsMatches, EvaluationResult &result)
{
    std::size_t ties = 0;
    std::vector<std::int32_t> claimed;
    for (std::size_t row = 0; row < truth.classes().size(); ++row) {
        const ClassTruth &classTruth = truth.classes()[row];
        if (classTruth.items.empty()) {
            continue; // all its instances were left out
        }
        std::vector<Scored> &scored = predictions.byClass[row];
        ClassMatcher matcher(classTruth, result.tiou, protocol);
        ties += matcher.sort(scored);
        for (const Scored &prediction : scored) {
            matcher.claim(prediction, claimed);
            if (wantsMatches) {
                result.matches.push_back(
                    {.video = prediction.video,
                     .detection = prediction.detection,
                     .classRow = static_cast<std::int32_t>(result.classes.size()),
                     .gtVideo = prediction.gtVideo,
                     .instance = claimed});
            }
        }
        result.classes.push_back({.name = classTruth.name,
                                  .gtInstances = classTruth.items.size(),
                                  .predictions = scored.size(),
                                  .ap = matcher.averagePrecisions()});
    }
    for (std::size_t t = 0; t < result.tiou.size(); ++t) {
        std::vector<double> column;
        for (const ClassResult &entry : result.classes) {
            column.push_back(entry.ap[t]);
        }
        result.map.push_back(mean(column));
    }
    return ties;
}

} // namespace

base::Result<EvaluationResult> evaluate(const model::GroundTruth &truth,
                                        const model::DetectionSet &predictions,
                                        const EvaluationOptions &options)
{
    const Protocol &protocol = *TRY(protocolByName(options.protocol));
    TRY(checkTiou(options.tiou));
    TRY(checkClasses(truth, predictions));
    TRY(checkDetections(predictions));
    const TruthSelection selection = TRY(TruthSelection::select(
        truth, options.subset, protocol.isSubsetCaseSensitive, options.videos));
    const TruthTable table(truth, selection, protocol);
    if (table.instances() == 0) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "the ground truth that is evaluated has no instances",
                           .expected = "at least one annotated instance"});
    }

    EvaluationResult result;
    result.protocol = options.protocol;
    result.subset = options.subset;
    result.videos = selection.videos().size();
    result.gtInstances = table.instances();
    result.tiou = options.tiou.empty() ? protocol.tiou : options.tiou;

    const bool isReleased = protocol.classOrder == ClassOrder::Index;
    PredictionTable predicted = predictionTable(
        predictions, selection,
        rowsOfClasses(predictions.classes, table.classes(),
                      isReleased ? options.releasedLabelIds : std::vector<std::string>()),
        table.classes().size());
    result.predictions = predicted.total;
    const std::size_t ties =
        evaluateClasses(table, predicted, protocol, options.wantsMatches, result);
    result.averageMap = mean(result.map);
    result.warnings = warningsOf(table, predicted, result.videos, ties, protocol);
    return result;
}

double tiou(double start, double end, double otherStart, double otherEnd)
{
    const double inter = std::max(0.0, std::min(end, otherEnd) - std::max(start, otherStart));
    // In the published order: the length of the ground truth first.
    return inter / ((otherEnd - otherStart) + (end - start) - inter);
}

double interpolatedAp(const std::vector<bool> &isTruePositive, std::size_t gtInstances)
{
    if (gtInstances == 0) {
        return 0.0;
    }
    const auto positives = static_cast<double>(gtInstances);
    // Precision and recall where recall rises; elsewhere the area gains nothing.
    std::vector<double> precision;
    std::vector<double> recall;
    std::size_t hits = 0;
    for (std::size_t i = 0; i < isTruePositive.size(); ++i) {
        if (isTruePositive[i]) {
            ++hits;
            precision.push_back(static_cast<double>(hits) / static_cast<double>(i + 1));
            recall.push_back(static_cast<double>(hits) / positives);
        }
    }
    // The running maximum from the right needs only these points too: between two hits precision
    // falls.
    for (std::size_t i = precision.size(); i-- > 1;) {
        precision[i - 1] = std::max(precision[i - 1], precision[i]);
    }
    std::vector<double> areas;
    double before = 0.0;
    for (std::size_t i = 0; i < precision.size(); ++i) {
        areas.push_back((recall[i] - before) * precision[i]);
        before = recall[i];
    }
    return pairwiseSum(areas.data(), areas.size());
}

} // namespace core::tal
