#pragma once

#include <string>
#include <vector>

#include "core/ipc/protocol.h"
#include "core/ml/runtime/device.h"

namespace app::worker {

// The devices as the protocol's greeting tells them.
std::vector<core::ipc::Device> protocolDevices(const core::ml::RuntimeInfo &info);

// What `taloscope-worker probe` prints: devices, memory, libtorch's version, threads; as one JSON
// object in one line, or for people. Both end with a line end.
std::string probeJson(const core::ml::RuntimeInfo &info);
std::string probeText(const core::ml::RuntimeInfo &info);

} // namespace app::worker
