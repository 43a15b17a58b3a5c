#include "core/data/x_anylabeling.h"

#include <cmath>

#include <fmt/format.h>

#include "core/data/json_exchange.h"

namespace core::data {

using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr double kMilliseconds = 1000.0;

std::optional<double> inSeconds(std::optional<double> milliseconds)
{
    return milliseconds ? std::optional(*milliseconds / kMilliseconds) : std::nullopt;
}

} // namespace

Result<ExchangeFile> readXAnyLabeling(std::string_view text, const std::string &fileStem,
                                      const ReadOptions &options)
{
    const auto read = [&](const Json &json, ExchangeBuilder &builder,
                          std::string &place) -> Result<void> {
        const std::string media = json.value("video", "");
        const std::string video = media.empty() ? fileStem : videoOfMedia(media);
        TRY(builder.addVideo(video, optionalNumber(json, "fps"),
                             inSeconds(optionalNumber(json, "duration_ms")), {}, media));
        const Json &segments = json.at("segments");
        for (std::size_t i = 0; i < segments.size(); ++i) {
            place = fmt::format("segments[{}]", i);
            const Json &segment = segments[i];
            TRY(builder.add(video, segment.at("label").get<std::string>(),
                            segment.at("start_ms").get<double>() / kMilliseconds,
                            segment.at("end_ms").get<double>() / kMilliseconds));
        }
        return {};
    };
    return readExchangeJson(text, options, "x-anylabeling", read);
}

Result<std::string> xAnyLabelingText(const ExchangeSet &set, std::size_t index)
{
    TRY(checkExchange(set, true));
    const ExchangeVideo &video = set.videos[index];
    const double fps = video.truth.fps.value_or(0.0);
    Json segments = Json::array();
    for (const model::Instance &instance : video.truth.instances) {
        segments.push_back({{"id", fmt::format("segment-{}", segments.size() + 1)},
                            {"label", set.className(instance)},
                            {"start_ms", std::llround(instance.start * kMilliseconds)},
                            {"end_ms", std::llround(instance.end * kMilliseconds)},
                            {"start_frame", std::llround(instance.start * fps)},
                            {"end_frame", std::llround(instance.end * fps)},
                            {"description", ""}});
    }
    return exchangeText(
        {{"version", "1.0.0"},
         {"type", "video_classification"},
         {"video", video.mediaFile()},
         {"fps", fps},
         {"duration_ms", std::llround(video.truth.durationS.value_or(0.0) * kMilliseconds)},
         {"width", 0},
         {"height", 0},
         {"labels", set.classes},
         {"label_colors", Json::object()},
         {"segments", std::move(segments)}});
}

} // namespace core::data
