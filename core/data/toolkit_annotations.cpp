#include "core/data/toolkit_annotations.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/data/annotation_check.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

Result<void> checkVideos(const model::GroundTruth &truth, bool needsRate)
{
    TRY(checkGroundTruth(truth));
    for (const model::VideoGroundTruth &video : truth.videos) {
        const bool hasDuration = video.durationS && *video.durationS > 0.0;
        if (!hasDuration || (needsRate && !video.fps)) {
            return fail({.code = ErrorCode::BadValue,
                         .problem = hasDuration ? "has no frame rate" : "has no duration",
                         .place = video.video,
                         .expected = needsRate ? "duration and frame rate of every video"
                                               : "the duration of every video"});
        }
    }
    return {};
}

std::string textOf(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace

Result<std::string> detadExtraJson(const model::GroundTruth &truth)
{
    TRY(checkVideos(truth, false));
    Json database = Json::object();
    for (const model::VideoGroundTruth &video : truth.videos) {
        Json annotations = Json::array();
        for (const model::Instance &instance : video.instances) {
            const double length = instance.end - instance.start;
            annotations.push_back(
                {{"label", truth.classes[static_cast<std::size_t>(instance.classIndex)]},
                 {"segment", {instance.start, instance.end}},
                 {"length", length},
                 {"coverage", length / *video.durationS},
                 {"num-instances", video.instances.size()},
                 {"context-size", nullptr},
                 {"context-distance", nullptr},
                 {"agreement", nullptr},
                 {"all-segments", nullptr}});
        }
        Json entry = {{"subset", video.subset}, {"duration", *video.durationS}};
        entry["annotations"] = std::move(annotations);
        database[video.video] = std::move(entry);
    }
    return textOf(
        {{"version", "Taloscope"}, {"taxonomy", Json::array()}, {"database", std::move(database)}});
}

Result<std::string> mmaction2Json(const model::GroundTruth &truth)
{
    TRY(checkVideos(truth, true));
    Json videos = Json::object();
    for (const model::VideoGroundTruth &video : truth.videos) {
        Json annotations = Json::array();
        for (const model::Instance &instance : video.instances) {
            annotations.push_back(
                {{"segment", {instance.start, instance.end}},
                 {"label", truth.classes[static_cast<std::size_t>(instance.classIndex)]}});
        }
        const std::int64_t frames =
            video.frames.value_or(std::llround(*video.durationS * *video.fps));
        videos[video.video] = {{"duration_second", *video.durationS},
                               {"duration_frame", frames},
                               {"feature_frame", frames},
                               {"fps", *video.fps},
                               {"rfps", *video.fps},
                               {"annotations", std::move(annotations)}};
    }
    return textOf(videos);
}

} // namespace core::data
