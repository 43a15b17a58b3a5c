#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/model/annotation.h"
#include "core/tal/protocols.h"
#include "core/tal/truth_selection.h"

namespace core::tal {

// Ground truth and predictions by class, as an evaluation works through them. Used by evaluate().

struct TruthItem
{
    double start = 0.0;
    double end = 0.0;
    std::int32_t instance = 0; // index in its video
};

// The instances of one class in one video: a range of ClassTruth::items.
struct TruthGroup
{
    std::int32_t video = 0; // into GroundTruth::videos
    std::int32_t first = 0;
    std::int32_t last = 0; // one past
};

// The instances of one class, grouped by video.
struct ClassTruth
{
    std::string name;
    std::vector<TruthItem> items;   // by video, inside a video in file order
    std::vector<TruthGroup> groups; // by video, ascending

    // Null where the video has no instance of the class.
    const TruthGroup *groupOf(std::int32_t video) const;
};

// Ground truth by class, in the protocol's order of classes and by its rules about which instances
// count.
class TruthTable
{
public:
    TruthTable(const model::GroundTruth &truth, const TruthSelection &selection,
               const Protocol &protocol);

    const std::vector<ClassTruth> &classes() const { return m_classes; }
    std::size_t dropped() const { return m_dropped; }
    std::size_t withoutLength() const { return m_withoutLength; } // of those that count
    std::size_t instances() const { return m_instances; }
    // Mean number of instances of a class.
    double instancesPerClass() const;

private:
    std::int32_t rowOf(const model::GroundTruth &truth, int classIndex);
    void addClassesByIndex(const model::GroundTruth &truth, const TruthSelection &selection);
    void addVideo(const model::GroundTruth &truth, std::int32_t v, const Protocol &protocol);

    std::vector<std::int32_t> m_rowOfClass;
    std::vector<ClassTruth> m_classes;
    std::size_t m_dropped = 0;
    std::size_t m_withoutLength = 0;
    std::size_t m_instances = 0;
};

// A prediction of one class, in seconds, with what breaks its ties and where it came from.
struct Scored
{
    double start = 0.0;
    double end = 0.0;
    double score = 0.0;
    std::int32_t order = 0;     // in the file, to break ties
    std::int32_t nameRank = 0;  // of the video among all videos by name
    std::int32_t gtVideo = -1;  // into GroundTruth::videos
    std::int32_t video = 0;     // into DetectionSet::videos
    std::int32_t detection = 0; // into its detections
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

// The row that each class of the predictions counts for, -1 for none. `releasedLabelIds`: see
// EvaluationOptions.
std::vector<std::int32_t> rowsOfClasses(const std::vector<std::string> &names,
                                        const std::vector<ClassTruth> &classes,
                                        const std::vector<std::string> &releasedLabelIds);

PredictionTable predictionTable(const model::DetectionSet &predictions,
                                const TruthSelection &selection,
                                const std::vector<std::int32_t> &rowOfClass, std::size_t rows);

} // namespace core::tal
