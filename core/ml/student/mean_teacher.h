#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/ml/student/tridet_network.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/tal/student_targets.h"

namespace core::ml::student {

// ema = decay · ema + (1 - decay) · model, parameter by parameter (spec fustal-stage3-student §5).
void updateAverage(const TridetNetwork &average, const TridetNetwork &model, double decay);

// Share of the initial weights that `steps` updates leave in the average: decay^steps. Above 0.1
// the teacher is too young to teach (§11).
double initialShare(double decay, std::int64_t steps);

// What a video's person-made segments demand of its targets.
struct Correction
{
    bool isWholeTruth = false;
    std::vector<tal::GridSegment> segments;
};

// A label of the machine overlapping a corrected segment of its class by at least this much (tIoU)
// speaks of the same action, and the person's word stands.
inline constexpr float kSameActionTiou = 0.5F;

// Targets of a video from labels made by a machine (pseudo-labels or the teacher) and from people:
// corrected segments first and untouched, then the labels that do not speak of the same action;
// none of the latter where the corrected segments are the whole truth.
std::vector<tal::GridSegment> mergeTargets(std::span<const tal::GridSegment> machine,
                                           const Correction &correction);

// One teacher video: what the teacher found, in seconds, and how to turn it into targets.
struct TeacherVideo
{
    std::vector<model::Detection> detections; // by descending score
    tal::StudentGrid grid;
    std::vector<int> weakLabels;
    std::int64_t cropLength = 0; // rows of the crop
};

// New targets in the crop's grid (§6.3): detections scoring above teacherScore, or else the best
// one; negative coordinates become 0. teacherLabelFilter first drops classes that the video's weak
// labels do not name; teacherClipsToCrop clips to the crop. Empty where there is no detection: the
// batch is then skipped.
std::vector<tal::GridSegment> teacherTargets(const model::StudentConfig &config,
                                             const TeacherVideo &video);

using Targets = std::vector<tal::GridSegment>;

// What an epoch of the teacher phase remembers.
struct TeacherEpoch
{
    bool isFallenBack = false; // teacherFallback Sticky: a batch was skipped, the teacher rests
};

// Targets of one batch in the teacher phase (§6.3). `teach` is asked for the targets of all its
// videos, and for each whether it is in want of any (a video that people have finished is not). If
// one is, the batch is skipped: nothing is returned. With teacherFallback Sticky all later batches
// of the epoch then take `pseudoLabels`.
struct Taught
{
    Targets targets;
    bool isWanting = false;
};
std::optional<std::vector<Targets>> teacherBatch(const model::StudentConfig &config,
                                                 TeacherEpoch &epoch,
                                                 const std::vector<Targets> &pseudoLabels,
                                                 const std::function<std::vector<Taught>()> &teach);

} // namespace core::ml::student
