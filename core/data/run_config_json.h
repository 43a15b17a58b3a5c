#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/data/json_object.h"
#include "core/model/run_config.h"

namespace core::data {

// A resolved configuration as job.json holds it: an object a section, in the schema's order. The
// seed stands in job.json itself.
nlohmann::ordered_json runConfigJson(const model::RunConfig &config);

// Back again; keys that are not there have the published default. Keys that do not exist and values
// that are not allowed are kept as the object's error.
model::RunConfig readRunConfig(JsonObject &parent, const char *key);

} // namespace core::data
