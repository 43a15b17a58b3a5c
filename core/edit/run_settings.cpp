#include "core/edit/run_settings.h"

#include <string>

#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/data/run_config.h"

namespace core::edit {

std::optional<model::RunConfig> settingsOf(const model::Run &run)
{
    const auto json = nlohmann::json::parse(run.configJson, nullptr, false);
    if (!json.is_object() || !json.contains("toml") || !json["toml"].is_string()) {
        return {};
    }
    const auto text = json["toml"].get<std::string>();
    if (text.empty()) {
        return {}; // it would be the defaults, which nobody ran
    }
    auto config = data::parseRunConfig(text, run.name);
    return config ? std::optional(*std::move(config)) : std::nullopt;
}

void recordSettings(const model::RunConfig &config, model::Run &run)
{
    const std::string text = data::writeRunConfig(config);
    run.configJson = nlohmann::json{{"toml", text}}.dump();
    run.configHash = base::hashText(text);
}

} // namespace core::edit
