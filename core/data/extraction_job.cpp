#include "core/data/extraction_job.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/data/json_object.h"

namespace core::data {

using base::ErrorCode;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char *kMark = "taloscope_extraction";
constexpr std::int64_t kVersion = 3;
constexpr std::array<const char *, 3> kDevices = {"auto", "cpu", "cuda"};

model::DeviceChoice readDevice(JsonObject &object)
{
    const std::string name = object.text("device");
    for (std::size_t i = 0; i < kDevices.size(); ++i) {
        if (name == kDevices[i]) {
            return static_cast<model::DeviceChoice>(i);
        }
    }
    object.refuse(ErrorCode::BadValue, "device", "is no device", "auto, cpu or cuda");
    return model::DeviceChoice::Auto;
}

std::vector<ExtractionItem> readItems(JsonObject &object, const std::string &key,
                                      std::optional<base::Error> &error)
{
    std::vector<ExtractionItem> items;
    const Json &list = object.list(key.c_str());
    for (std::size_t i = 0; i < list.size(); ++i) {
        JsonObject item(list[i], key + "[" + std::to_string(i) + "]", error);
        items.push_back({.video = item.text("video"),
                         .file = item.text("file"),
                         .output = item.text("output"),
                         .motionHash = item.text("motion_hash")});
        item.refuseUnknown();
    }
    return items;
}

Json toJson(const std::vector<ExtractionItem> &items)
{
    Json list = Json::array();
    for (const ExtractionItem &item : items) {
        list.push_back({{"video", item.video},
                        {"file", item.file.string()},
                        {"output", item.output.string()},
                        {"motion_hash", item.motionHash}});
    }
    return list;
}

// What of a stream's settings changes values; the batch does not.
Json toJson(const model::NetworkInput &input)
{
    return {{"input", input.kind == model::NetworkInput::Kind::Clip ? "clip" : "frame"},
            {"fit", input.fit == model::NetworkInput::Fit::Crop ? "crop" : "stretch"},
            {"width", input.width},
            {"height", input.height},
            {"mean", input.mean},
            {"deviation", input.deviation},
            {"amp", input.useAmp}};
}

Result<ExtractionJob> read(const Json &document)
{
    std::optional<base::Error> error;
    JsonObject object(document, "", error);
    if (object.integer(kMark) != kVersion) {
        object.refuse(ErrorCode::Unsupported, kMark, "is another version", "3");
    }
    ExtractionJob job;
    job.id = object.text("id");
    job.network = object.text("network");
    job.networkHash = object.text("network_hash");
    job.flowHash = object.text("flow_network_hash");
    const std::string settings = object.text("settings");
    job.settingsFolder = object.text("settings_folder");
    job.device = readDevice(object);
    job.threads = static_cast<int>(object.integer("threads"));
    job.items = readItems(object, "items", error);
    job.earlier = readItems(object, "earlier", error);
    object.refuseUnknown();
    if (error) {
        return base::fail(std::move(*error));
    }
    Result<NetworkSettings> parsed = parseNetworkSettings(settings, job.settingsFolder);
    if (!parsed) {
        parsed.error().place = "settings, " + parsed.error().place;
        return base::fail(std::move(parsed).error());
    }
    job.settingsText = settings;
    job.settings = *std::move(parsed);
    return job;
}

} // namespace

Result<void> writeExtractionJob(const std::filesystem::path &path, const ExtractionJob &job)
{
    const Json document = {{kMark, kVersion},
                           {"id", job.id},
                           {"network", job.network.string()},
                           {"network_hash", job.networkHash},
                           {"flow_network_hash", job.flowHash},
                           {"settings", job.settingsText},
                           {"settings_folder", job.settingsFolder.string()},
                           {"device", kDevices[static_cast<std::size_t>(job.device)]},
                           {"threads", job.threads},
                           {"items", toJson(job.items)},
                           {"earlier", toJson(job.earlier)}};
    return base::writeFileAtomically(path, document.dump(1) + "\n");
}

Result<ExtractionJob> readExtractionJob(const std::filesystem::path &path)
{
    const std::string text = TRY(base::readFile(path));
    const Json document = Json::parse(text, nullptr, false);
    Result<ExtractionJob> job =
        document.is_discarded()
            ? Result<ExtractionJob>(base::fail({.code = ErrorCode::BadFormat,
                                                .problem = "is no JSON",
                                                .expected = "a job.json of an extraction"}))
            : read(document);
    if (!job) {
        job.error().file = path.string();
    }
    return job;
}

bool isExtractionJob(const std::filesystem::path &path)
{
    const Result<std::string> text = base::readFile(path);
    const Json document = text ? Json::parse(*text, nullptr, false) : Json();
    return document.is_object() && document.contains(kMark);
}

std::string extractionIdentity(const ExtractionJob &job)
{
    const NetworkSettings &settings = job.settings;
    Json identity = {{"network", job.networkHash},
                     {"pictures", toJson(settings.input)},
                     {"sample_fps", settings.grid.sampleFps},
                     {"window_frames", settings.grid.windowFrames},
                     {"stride_frames", settings.grid.strideFrames}};
    if (settings.flow) {
        identity["flow_network"] = job.flowHash;
        identity["motion"] = toJson(settings.flow->input);
        identity["bound"] = settings.flow->bound;
        identity["motion_is_given"] = !settings.flow->given.empty();
    }
    return identity.dump();
}

Result<std::string> hashMotion(const std::filesystem::path &path)
{
    constexpr std::uintmax_t kSamples = 16;
    constexpr std::uintmax_t kSampleBytes = 65536;
    std::ifstream file(path, std::ios::binary);
    std::error_code failure;
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (!file || failure || size <= kSamples * kSampleBytes) {
        return base::hashFile(path); // which also says what is wrong with it
    }
    base::Hasher hasher;
    hasher.add(std::to_string(size));
    std::vector<char> sample(kSampleBytes);
    for (std::uintmax_t i = 0; i < kSamples; ++i) {
        const std::uintmax_t at = (size - kSampleBytes) * i / (kSamples - 1);
        file.seekg(static_cast<std::streamoff>(at));
        if (!file.read(sample.data(), std::ssize(sample))) {
            return base::hashFile(path);
        }
        hasher.add(sample.data(), sample.size());
    }
    return hasher.hex();
}

void continueJob(const std::filesystem::path &path, ExtractionJob &job)
{
    std::map<std::filesystem::path, ExtractionItem> known; // by output
    if (const auto before = readExtractionJob(path);
        before && extractionIdentity(*before) == extractionIdentity(job)) {
        for (const auto &items : {before->earlier, before->items}) {
            for (const ExtractionItem &item : items) {
                known[item.output] = item;
            }
        }
    }
    for (const ExtractionItem &item : job.items) {
        const auto made = known.find(item.output);
        if (made == known.end() || made->second.motionHash != item.motionHash) {
            std::error_code absent;
            std::filesystem::remove(item.output, absent);
        }
        known.erase(item.output);
    }
    job.earlier.clear();
    for (auto &[output, item] : known) {
        job.earlier.push_back(std::move(item));
    }
}

} // namespace core::data
