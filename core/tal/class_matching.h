#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/model/annotation.h"
#include "core/tal/evaluation_tables.h"
#include "core/tal/protocols.h"

namespace core::tal {

// What a prediction claims that claims no ground truth.
inline constexpr std::int32_t kFalsePositive = -1;
// … and touches an ambiguous segment, where the protocol does not count it then.
inline constexpr std::int32_t kIgnored = -2;

// How the predictions of one class match its ground truth.
struct ClassMatching
{
    // By tIoU, then prediction in order of evaluation: index of the claimed instance in its video,
    // kFalsePositive or kIgnored.
    std::vector<std::vector<std::int32_t>> claims;
    std::size_t scoreTies = 0;   // predictions with the score of the one before them
    std::size_t overlapTies = 0; // pairs whose order equal overlaps leave to the tie rule
    std::size_t contested = 0;   // MatchOrder::Truth, lowest tIoU: instances whose best prediction
                                 // an earlier instance had taken
};

// Sorts `scored` as the protocol prescribes and matches. `truth` may lack groups of a video;
// `videos` are the ground truth's, for their ambiguous segments.
ClassMatching matchClass(const ClassTruth &truth, std::vector<Scored> &scored,
                         std::span<const double> tious, const Protocol &protocol,
                         const std::vector<model::VideoGroundTruth> &videos);

// Average precision of one class from its claims at one tIoU. `instancesPerClass`: N of the
// normalised precision.
double averagePrecision(std::span<const std::int32_t> claims, std::size_t gtInstances,
                        double instancesPerClass, const Protocol &protocol);

// Intersection over union in seconds, no +1. NaN for two segments of zero length, as published.
double tiou(double start, double end, double otherStart, double otherEnd);

} // namespace core::tal
