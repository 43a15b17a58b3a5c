#include "core/data/network_settings.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "core/base/file.h"
#include "core/data/nearest_name.h"
#include "core/data/toml_text.h"

namespace core::data {

using base::ErrorCode;
using base::Result;
using model::NetworkInput;

namespace {

// Takes a key's value; says what is expected where it is not usable.
using Reader = std::function<std::optional<std::string>(const toml::node &)>;

Reader wholeNumber(int &target, int lowest, int highest)
{
    return [&target, lowest, highest](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < lowest || *value > highest) {
            return fmt::format("a whole number from {} to {}", lowest, highest);
        }
        target = static_cast<int>(*value);
        return std::nullopt;
    };
}

Reader rate(double &target)
{
    return [&target](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value<double>();
        if (!value || !(*value >= 0.0) || *value > 1000.0) {
            return "frames a second from 0 (each video's own) to 1000";
        }
        target = *value;
        return std::nullopt;
    };
}

Reader flag(bool &target)
{
    return [&target](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value_exact<bool>();
        target = value.value_or(false);
        return value ? std::nullopt : std::optional<std::string>("true or false");
    };
}

// One of two words.
template <typename Choice>
Reader oneOf(Choice &target, std::pair<const char *, Choice> first,
             std::pair<const char *, Choice> second)
{
    return [&target, first, second](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value_exact<std::string>();
        if (value != first.first && value != second.first) {
            return fmt::format("'{}' or '{}'", first.first, second.first);
        }
        target = value == first.first ? first.second : second.second;
        return std::nullopt;
    };
}

// Of the three colours, red first.
Reader colours(std::array<double, 3> &target, bool mayBeZero)
{
    return [&target, mayBeZero](const toml::node &node) -> std::optional<std::string> {
        const toml::array *items = node.as_array();
        for (std::size_t i = 0; items != nullptr && items->size() == 3 && i < 3; ++i) {
            const auto value = items->get(i)->value<double>();
            if (!value || !(*value >= 0.0) || *value > 255.0 || (*value == 0.0 && !mayBeZero)) {
                break;
            }
            target[i] = *value;
            if (i == 2) {
                return std::nullopt;
            }
        }
        return std::string(mayBeZero ? "three numbers from 0 to 255, red first"
                                     : "three numbers above 0, red first");
    };
}

Reader positive(double &target)
{
    return [&target](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value<double>();
        if (!value || !(*value > 0.0) || *value > 10000.0) {
            return "a number above 0, up to 10000";
        }
        target = *value;
        return std::nullopt;
    };
}

Reader file(std::filesystem::path &target, const std::filesystem::path &folder)
{
    return [&target, &folder](const toml::node &node) -> std::optional<std::string> {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty()) {
            return "a path";
        }
        target = folder / *value;
        return std::nullopt;
    };
}

using Readers = std::map<std::string, Reader>;

// What both streams have: how the network is fed.
Readers feedReaders(NetworkInput &input)
{
    return {{"input", oneOf<NetworkInput::Kind>(input.kind, {"clip", NetworkInput::Kind::Clip},
                                                {"frame", NetworkInput::Kind::Frame})},
            {"fit", oneOf<NetworkInput::Fit>(input.fit, {"crop", NetworkInput::Fit::Crop},
                                             {"stretch", NetworkInput::Fit::Stretch})},
            {"width", wholeNumber(input.width, 8, 4096)},
            {"height", wholeNumber(input.height, 8, 4096)},
            {"batch", wholeNumber(input.batch, 1, 4096)},
            {"amp", flag(input.useAmp)}};
}

Readers pictureReaders(NetworkSettings &settings)
{
    Readers readers = feedReaders(settings.input);
    readers.insert({{"mean", colours(settings.input.mean, true)},
                    {"deviation", colours(settings.input.deviation, false)},
                    {"sample_fps", rate(settings.grid.sampleFps)},
                    {"window_frames", wholeNumber(settings.grid.windowFrames, 1, 10000)},
                    {"stride_frames", wholeNumber(settings.grid.strideFrames, 1, 10000)}});
    return readers;
}

Readers flowReaders(FlowStream &flow, const std::filesystem::path &folder)
{
    Readers readers = feedReaders(flow.input);
    readers.insert({{"network", file(flow.network, folder)},
                    {"given", file(flow.given, folder)},
                    {"bound", positive(flow.bound)}});
    return readers;
}

constexpr std::string_view kFlow = "flow";

// The values of a table; at the outermost level the table of the second stream is left out.
Result<void> readTable(const toml::table &table, const Readers &readers, bool isOutermost)
{
    for (const auto &[key, node] : table) {
        const auto reader = readers.find(std::string(key.str()));
        if (isOutermost && key.str() == kFlow) {
            continue;
        }
        if (reader == readers.end()) {
            std::vector<std::string> names;
            for (const auto &[name, read] : readers) {
                names.push_back(name);
            }
            return base::fail({.code = ErrorCode::BadValue,
                               .problem = fmt::format("unknown key '{}'", key.str()),
                               .place = lineOf(key.source()),
                               .expected = suggestion(key.str(), names)});
        }
        if (const auto expected = reader->second(node)) {
            return base::fail({.code = ErrorCode::BadValue,
                               .problem = fmt::format("'{}' has no usable value", key.str()),
                               .place = lineOf(node.source()),
                               .expected = *expected});
        }
    }
    return {};
}

// What the second stream leaves out is as for the pictures.
Result<FlowStream> readFlow(const toml::node &node, const NetworkInput &pictures,
                            const std::filesystem::path &folder)
{
    FlowStream flow{.network = {}, .given = {}, .bound = 20.0, .input = pictures};
    flow.input.mean = NetworkInput().mean;
    flow.input.deviation = NetworkInput().deviation;
    if (node.is_table()) {
        TRY(readTable(*node.as_table(), flowReaders(flow, folder), false));
    }
    if (flow.network.empty()) {
        return base::fail({.code = ErrorCode::BadValue,
                           .problem = "the second stream has no network",
                           .place = lineOf(node.source()),
                           .expected = "a table [flow] with network = \"FILE.pt\""});
    }
    return flow;
}

} // namespace

Result<NetworkSettings> parseNetworkSettings(std::string_view text,
                                             const std::filesystem::path &folder)
{
    const toml::table document = TRY(parseToml(text));
    NetworkSettings settings;
    TRY(readTable(document, pictureReaders(settings), true));
    if (const toml::node *flow = document.get(kFlow)) {
        settings.flow = TRY(readFlow(*flow, settings.input, folder));
    }
    return settings;
}

Result<NetworkSettings> readNetworkSettings(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    Result<NetworkSettings> settings = parseNetworkSettings(text, path.parent_path());
    if (!settings) {
        settings.error().file = path.string();
    }
    return settings;
}

} // namespace core::data
