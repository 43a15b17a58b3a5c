#include "core/tal/evaluation_tables.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <unordered_map>

namespace core::tal {

namespace {

bool isDuplicate(const std::vector<const model::Instance *> &kept, const model::Instance &instance,
                 double tolerance)
{
    return std::any_of(kept.begin(), kept.end(), [&](const model::Instance *other) {
        return other->classIndex == instance.classIndex &&
               std::abs(other->start - instance.start) <= tolerance &&
               std::abs(other->end - instance.end) <= tolerance;
    });
}

// Place of each video when sorted by name.
std::vector<std::int32_t> nameRanks(const std::vector<model::VideoDetections> &videos)
{
    std::vector<std::size_t> order(videos.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return videos[a].video < videos[b].video;
    });
    std::vector<std::int32_t> ranks(videos.size());
    std::int32_t rank = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        rank += i > 0 && videos[order[i]].video != videos[order[i - 1]].video ? 1 : 0;
        ranks[order[i]] = rank;
    }
    return ranks;
}

} // namespace

const TruthGroup *ClassTruth::groupOf(std::int32_t video) const
{
    const auto found = std::lower_bound(
        groups.begin(), groups.end(), video,
        [](const TruthGroup &group, std::int32_t wanted) { return group.video < wanted; });
    return found != groups.end() && found->video == video ? &*found : nullptr;
}

TruthTable::TruthTable(const model::GroundTruth &truth, const TruthSelection &selection,
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

double TruthTable::instancesPerClass() const
{
    return m_classes.empty()
               ? 0.0
               : static_cast<double>(m_instances) / static_cast<double>(m_classes.size());
}

std::int32_t TruthTable::rowOf(const model::GroundTruth &truth, int classIndex)
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

void TruthTable::addClassesByIndex(const model::GroundTruth &truth, const TruthSelection &selection)
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

void TruthTable::addVideo(const model::GroundTruth &truth, std::int32_t v, const Protocol &protocol)
{
    const model::VideoGroundTruth &video = truth.videos[static_cast<std::size_t>(v)];
    std::vector<const model::Instance *> kept;
    for (std::size_t i = 0; i < video.instances.size(); ++i) {
        const model::Instance &instance = video.instances[i];
        const double length = instance.end - instance.start;
        const bool isTooShort =
            (protocol.minGtDurationS > 0.0 && length < protocol.minGtDurationS) ||
            (protocol.dropsEmptyGt && length <= 0.0);
        if (isTooShort || (protocol.duplicateGtToleranceS >= 0.0 &&
                           isDuplicate(kept, instance, protocol.duplicateGtToleranceS))) {
            ++m_dropped;
            continue;
        }
        kept.push_back(&instance);
        m_withoutLength += length == 0.0 ? 1 : 0;
        ++m_instances;
        ClassTruth &row = m_classes[static_cast<std::size_t>(rowOf(truth, instance.classIndex))];
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
    const std::vector<std::int32_t> ranks = nameRanks(predictions.videos);
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
                 .nameRank = ranks[v],
                 .gtVideo = gtVideo,
                 .video = static_cast<std::int32_t>(v),
                 .detection = static_cast<std::int32_t>(i)});
        }
    }
    return table;
}

} // namespace core::tal
