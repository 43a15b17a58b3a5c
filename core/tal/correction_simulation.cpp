#include <algorithm>
#include <numeric>
#include <ranges>
#include <set>
#include <string_view>
#include <unordered_map>

#include "core/base/random.h"
#include "core/tal/average_precision.h"
#include "core/tal/fix_first.h"
#include "core/tal/label_quality.h"

namespace core::tal {

namespace {

constexpr double kReach = 0.1; // tIoU from which an annotator takes a label for an instance

using Place = std::pair<std::int32_t, std::int32_t>; // video, detection

std::vector<Place> allPlaces(const model::DetectionSet &labels)
{
    std::vector<Place> places;
    for (std::size_t v = 0; v < labels.videos.size(); ++v) {
        for (std::size_t i = 0; i < labels.videos[v].detections.size(); ++i) {
            places.emplace_back(static_cast<std::int32_t>(v), static_cast<std::int32_t>(i));
        }
    }
    return places;
}

// An annotator who knows the ground truth.
class Annotator
{
public:
    Annotator(const model::GroundTruth &truth, const model::DetectionSet &labels)
        : m_truth(truth)
        , m_labels(labels)
    {
        for (std::size_t v = 0; v < truth.videos.size(); ++v) {
            m_videoOf.emplace(truth.videos[v].video, v);
            m_isTaken.emplace_back(truth.videos[v].instances.size(), false);
        }
        for (const model::VideoDetections &video : labels.videos) {
            for (const model::Detection &detection : video.detections) {
                m_topScore = std::max(m_topScore, detection.score);
            }
        }
        for (const std::string &name : truth.classes) {
            const auto found = std::find(m_labels.classes.begin(), m_labels.classes.end(), name);
            m_classOf.push_back(static_cast<int>(found - m_labels.classes.begin()));
            if (found == m_labels.classes.end()) {
                m_labels.classes.push_back(name);
            }
        }
    }

    void correct(const Place &place)
    {
        model::VideoDetections &video = m_labels.videos[static_cast<std::size_t>(place.first)];
        model::Detection &label = video.detections[static_cast<std::size_t>(place.second)];
        const auto found = m_videoOf.find(video.video);
        const std::size_t instance =
            found == m_videoOf.end() ? kNone : bestFree(label, found->second);
        if (instance == kNone) {
            m_deleted.insert(place);
            return;
        }
        const model::Instance &truth = m_truth.videos[found->second].instances[instance];
        m_isTaken[found->second][instance] = true;
        label = {.classIndex = m_classOf[static_cast<std::size_t>(truth.classIndex)],
                 .start = truth.start,
                 .end = truth.end,
                 .score = m_topScore};
    }

    model::DetectionSet labels() const
    {
        model::DetectionSet kept = m_labels;
        for (const auto &[video, place] : m_deleted | std::views::reverse) {
            auto &detections = kept.videos[static_cast<std::size_t>(video)].detections;
            detections.erase(detections.begin() + place);
        }
        return kept;
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    // Of equal overlaps (twins of two classes) the one of the label's class.
    std::size_t bestFree(const model::Detection &label, std::size_t video) const
    {
        std::size_t best = kNone;
        double highest = 0.0;
        bool isBestSame = false;
        const std::vector<model::Instance> &instances = m_truth.videos[video].instances;
        for (std::size_t i = 0; i < instances.size(); ++i) {
            const double overlap =
                tiou(label.start, label.end, instances[i].start, instances[i].end);
            const bool isSame =
                m_classOf[static_cast<std::size_t>(instances[i].classIndex)] == label.classIndex;
            const bool isBetter =
                overlap > highest || (overlap == highest && isSame && !isBestSame);
            if (!m_isTaken[video][i] && overlap >= kReach && isBetter) {
                best = i;
                highest = overlap;
                isBestSame = isSame;
            }
        }
        return best;
    }

    const model::GroundTruth &m_truth;
    model::DetectionSet m_labels;
    std::unordered_map<std::string_view, std::size_t> m_videoOf;
    std::vector<std::vector<bool>> m_isTaken;
    std::vector<int> m_classOf; // of the labels, by class of the truth
    std::set<Place> m_deleted;
    double m_topScore = 1.0; // some published scores exceed 1
};

} // namespace

base::Result<std::vector<CorrectionOutcome>>
simulateCorrections(const model::GroundTruth &truth, const model::DetectionSet &labels,
                    const std::string &subset, const std::vector<CorrectionOrder> &orders,
                    const std::vector<std::size_t> &counts)
{
    std::vector<CorrectionOutcome> outcomes;
    for (const CorrectionOrder &order : orders) {
        Annotator annotator(truth, labels);
        CorrectionOutcome outcome{.name = order.name, .map = {}};
        std::size_t done = 0;
        for (const std::size_t count : counts) {
            for (; done < std::min(count, order.labels.size()); ++done) {
                annotator.correct(order.labels[done]);
            }
            const EvaluationResult result = TRY(
                evaluate(truth, annotator.labels(),
                         {.subset = subset, .tiou = {kAverageTious.begin(), kAverageTious.end()}}));
            outcome.map.push_back(result.averageMap);
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

base::Result<std::vector<CorrectionOutcome>>
compareQueue(const model::GroundTruth &truth, const model::DetectionSet &labels,
             const std::string &subset, const std::vector<FixItem> &items,
             const std::vector<std::size_t> &counts, std::size_t randomOrders)
{
    std::vector<CorrectionOrder> orders = {queueOrder(items), lowestScoreOrder(labels)};
    const std::size_t named = orders.size();
    for (std::size_t seed = 0; seed < randomOrders; ++seed) {
        orders.push_back(randomOrder(labels, seed));
    }
    std::vector<CorrectionOutcome> outcomes =
        TRY(simulateCorrections(truth, labels, subset, orders, counts));
    CorrectionOutcome random{.name = "random", .map = std::vector<double>(counts.size())};
    for (std::size_t o = named; o < outcomes.size(); ++o) {
        for (std::size_t n = 0; n < counts.size(); ++n) {
            random.map[n] += outcomes[o].map[n] / static_cast<double>(randomOrders);
        }
    }
    outcomes.resize(named);
    outcomes.push_back(std::move(random));
    return outcomes;
}

CorrectionOrder queueOrder(const std::vector<FixItem> &items)
{
    CorrectionOrder order{.name = "fix-first", .labels = {}};
    for (const FixItem &item : items) {
        order.labels.emplace_back(item.video, item.detection);
    }
    return order;
}

CorrectionOrder lowestScoreOrder(const model::DetectionSet &labels)
{
    CorrectionOrder order{.name = "lowest score", .labels = allPlaces(labels)};
    const auto score = [&labels](const Place &place) {
        return labels.videos[static_cast<std::size_t>(place.first)]
            .detections[static_cast<std::size_t>(place.second)]
            .score;
    };
    std::stable_sort(order.labels.begin(), order.labels.end(),
                     [&](const Place &a, const Place &b) { return score(a) < score(b); });
    return order;
}

CorrectionOrder randomOrder(const model::DetectionSet &labels, std::uint64_t seed)
{
    CorrectionOrder order{.name = "random", .labels = allPlaces(labels)};
    base::Random(seed).shuffle(std::span<Place>(order.labels));
    return order;
}

} // namespace core::tal
