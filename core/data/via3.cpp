#include "core/data/via3.h"

#include <fmt/format.h>

#include "core/data/json_exchange.h"
#include "core/data/number_text.h"

namespace core::data {

using base::fail;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char *kTemporal = "FILE1_Z2_XY0"; // one file, two times, no region
constexpr int kTextAttribute = 1;
constexpr int kSelectAttribute = 4;

std::string textOf(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// What an entry's attributes say: class and score.
struct Values
{
    std::string label;
    std::optional<double> score;
};

Values valuesOf(const Json &attributes, const Json &values)
{
    Values found;
    for (const auto &[id, value] : values.items()) {
        if (!attributes.contains(id) || attributes[id].value("anchor_id", "") != kTemporal) {
            continue;
        }
        const Json &attribute = attributes[id];
        const std::string text = textOf(value);
        if (attribute.value("aname", "") == "score") {
            found.score = parseNumber(text);
        } else if (found.label.empty()) {
            const Json options = attribute.value("options", Json::object());
            found.label = options.contains(text) ? textOf(options[text]) : text;
        }
    }
    return found;
}

Result<void> readProject(const Json &json, ExchangeBuilder &builder, std::string &place)
{
    const Json &files = json.at("file");
    const Json &views = json.at("view");
    std::map<std::string, std::string> videoOfView;
    for (const auto &[id, view] : views.items()) {
        place = "view." + id;
        const Json &file = files.at(textOf(view.at("fid_list").at(0)));
        const std::string name = textOf(file.at("fname"));
        videoOfView[id] = videoOfMedia(name);
        TRY(builder.addVideo(videoOfView[id], {}, {}, {}, name));
    }
    for (const auto &[id, entry] : json.at("metadata").items()) {
        place = "metadata." + id;
        const Json &times = entry.at("z");
        if (times.size() != 2 || !entry.value("xy", Json::array()).empty()) {
            builder.skip(place, "is no temporal segment");
            continue;
        }
        const Values values = valuesOf(json.at("attribute"), entry.at("av"));
        const auto video = videoOfView.find(textOf(entry.at("vid")));
        if (video == videoOfView.end()) {
            return fail({.code = base::ErrorCode::NotFound,
                         .problem = "names a view that is not there",
                         .expected = "an id of \"view\""});
        }
        TRY(builder.add(video->second, values.label, times[0].get<double>(), times[1].get<double>(),
                        values.score));
    }
    return {};
}

Json attributesJson(const ExchangeSet &set)
{
    Json options = Json::object();
    for (std::size_t i = 0; i < set.classes.size(); ++i) {
        options[std::to_string(i)] = set.classes[i];
    }
    Json attributes = {{"1",
                        {{"aname", "class"},
                         {"anchor_id", kTemporal},
                         {"type", kSelectAttribute},
                         {"desc", "Action"},
                         {"options", std::move(options)},
                         {"default_option_id", ""}}}};
    if (set.hasScores()) {
        attributes["2"] = {{"aname", "score"},          {"anchor_id", kTemporal},
                           {"type", kTextAttribute},    {"desc", "Score"},
                           {"options", Json::object()}, {"default_option_id", ""}};
    }
    return attributes;
}

} // namespace

Result<ExchangeFile> readVia3(std::string_view text, const ReadOptions &options)
{
    return readExchangeJson(text, options, "via3", readProject);
}

Result<std::string> via3Text(const ExchangeSet &set)
{
    TRY(checkExchange(set, false));
    Json files = Json::object();
    Json views = Json::object();
    Json order = Json::array();
    Json metadata = Json::object();
    for (std::size_t v = 0; v < set.videos.size(); ++v) {
        const ExchangeVideo &video = set.videos[v];
        const std::string id = std::to_string(v + 1);
        order.push_back(id);
        files[id] = {{"fid", id},
                     {"fname", video.mediaFile()},
                     {"type", 4}, // a video
                     {"loc", 3},  // a path
                     {"src", video.mediaFile()}};
        views[id] = {{"fid_list", {id}}};
        for (std::size_t i = 0; i < video.truth.instances.size(); ++i) {
            const model::Instance &instance = video.truth.instances[i];
            Json values = {{"1", std::to_string(instance.classIndex)}};
            if (video.scores[i]) {
                values["2"] = numberText(*video.scores[i]);
            }
            metadata[fmt::format("{}_{:06}", id, i + 1)] = {
                {"vid", id},
                {"flg", 0},
                {"z", {rounded(instance.start, 3), rounded(instance.end, 3)}},
                {"xy", Json::array()},
                {"av", std::move(values)}};
        }
    }
    const Json ui = {{"file_content_align", "center"},
                     {"file_metadata_editor_visible", true},
                     {"spatial_metadata_editor_visible", true},
                     {"temporal_segment_metadata_editor_visible", true},
                     {"spatial_region_label_attribute_id", ""},
                     {"gtimeline_visible_row_count", "4"}};
    return exchangeText(
        {{"project",
          {{"pid", "__VIA_PROJECT_ID__"},
           {"rev", "__VIA_PROJECT_REV_ID__"},
           {"rev_timestamp", "__VIA_PROJECT_REV_TIMESTAMP__"},
           {"pname", "Taloscope"},
           {"creator", "Taloscope"},
           {"created", 0},
           {"vid_list", std::move(order)}}},
         {"config",
          {{"file", {{"loc_prefix", {{"1", ""}, {"2", ""}, {"3", ""}, {"4", ""}}}}}, {"ui", ui}}},
         {"attribute", attributesJson(set)},
         {"file", std::move(files)},
         {"view", std::move(views)},
         {"metadata", std::move(metadata)}});
}

} // namespace core::data
