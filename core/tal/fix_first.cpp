#include "core/tal/fix_first.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <span>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "core/tal/class_matching.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

namespace {

// Segments of one class in one video.
using Group = std::vector<const model::Detection *>;
using GroupKey = std::pair<std::string_view, std::string_view>; // video, class

using Groups = std::map<GroupKey, Group>;

Groups groupsOf(const std::vector<model::DetectionSet> &sets)
{
    Groups groups;
    for (const model::DetectionSet &set : sets) {
        for (const model::VideoDetections &video : set.videos) {
            for (const model::Detection &detection : video.detections) {
                const auto index = static_cast<std::size_t>(detection.classIndex);
                groups[{video.video, set.classes[index]}].push_back(&detection);
            }
        }
    }
    return groups;
}

// Labels of one class in one video, best first, and which of them an earlier one covers.
struct LabelGroup
{
    std::vector<std::int32_t> members;
    std::vector<bool> isDuplicate;
};

double overlap(const model::Detection &a, const model::Detection &b)
{
    return tiou(a.start, a.end, b.start, b.end);
}

// One label per action: greedily the best that no chosen one overlaps.
LabelGroup grouped(const model::VideoDetections &video, std::vector<std::int32_t> members,
                   double sameActionTiou)
{
    const auto at = [&video](std::int32_t i) -> const model::Detection & {
        return video.detections[static_cast<std::size_t>(i)];
    };
    std::stable_sort(members.begin(), members.end(),
                     [&](std::int32_t a, std::int32_t b) { return at(a).score > at(b).score; });
    LabelGroup group{.members = std::move(members), .isDuplicate = {}};
    std::vector<std::int32_t> chosen;
    for (const std::int32_t i : group.members) {
        const bool isCovered = std::any_of(chosen.begin(), chosen.end(), [&](std::int32_t j) {
            return overlap(at(i), at(j)) >= sameActionTiou;
        });
        group.isDuplicate.push_back(isCovered);
        if (!isCovered) {
            chosen.push_back(i);
        }
    }
    return group;
}

// What the other stages say about one label.
struct Support
{
    std::size_t count = 0;
    double agreement = 0.0;
    double disagreement = 0.0;
    double start = 0.0; // weighted mean with the label itself
    double end = 0.0;
};

Support supportOf(const model::Detection &label, std::span<const model::Detection *const> others)
{
    Support support;
    double weights = 0.0;
    double agreement = 0.0;
    double total = std::max(label.score, 0.0);
    double start = label.start * total;
    double end = label.end * total;
    for (const model::Detection *other : others) {
        const double common = overlap(label, *other);
        const double weight = std::max(other->score, 0.0);
        const bool isItself =
            other->start == label.start && other->end == label.end && other->score == label.score;
        if (isItself || !(common > 0.0)) {
            continue;
        }
        ++support.count;
        weights += weight;
        agreement += weight * common;
        start += weight * other->start;
        end += weight * other->end;
        total += weight;
    }
    support.agreement = weights > 0.0 ? agreement / weights : 0.0;
    support.disagreement = weights - agreement;
    support.start = total > 0.0 ? start / total : label.start;
    support.end = total > 0.0 ? end / total : label.end;
    return support;
}

double scoreOf(const model::Detection &label)
{
    return std::clamp(label.score, 0.0, 1.0); // some published scores exceed 1
}

std::string reasonOf(const FixItem &item, const model::Detection &label, const std::string &name,
                     double expected)
{
    const std::string rare = fmt::format("about {:.0f} instances of {} ({:.1f} x the mean weight)",
                                         expected, name, item.rarity);
    switch (item.cause) {
    case FixCause::Bounds:
        return fmt::format("score {:.2f}, {} other segments agree with its bounds to {:.0f} %; {}",
                           label.score, item.supporters, item.agreement * 100.0, rare);
    case FixCause::Unsupported:
        return fmt::format("score {:.2f}, no other stage has {} here; {}", label.score, name, rare);
    case FixCause::Duplicate:
        break;
    }
    return fmt::format("a better {} label covers the same action", name);
}

// Most worth first. What the other stages say nothing against comes by what it would gain; of
// duplicates nothing is expected.
bool isBefore(const FixItem &a, const FixItem &b)
{
    const auto key = [](const FixItem &item) {
        const bool isDuplicate = item.cause == FixCause::Duplicate;
        return std::tuple(-item.priority, isDuplicate, isDuplicate ? 0.0 : -item.gain * item.rarity,
                          item.video, item.detection);
    };
    return key(a) < key(b);
}

class QueueBuilder
{
public:
    QueueBuilder(const model::DetectionSet &labels, const std::vector<model::DetectionSet> &stages,
                 const std::vector<std::vector<bool>> &isSettled, const FixFirstOptions &options)
        : m_labels(labels)
        , m_stages(groupsOf(stages))
        , m_isSettled(isSettled)
        , m_options(options)
        , m_expected(labels.classes.size(), 0.0)
    {
    }

    std::vector<FixItem> build()
    {
        std::vector<std::vector<LabelGroup>> groups;
        for (const model::VideoDetections &video : m_labels.videos) {
            groups.push_back(groupVideo(video));
        }
        std::vector<FixItem> items;
        for (std::size_t v = 0; v < groups.size(); ++v) {
            for (const LabelGroup &group : groups[v]) {
                addItems(v, group, items);
            }
        }
        std::sort(items.begin(), items.end(), isBefore);
        if (m_options.limit > 0 && items.size() > m_options.limit) {
            items.resize(m_options.limit);
        }
        return items;
    }

private:
    std::vector<LabelGroup> groupVideo(const model::VideoDetections &video)
    {
        std::vector<std::vector<std::int32_t>> byClass(m_labels.classes.size());
        for (std::size_t i = 0; i < video.detections.size(); ++i) {
            byClass[static_cast<std::size_t>(video.detections[i].classIndex)].push_back(
                static_cast<std::int32_t>(i));
        }
        std::vector<LabelGroup> groups;
        for (std::size_t c = 0; c < byClass.size(); ++c) {
            LabelGroup group = grouped(video, std::move(byClass[c]), m_options.sameActionTiou);
            for (std::size_t m = 0; m < group.members.size(); ++m) {
                const auto i = static_cast<std::size_t>(group.members[m]);
                m_expected[c] += group.isDuplicate[m] ? 0.0 : scoreOf(video.detections[i]);
            }
            groups.push_back(std::move(group));
        }
        return groups;
    }

    // Classes without an expected instance count neither way.
    double rarityOf(std::size_t classIndex) const
    {
        const double total = std::accumulate(m_expected.begin(), m_expected.end(), 0.0);
        const auto classes = std::count_if(m_expected.begin(), m_expected.end(),
                                           [](double count) { return count > 0.0; });
        return m_expected[classIndex] > 0.0
                   ? total / (static_cast<double>(classes) * m_expected[classIndex])
                   : 1.0;
    }

    bool isSettled(std::size_t video, std::int32_t detection) const
    {
        return !m_isSettled.empty() && m_isSettled[video][static_cast<std::size_t>(detection)];
    }

    void addItems(std::size_t v, const LabelGroup &group, std::vector<FixItem> &items) const
    {
        const model::VideoDetections &video = m_labels.videos[v];
        for (std::size_t m = 0; m < group.members.size(); ++m) {
            if (isSettled(v, group.members[m])) {
                continue;
            }
            const model::Detection &label =
                video.detections[static_cast<std::size_t>(group.members[m])];
            const auto classIndex = static_cast<std::size_t>(label.classIndex);
            const std::string &name = m_labels.classes[classIndex];
            const auto found = m_stages.find({video.video, name});
            const Support support =
                supportOf(label, found == m_stages.end()
                                     ? std::span<const model::Detection *const>()
                                     : std::span<const model::Detection *const>(found->second));
            const double score = scoreOf(label);
            FixItem item{.video = static_cast<std::int32_t>(v), .detection = group.members[m]};
            item.cause = group.isDuplicate[m] ? FixCause::Duplicate
                         : support.count > 0  ? FixCause::Bounds
                                              : FixCause::Unsupported;
            item.agreement = support.agreement;
            item.gain = score * (1.0 - score * support.agreement);
            item.disagreement = support.disagreement;
            item.rarity = rarityOf(classIndex);
            item.priority = item.cause == FixCause::Duplicate
                                ? 0.0
                                : item.gain * item.disagreement * item.rarity;
            item.supporters = support.count;
            item.suggestedStart = support.start;
            item.suggestedEnd = support.end;
            item.reason = reasonOf(item, label, name, m_expected[classIndex]);
            items.push_back(std::move(item));
        }
    }

    const model::DetectionSet &m_labels;
    Groups m_stages;
    const std::vector<std::vector<bool>> &m_isSettled;
    const FixFirstOptions &m_options;
    std::vector<double> m_expected; // instances by class
};

} // namespace

const char *fixCauseName(FixCause cause)
{
    constexpr std::array<const char *, 3> kNames = {"bounds", "unsupported", "duplicate"};
    return kNames[static_cast<std::size_t>(cause)];
}

base::Result<std::vector<FixItem>> fixFirst(const model::DetectionSet &labels,
                                            const std::vector<model::DetectionSet> &stages,
                                            const std::vector<std::vector<bool>> &isSettled,
                                            const FixFirstOptions &options)
{
    TRY(checkDetections(labels));
    for (const model::DetectionSet &stage : stages) {
        TRY(checkDetections(stage));
    }
    return QueueBuilder(labels, stages, isSettled, options).build();
}

} // namespace core::tal
