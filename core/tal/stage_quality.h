#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/tal/label_quality.h"

namespace core::tal {

// What the labels of one stage (raw proposals, pseudo-labels, predictions, a person's) get wrong,
// beyond how many: where bounds lie, what is split, merged, missed or confused, and what scores are
// worth. Everything names segments by index, so that a bar opens its segments.

// A label that claims an instance at the threshold, as the activitynet rule matches.
struct MatchedLabel
{
    std::int32_t video = 0;     // into DetectionSet::videos
    std::int32_t detection = 0; // into its detections
    std::int32_t gtVideo = 0;   // into GroundTruth::videos
    std::int32_t instance = 0;  // into its instances
    double startErrorS = 0.0;   // label − instance: negative starts too early
    double endErrorS = 0.0;     // negative ends too early
};

// Which segment: of the labels or of the ground truth, as the list says that it is in.
struct SegmentPlace
{
    std::int32_t video = 0; // into the videos of its set
    std::int32_t item = 0;

    bool operator==(const SegmentPlace &) const = default;
};

// Signed boundary errors and what is split, merged or missed, of one class, video or all.
struct BoundaryCounts
{
    std::size_t matched = 0;
    double startErrorS = 0.0; // mean of the signed differences; 0 where nothing matches
    double endErrorS = 0.0;
    std::size_t split = 0;  // instances that hold two or more labels
    std::size_t merged = 0; // labels that hold two or more instances
    std::size_t missed = 0; // instances that no label of their class overlaps by 0.1
};

// The counts of one class or one video.
struct NamedBoundaries
{
    std::string name;
    BoundaryCounts counts;
};

// Labels by the instance of any class that they overlap most, at the threshold.
struct ConfusionCell
{
    std::string truth; // empty: none, the label lies in the background
    std::string label; // empty: none, no label claims these instances
    std::size_t count = 0;
};

// Labels of similar score, and how many of them are right.
struct CalibrationBin
{
    double low = 0.0; // scores in [low, high); the last bin has all from its low on
    double high = 0.0;
    std::size_t labels = 0;
    std::size_t right = 0;
    double meanScore = 0.0;
};

inline constexpr std::size_t kCalibrationBins = 10;

// Everything that is measured of one stage.
struct StageQuality
{
    LabelQuality labels = {};
    BoundaryCounts boundaries = {};
    std::vector<NamedBoundaries> classes = {}; // parallel to labels.classes
    std::vector<NamedBoundaries> videos = {};  // parallel to labels.videos
    std::vector<MatchedLabel> matched = {};
    std::vector<SegmentPlace> split = {};      // instances
    std::vector<SegmentPlace> merged = {};     // labels
    std::vector<SegmentPlace> missed = {};     // instances
    std::vector<ConfusionCell> confusion = {}; // counts above 0, by truth and label
    std::array<CalibrationBin, kCalibrationBins> calibration{};
    double calibrationError = 0.0; // mean |score − precision| of the bins, by labels
};

// A segment holds another if more than half of the other lies in it. Errors as evaluate().
base::Result<StageQuality> stageQuality(const model::GroundTruth &truth,
                                        const model::DetectionSet &labels,
                                        const QualityOptions &options);

} // namespace core::tal
