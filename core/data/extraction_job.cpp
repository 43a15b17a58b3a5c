#include "core/data/extraction_job.h"

#include <array>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/data/json_object.h"

namespace core::data {

using base::ErrorCode;
using base::Result;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char *kMark = "taloscope_extraction";
constexpr std::int64_t kVersion = 2;
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

Result<ExtractionJob> read(const Json &document)
{
    std::optional<base::Error> error;
    JsonObject object(document, "", error);
    if (object.integer(kMark) != kVersion) {
        object.refuse(ErrorCode::Unsupported, kMark, "is another version", "2");
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
    const Json &items = object.list("items");
    for (std::size_t i = 0; i < items.size(); ++i) {
        JsonObject item(items[i], "items[" + std::to_string(i) + "]", error);
        job.items.push_back({.video = item.text("video"),
                             .file = item.text("file"),
                             .output = item.text("output")});
        item.refuseUnknown();
    }
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
    Json items = Json::array();
    for (const ExtractionItem &item : job.items) {
        items.push_back({{"video", item.video},
                         {"file", item.file.string()},
                         {"output", item.output.string()}});
    }
    const Json document = {{kMark, kVersion},
                           {"id", job.id},
                           {"network", job.network.string()},
                           {"network_hash", job.networkHash},
                           {"flow_network_hash", job.flowHash},
                           {"settings", job.settingsText},
                           {"settings_folder", job.settingsFolder.string()},
                           {"device", kDevices[static_cast<std::size_t>(job.device)]},
                           {"threads", job.threads},
                           {"items", std::move(items)}};
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

} // namespace core::data
