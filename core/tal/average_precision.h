#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/tal/class_matching.h"
#include "core/tal/protocols.h"

namespace core::tal {

// Average precision of detections under a named protocol (specs fustal-stage1-2 §6, sal §7, student
// §7.4). Pure; deterministic; O(n log n + matching pairs).

struct EvaluationOptions
{
    std::string protocol = "activitynet"; // a name of protocols()
    std::string subset = {};              // empty: all videos of the ground truth
    std::vector<std::string> videos = {}; // empty: all; else only these, on both sides
    std::vector<double> tiou = {};        // ascending; empty: the protocol's own list
    // Class names by label id. Given, the actionformer protocol behaves as released: a prediction
    // of a class without ground truth keeps its id and so counts for the class whose row in the
    // evaluation has that number. Empty, the prescribed way: such predictions are left out.
    std::vector<std::string> releasedLabelIds = {};
    bool wantsMatches = false; // fill EvaluationResult::matches
};

// The average precision of one class.
struct ClassResult
{
    std::string name = {};
    std::size_t gtInstances = 0;
    std::size_t predictions = 0;
    std::vector<double> ap = {}; // one a tIoU, fractions
};

// Which ground truth a prediction claimed. Indices count in the sets given to evaluate().
struct PredictionMatch
{
    std::int32_t video = 0;     // into DetectionSet::videos
    std::int32_t detection = 0; // into its detections
    std::int32_t classRow = 0;  // into EvaluationResult::classes
    std::int32_t gtVideo = -1;  // into GroundTruth::videos; -1: not in the evaluated part
    std::vector<std::int32_t> instance =
        {}; // one a tIoU: into its instances, kFalsePositive, kIgnored
};

// What evaluate() gives: mAP at every tIoU, and what was counted on the way.
struct EvaluationResult
{
    std::string protocol = {};
    std::string subset = {}; // as asked for
    std::size_t videos = 0;  // of the ground truth, after subset and video list
    std::size_t gtInstances = 0;
    std::size_t predictions = 0; // that took part
    std::vector<double> tiou = {};
    std::vector<double> map = {}; // one a tIoU, fractions
    double averageMap = 0.0;
    std::vector<ClassResult> classes = {};     // in the protocol's order
    std::vector<std::string> warnings = {};    // full sentences
    std::vector<PredictionMatch> matches = {}; // by class, then in order of evaluation
};

// Errors: BadValue (NaN or reversed segments, NaN scores, a tIoU outside (0, 1]), NotFound (unknown
// protocol or subset, a listed video that the ground truth lacks, no ground truth left).
base::Result<EvaluationResult> evaluate(const model::GroundTruth &truth,
                                        const model::DetectionSet &predictions,
                                        const EvaluationOptions &options);

// The same by rules of the caller's, not by a name; EvaluationOptions::protocol is not looked at.
base::Result<EvaluationResult> evaluate(const model::GroundTruth &truth,
                                        const model::DetectionSet &predictions,
                                        const Protocol &protocol, const EvaluationOptions &options);

// VOC-interpolated average precision of true/false positives in order of descending score (§6.6).
double interpolatedAp(const std::vector<bool> &isTruePositive, std::size_t gtInstances);

} // namespace core::tal
