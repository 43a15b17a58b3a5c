#include "core/data/vidat.h"

#include <fmt/format.h>

#include "core/data/json_exchange.h"

namespace core::data {

using base::ErrorCode;
using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

// Eight colours that Vidat can tell apart; it asks for one a class.
constexpr const char *kColours[] = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
                                    "#66ccee", "#aa3377", "#bbbbbb", "#000000"};

std::map<std::int64_t, std::string> actionsOf(const Json &config)
{
    std::map<std::int64_t, std::string> actions;
    for (const Json &action : config.at("actionLabelData")) {
        actions[action.at("id").get<std::int64_t>()] = action.at("name").get<std::string>();
    }
    return actions;
}

} // namespace

Result<ExchangeFile> readVidat(std::string_view text, const std::string &fileStem,
                               const ReadOptions &options)
{
    const auto read = [&](const Json &json, ExchangeBuilder &builder,
                          std::string &place) -> Result<void> {
        place = "config";
        const std::map<std::int64_t, std::string> actions = actionsOf(json.at("config"));
        place = "annotation.video";
        const Json &annotation = json.at("annotation");
        const Json &video = annotation.at("video");
        const std::string source = video.contains("src") && video["src"].is_string()
                                       ? video["src"].get<std::string>()
                                       : "";
        // A file that was opened from disk has the address of a blob.
        const bool hasName = !source.empty() && !source.starts_with("blob:");
        const std::string name = hasName ? videoOfMedia(source) : fileStem;
        constexpr double kMostFrames = 1e12;
        std::optional<double> frames = optionalNumber(video, "frames");
        if (frames && !(*frames >= 0.0 && *frames < kMostFrames)) {
            frames.reset();
        }
        TRY(builder.addVideo(name, optionalNumber(video, "fps"), optionalNumber(video, "duration"),
                             frames ? std::optional(static_cast<std::int64_t>(*frames))
                                    : std::nullopt,
                             hasName ? source : ""));
        const Json &entries = annotation.at("actionAnnotationList");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            place = fmt::format("annotation.actionAnnotationList[{}]", i);
            const auto action = actions.find(entries[i].at("action").get<std::int64_t>());
            if (action == actions.end()) {
                return fail({.code = ErrorCode::NotFound,
                             .problem = "names an action that the configuration lacks",
                             .expected = "an id of config.actionLabelData"});
            }
            TRY(builder.add(name, action->second, entries[i].at("start").get<double>(),
                            entries[i].at("end").get<double>()));
        }
        return {};
    };
    return readExchangeJson(text, options, "vidat", read);
}

Result<std::string> vidatText(const ExchangeSet &set, std::size_t index)
{
    TRY(checkExchange(set, true));
    const ExchangeVideo &video = set.videos[index];
    Json entries = Json::array();
    for (const model::Instance &instance : video.truth.instances) {
        entries.push_back(
            {{"start", rounded(instance.start, 3)},
             {"end", rounded(instance.end, 3)},
             {"action", instance.classIndex},
             {"object", 0},
             {"color",
              kColours[static_cast<std::size_t>(instance.classIndex) % std::size(kColours)]},
             {"description", ""}});
    }
    Json actions = Json::array();
    for (std::size_t c = 0; c < set.classes.size(); ++c) {
        actions.push_back({{"id", c},
                           {"name", set.classes[c]},
                           {"color", kColours[c % std::size(kColours)]},
                           {"objects", {0}}});
    }
    const double fps = video.truth.fps.value_or(0.0);
    const std::int64_t frames = video.truth.frames.value_or(
        static_cast<std::int64_t>(video.truth.durationS.value_or(0.0) * fps));
    return exchangeText({{"version", "2.0.0"},
                         {"annotation",
                          {{"video",
                            {{"src", video.mediaFile()},
                             {"fps", fps},
                             {"frames", frames},
                             {"duration", rounded(video.truth.durationS.value_or(0.0), 3)},
                             {"height", 0},
                             {"width", 0}}},
                           {"keyframeList", Json::array()},
                           {"objectAnnotationListMap", Json::object()},
                           {"regionAnnotationListMap", Json::object()},
                           {"skeletonAnnotationListMap", Json::object()},
                           {"actionAnnotationList", std::move(entries)}}},
                         {"config",
                          {{"objectLabelData",
                            Json::array({{{"id", 0}, {"name", "default"}, {"color", "#00FF00"}}})},
                           {"actionLabelData", std::move(actions)},
                           {"skeletonTypeData", Json::array()}}}});
}

} // namespace core::data
