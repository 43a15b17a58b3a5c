#include "core/data/annotation_check.h"

#include <cmath>
#include <optional>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "core/data/read_options.h"

namespace core::data {

using base::ErrorCode;
using base::fail;

namespace {

std::optional<std::string> problemOf(const model::VideoGroundTruth &video, std::size_t classes)
{
    for (const model::Instance &instance : video.instances) {
        if (instance.classIndex < 0 || static_cast<std::size_t>(instance.classIndex) >= classes) {
            return "has an instance without class";
        }
        if (auto problem = intervalProblem(instance.start, instance.end)) {
            return problem;
        }
    }
    for (const model::Interval &interval : video.ambiguous) {
        if (auto problem = intervalProblem(interval.start, interval.end)) {
            return problem;
        }
    }
    return std::nullopt;
}

} // namespace

void noteOddities(const model::GroundTruth &truth, std::vector<std::string> &warnings)
{
    std::size_t pastEnd = 0;
    std::size_t emptyLength = 0;
    std::vector<std::string_view> pastEndVideos;
    for (const model::VideoGroundTruth &video : truth.videos) {
        for (const model::Instance &instance : video.instances) {
            emptyLength += instance.end == instance.start ? 1 : 0;
            if (video.durationS && instance.end > *video.durationS + kPastEndSeconds) {
                ++pastEnd;
                if (pastEndVideos.empty() || pastEndVideos.back() != video.video) {
                    pastEndVideos.push_back(video.video);
                }
            }
        }
    }
    if (pastEnd > 0) {
        warnings.push_back(fmt::format(
            "{} instances end more than {} s after the end of their video ({})", pastEnd,
            kPastEndSeconds, firstOf(pastEndVideos.front(), pastEndVideos.size())));
    }
    if (emptyLength > 0) {
        warnings.push_back(fmt::format("{} instances have no length", emptyLength));
    }
}

base::Result<void> checkGroundTruth(const model::GroundTruth &truth)
{
    std::unordered_set<std::string_view> seen;
    for (const model::VideoGroundTruth &video : truth.videos) {
        if (video.video.empty() || !seen.insert(video.video).second) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = video.video.empty() ? "a video has no name" : "occurs twice",
                         .place = video.video,
                         .expected = "each video once, by name"});
        }
        if (const auto problem = problemOf(video, truth.classes.size())) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = *problem,
                         .place = video.video,
                         .expected = "finite times in seconds, 0 <= start <= end, known classes"});
        }
    }
    return {};
}

base::Result<void> checkDetections(const model::DetectionSet &set)
{
    std::unordered_set<std::string_view> seen;
    for (const model::VideoDetections &video : set.videos) {
        if (!seen.insert(video.video).second) {
            return fail({.code = ErrorCode::Conflict,
                         .problem = "occurs twice",
                         .place = video.video,
                         .expected = "each video once"});
        }
        for (const model::Detection &detection : video.detections) {
            const bool isKnown =
                detection.classIndex >= 0 &&
                static_cast<std::size_t>(detection.classIndex) < set.classes.size();
            auto problem = intervalProblem(detection.start, detection.end, true);
            if (!isKnown || !std::isfinite(detection.score)) {
                problem = isKnown ? "has no finite score" : "has no class";
            }
            if (problem) {
                return fail({.code = ErrorCode::BadValue,
                             .problem = *problem,
                             .place = video.video,
                             .expected = "finite times and scores of known classes"});
            }
        }
    }
    return {};
}

} // namespace core::data
