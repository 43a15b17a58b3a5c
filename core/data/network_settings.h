#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/model/feature.h"
#include "core/model/network_input.h"

namespace core::data {

// The second of two streams: a network that sees motion, N×2×T×height×width or N×2×height×width,
// x before y, pixels over `bound` cut off at -1 and 1. `input` has neither mean nor deviation here.
struct FlowStream
{
    std::filesystem::path network; // a TorchScript file
    std::filesystem::path given;   // folder with the motion of VIDEO.npy; empty: by FFmpeg
    double bound = 20.0;           // pixels
    model::NetworkInput input;

    bool operator==(const FlowStream &) const = default;
};

// The TOML file that describes a network beside its TorchScript file (resources/doc/formats.md).
struct NetworkSettings
{
    model::NetworkInput input;
    model::FeatureGrid grid; // dim is the network's matter and stays untouched
    std::optional<FlowStream> flow;

    bool operator==(const NetworkSettings &) const = default;
};

// Strict: an unknown key is an error that names the nearest known one, with its line. Relative
// paths in it begin at the file's folder.
base::Result<NetworkSettings> readNetworkSettings(const std::filesystem::path &path);
// The same on a text, whose relative paths begin at `folder`; errors name no file.
base::Result<NetworkSettings> parseNetworkSettings(std::string_view text,
                                                   const std::filesystem::path &folder = {});

} // namespace core::data
