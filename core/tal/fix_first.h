#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace core::tal {

// Which labels to correct first. A correction is worth what it is expected to add to the mAP of the
// labels, which needs no ground truth to be estimated:
//
//   priority = gain × disagreement × rarity
//
//   gain          s·(1 − s·a), s the label's score and a the other stages' agreement with it: the
//                 chance that it stands for an action (s) that it does not cover yet; that it does
//                 is what score and stages say together (s·a)
//   disagreement  the evidence against its bounds: over the other stages' segments of its class
//                 that overlap it, the sum of score × (1 − tIoU)
//   rarity        mean expected number of instances of a class over that of its class: an
//                 instance of a rare class weighs more. Expected are as many as its labels' scores
//                 add up to, duplicates left out
//
// Nothing in it is fitted to data; what it buys is measured by simulateCorrections().
//
// Labels that overlap a better one of their class describe the same action and wait at the end of
// the list: correcting the best one makes them superfluous. Before them, by gain × rarity, come
// labels of which no other stage has another opinion.

struct FixFirstOptions
{
    double sameActionTiou = 0.1; // labels of a class that overlap by this are one action
    std::size_t limit = 0;       // 0: all
};

// What is likely wrong with a label, by the stages' evidence.
enum class FixCause {
    Bounds,      // other segments of its class lie there, with other bounds
    Unsupported, // no other stage has its class there
    Duplicate,   // a better label of its class covers the same action
};
const char *fixCauseName(FixCause cause); // "bounds", …

// A label that is worth a look, and why.
struct FixItem
{
    std::int32_t video = 0;     // into the labels' videos
    std::int32_t detection = 0; // into its detections
    FixCause cause = FixCause::Bounds;
    double priority = 0.0;
    double gain = 0.0;
    double agreement = 0.0;    // of the other stages: score-weighted mean tIoU, 0 … 1
    double disagreement = 0.0; // of the other stages: sum of score × (1 − tIoU), from 0
    double rarity = 0.0;
    std::size_t supporters = 0;  // segments of its class in the other stages that overlap it
    double suggestedStart = 0.0; // score-weighted mean bounds of the supporters and the label, s
    double suggestedEnd = 0.0;
    std::string reason = {}; // one sentence without full stop
};

// `stages`: what other stages say of the same videos (raw proposals, predictions of students);
// classes are matched by name. `isSettled`: by video and detection of the labels, true for what a
// person has confirmed or corrected, which is not listed; empty: nothing is. Equal priorities by
// video and detection. Deterministic. Error: BadValue as checkDetections().
base::Result<std::vector<FixItem>> fixFirst(const model::DetectionSet &labels,
                                            const std::vector<model::DetectionSet> &stages,
                                            const std::vector<std::vector<bool>> &isSettled = {},
                                            const FixFirstOptions &options = {});

// What an order of corrections buys, with ground truth that only the simulated annotator sees. Each
// correction puts one label right: it becomes the instance of any class that it overlaps most (by
// at least 0.1, of instances that nothing corrected stands for yet), with score 1; without one it
// is deleted.
struct CorrectionOrder
{
    std::string name;
    std::vector<std::pair<std::int32_t, std::int32_t>> labels; // video, detection
};

// What an order of corrections came to.
struct CorrectionOutcome
{
    std::string name;
    std::vector<double> map; // average mAP at 0.1:0.1:0.7, one a number of corrections
};

// Average mAP of the labels after the first n corrections of each order, for each of `counts`.
// `subset`: of the ground truth. Errors as evaluate().
base::Result<std::vector<CorrectionOutcome>>
simulateCorrections(const model::GroundTruth &truth, const model::DetectionSet &labels,
                    const std::string &subset, const std::vector<CorrectionOrder> &orders,
                    const std::vector<std::size_t> &counts);

// What the queue buys beside other orders: three outcomes, of the queue's order, of the labels by
// ascending score and, "random", the mean of `randomOrders` random ones. Errors as evaluate().
base::Result<std::vector<CorrectionOutcome>>
compareQueue(const model::GroundTruth &truth, const model::DetectionSet &labels,
             const std::string &subset, const std::vector<FixItem> &items,
             const std::vector<std::size_t> &counts, std::size_t randomOrders);

// The queue's order; the labels by ascending score; and a random one.
CorrectionOrder queueOrder(const std::vector<FixItem> &items);
CorrectionOrder lowestScoreOrder(const model::DetectionSet &labels);
CorrectionOrder randomOrder(const model::DetectionSet &labels, std::uint64_t seed);

} // namespace core::tal
