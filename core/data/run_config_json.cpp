#include "core/data/run_config_json.h"

#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/data/run_config.h"
#include "core/data/run_config_schema.h"

namespace core::data {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSeedKey = "seed";

struct ValueJson
{
    // The accessors take a configuration that may be written.
    model::RunConfig &config;

    Json operator()(const ChoiceAccess &choice) const
    {
        return choice.names[static_cast<std::size_t>(choice.get(config))];
    }
    template <typename T>
    Json operator()(MemberAccess<T> member) const
    {
        if constexpr (std::is_same_v<T, Ranges>) {
            Json list = Json::array();
            for (const auto &[low, high] : member(config)) {
                list.push_back(Json::array({low, high}));
            }
            return list;
        } else {
            return member(config);
        }
    }
};

// "key = value" lines of an object whose values are no objects. JSON's numbers, texts, lists and
// truth values are TOML's too.
std::string tomlLines(const Json &section, const std::string &prefix)
{
    std::string lines;
    for (const auto &[key, value] : section.items()) {
        lines += fmt::format("{}{} = {}\n", prefix, Json(key).dump(),
                             value.dump(-1, ' ', true, Json::error_handler_t::replace));
    }
    return lines;
}

} // namespace

Json runConfigJson(const model::RunConfig &config)
{
    model::RunConfig copy = config;
    Json object = Json::object();
    for (const ConfigKey &key : configKeys()) {
        if (key.name == kSeedKey) {
            continue;
        }
        const std::size_t dot = key.name.find('.');
        const Json value = std::visit(ValueJson{copy}, key.access);
        if (dot == std::string_view::npos) {
            object[std::string(key.name)] = value;
        } else {
            object[std::string(key.name.substr(0, dot))][std::string(key.name.substr(dot + 1))] =
                value;
        }
    }
    return object;
}

model::RunConfig readRunConfig(JsonObject &parent, const char *key)
{
    // By way of TOML, so that one reader checks names, types and ranges.
    Json top = Json::object();
    std::string sections;
    for (const auto &[name, value] : parent.objectValue(key).items()) {
        if (value.is_object()) {
            sections += tomlLines(value, Json(name).dump() + ".");
        } else {
            top[name] = value;
        }
    }
    const base::Result<model::RunConfig> config = parseRunConfig(tomlLines(top, "") + sections);
    if (!config) {
        parent.refuse(config.error().code, parent.placeOf(key), config.error().sentence(),
                      "the configuration as talo writes it");
        return {};
    }
    return *config;
}

} // namespace core::data
