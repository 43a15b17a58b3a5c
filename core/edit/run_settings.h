#pragma once

#include <optional>

#include "core/model/run.h"
#include "core/model/run_config.h"

namespace core::edit {

// The configuration that a run was started with; none where it recorded none, or one that this
// version does not read.
std::optional<model::RunConfig> settingsOf(const model::Run &run);

// What beginRun() is to record of a configuration: fills in the run's configJson and configHash.
void recordSettings(const model::RunConfig &config, model::Run &run);

} // namespace core::edit
