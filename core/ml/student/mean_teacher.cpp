#include "core/ml/student/mean_teacher.h"

#include <algorithm>
#include <cmath>

namespace core::ml::student {

namespace {

float tiou(const tal::GridSegment &a, const tal::GridSegment &b)
{
    const float common = std::max(0.0F, std::min(a.end, b.end) - std::max(a.start, b.start));
    const float joined = (a.end - a.start) + (b.end - b.start) - common;
    return joined > 0.0F ? common / joined : 0.0F;
}

} // namespace

void updateAverage(const TridetNetwork &average, const TridetNetwork &model, double decay)
{
    const torch::NoGradGuard noGrad;
    const std::vector<torch::Tensor> into = average->parameters();
    const std::vector<torch::Tensor> from = model->parameters();
    at::_foreach_mul_(into, decay);
    at::_foreach_add_(into, from, 1.0 - decay);
}

double initialShare(double decay, std::int64_t steps)
{
    return std::pow(decay, static_cast<double>(steps));
}

std::vector<tal::GridSegment> mergeTargets(std::span<const tal::GridSegment> machine,
                                           const Correction &correction)
{
    std::vector<tal::GridSegment> out = correction.segments;
    if (correction.isWholeTruth) {
        return out;
    }
    for (const tal::GridSegment &label : machine) {
        const bool isKnown = std::any_of(correction.segments.begin(), correction.segments.end(),
                                         [&](const auto &corrected) {
                                             return corrected.classIndex == label.classIndex &&
                                                    tiou(corrected, label) >= kSameActionTiou;
                                         });
        if (!isKnown) {
            out.push_back(label);
        }
    }
    return out;
}

std::vector<tal::GridSegment> teacherTargets(const model::StudentConfig &config,
                                             const TeacherVideo &video)
{
    std::vector<model::Detection> usable;
    for (const model::Detection &detection : video.detections) {
        const bool isNamed = std::find(video.weakLabels.begin(), video.weakLabels.end(),
                                       detection.classIndex) != video.weakLabels.end();
        if (!config.teacherLabelFilter || isNamed) {
            usable.push_back(detection);
        }
    }
    std::vector<model::Detection> kept;
    const auto threshold = static_cast<float>(config.teacherScore);
    std::copy_if(usable.begin(), usable.end(), std::back_inserter(kept),
                 [&](const auto &d) { return static_cast<float>(d.score) > threshold; });
    if (kept.empty() && !usable.empty()) {
        kept.push_back(
            *std::max_element(usable.begin(), usable.end(),
                              [](const auto &a, const auto &b) { return a.score < b.score; }));
    }
    std::vector<tal::GridSegment> out;
    for (const model::Detection &detection : kept) {
        tal::GridSegment segment{std::max(0.0F, video.grid.toGrid(detection.start)),
                                 std::max(0.0F, video.grid.toGrid(detection.end)),
                                 detection.classIndex};
        if (config.teacherClipsToCrop) {
            segment.start = std::min(segment.start, static_cast<float>(video.cropLength));
            segment.end = std::min(segment.end, static_cast<float>(video.cropLength));
        }
        out.push_back(segment);
    }
    return out;
}

std::optional<std::vector<Targets>> teacherBatch(const model::StudentConfig &config,
                                                 TeacherEpoch &epoch,
                                                 const std::vector<Targets> &pseudoLabels,
                                                 const std::function<std::vector<Taught>()> &teach)
{
    if (epoch.isFallenBack) {
        return pseudoLabels;
    }
    std::vector<Targets> out;
    for (Taught &video : teach()) {
        if (video.isWanting) {
            epoch.isFallenBack = config.teacherFallback == model::TeacherFallback::Sticky;
            return std::nullopt;
        }
        out.push_back(std::move(video.targets));
    }
    return out;
}

} // namespace core::ml::student
