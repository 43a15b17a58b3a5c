#include "app/worker/probe.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/version.h"

namespace app::worker {

namespace ipc = core::ipc;
namespace ml = core::ml;

std::vector<ipc::Device> protocolDevices(const ml::RuntimeInfo &info)
{
    std::vector<ipc::Device> devices;
    devices.reserve(info.devices.size());
    for (const ml::DeviceInfo &device : info.devices) {
        devices.push_back({.name = device.device.name(),
                           .description = device.description,
                           .memoryBytes = device.memoryBytes});
    }
    return devices;
}

std::string probeJson(const ml::RuntimeInfo &info)
{
    using Json = nlohmann::ordered_json;
    Json object = {{"version", core::base::kVersion},
                   {"protocol", ipc::kProtocol},
                   {"libtorch", info.libtorchVersion},
                   {"threads", info.threads}};
    object["devices"] = Json::array();
    for (const ipc::Device &device : protocolDevices(info)) {
        object["devices"].push_back({{"name", device.name},
                                     {"description", device.description},
                                     {"memory_bytes", device.memoryBytes}});
    }
    object["cuda_problem"] = info.cudaProblem.empty() ? Json(nullptr) : Json(info.cudaProblem);
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string probeText(const ml::RuntimeInfo &info)
{
    constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;
    std::string text =
        fmt::format("taloscope-worker {}, protocol {}, libtorch {}, {} threads\n",
                    core::base::kVersion, ipc::kProtocol, info.libtorchVersion, info.threads);
    for (const ipc::Device &device : protocolDevices(info)) {
        text += fmt::format("  {:8} {:.1f} GiB  {}\n", device.name,
                            static_cast<double>(device.memoryBytes) / kGiB, device.description);
    }
    if (!info.cudaProblem.empty()) {
        text += fmt::format("  no CUDA: {}\n", info.cudaProblem);
    }
    return text;
}

} // namespace app::worker
