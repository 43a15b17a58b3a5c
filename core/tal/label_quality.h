#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::tal {

// How good labels are, as labels: precision and recall beside mAP, because mAP forgives low-scored
// false positives and pseudo-labels do not (spec student §11).

// Measured by the rule of the protocol "activitynet". LabelQuality::averageMap is the mean over:
inline constexpr std::array<double, 7> kAverageTious = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};

// Labels against instances, one to one at one tIoU.
struct QualityCounts
{
    std::size_t labels = 0;
    std::size_t gtInstances = 0;
    std::size_t matched = 0;

    double precision() const; // 0 where there are no labels
    double recall() const;    // 0 where there is no ground truth
    double f1() const;
};

// The counts of one class or one video.
struct NamedQuality
{
    std::string name = {}; // of the class or video
    QualityCounts counts = {};
};

// How good labels are against ground truth.
struct LabelQuality
{
    double tiou = 0.5;
    std::string subset = {}; // of the videos that are compared, as subsetNames() says
    QualityCounts total = {};
    double map = 0.0;         // at tiou
    double averageMap = 0.0;  // over kAverageTious
    double startErrorS = 0.0; // mean |start difference| of matched pairs; 0 where there are none
    double endErrorS = 0.0;
    std::vector<NamedQuality> classes =
        {}; // of ground truth and labels, in the ground truth's order
    std::vector<NamedQuality> videos = {}; // of the ground truth that is compared, in its order
};

// What is compared.
struct QualityOptions
{
    double tiou = 0.5;
    std::string subset = {};              // empty: all videos of the ground truth
    std::vector<std::string> videos = {}; // empty: all
};

// One-to-one matching per video and class: labels by descending score, each takes the free ground
// truth of highest tIoU >= tiou. Labels in videos outside the compared part are left out.
// Errors as evaluate().
base::Result<LabelQuality> labelQuality(const model::GroundTruth &truth,
                                        const model::DetectionSet &labels,
                                        const QualityOptions &options);

} // namespace core::tal
