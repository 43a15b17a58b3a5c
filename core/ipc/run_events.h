#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/ipc/protocol.h"

namespace core::ipc {

// What a worker said in a run, from its events.jsonl, oldest first: a run can be told again without
// having listened. Lines that are no messages (the last one of a killed worker) and what the parent
// said are passed over. Blocking.
base::Result<std::vector<FromWorker>> readRunEvents(const std::filesystem::path &path);

} // namespace core::ipc
