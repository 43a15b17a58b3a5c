#include "core/data/fiftyone_labels.h"

#include <fmt/format.h>

#include "core/data/json_exchange.h"

namespace core::data {

using base::Result;
using Json = nlohmann::ordered_json;

namespace {

Result<void> readLabel(const Json &label, const Json &classes, const std::string &video,
                       ExchangeBuilder &builder)
{
    const Json &name = label.at("label");
    const std::string text = name.is_number()
                                 ? classes.at(name.get<std::size_t>()).get<std::string>()
                                 : name.get<std::string>();
    const auto score = optionalNumber(label, "confidence");
    if (label.contains("timestamps")) {
        const Json &times = label["timestamps"];
        return builder.add(video, text, times.at(0).get<double>(), times.at(1).get<double>(),
                           score);
    }
    // Frames count from 1, and both ends belong to the segment.
    const Json &frames = label.at("support");
    const double fps = TRY(builder.rate(video));
    return builder.add(video, text, (frames.at(0).get<double>() - 1.0) / fps,
                       frames.at(1).get<double>() / fps, score);
}

Result<void> readLabels(const Json &json, ExchangeBuilder &builder, std::string &place)
{
    const Json classes = json.contains("classes") ? json["classes"] : Json::array();
    for (const auto &[video, labels] : json.at("labels").items()) {
        place = "labels." + video;
        TRY(builder.addVideo(video));
        for (std::size_t i = 0; !labels.is_null() && i < labels.size(); ++i) {
            place = fmt::format("labels.{}[{}]", video, i);
            TRY(readLabel(labels.at(i), classes, video, builder));
        }
    }
    return {};
}

} // namespace

Result<ExchangeFile> readFiftyOne(std::string_view text, const ReadOptions &options)
{
    return readExchangeJson(text, options, "fiftyone", readLabels);
}

Result<std::string> fiftyOneText(const ExchangeSet &set)
{
    TRY(checkExchange(set, false));
    Json labels = Json::object();
    for (const ExchangeVideo &video : set.videos) {
        Json entries = Json::array();
        for (std::size_t i = 0; i < video.truth.instances.size(); ++i) {
            const model::Instance &instance = video.truth.instances[i];
            Json entry = {{"label", instance.classIndex},
                          {"timestamps", {instance.start, instance.end}}};
            if (video.scores[i]) {
                entry["confidence"] = *video.scores[i];
            }
            entries.push_back(std::move(entry));
        }
        labels[video.truth.video] = entries.empty() ? Json(nullptr) : std::move(entries);
    }
    return exchangeText({{"classes", set.classes}, {"labels", std::move(labels)}});
}

} // namespace core::data
