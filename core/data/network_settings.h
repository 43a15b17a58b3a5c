#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/model/feature.h"
#include "core/model/network_input.h"

namespace core::data {

// The TOML file that describes a network beside its TorchScript file (resources/doc/formats.md).
struct NetworkSettings
{
    model::NetworkInput input;
    model::FeatureGrid grid; // dim is the network's matter and stays untouched

    bool operator==(const NetworkSettings &) const = default;
};

// Strict: an unknown key is an error that names the nearest known one, with its line.
base::Result<NetworkSettings> readNetworkSettings(const std::filesystem::path &path);
// The same on a text; errors name no file.
base::Result<NetworkSettings> parseNetworkSettings(std::string_view text);

} // namespace core::data
