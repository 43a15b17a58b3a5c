#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "core/model/annotation.h"

namespace core::data {

using VideoNames = std::unordered_set<std::string>;

// The name under which a data set knows a video that a file calls `name`: the same one, or with the
// "v_" before it that ActivityNet's annotations may have and its results lack. Nothing where it
// knows neither.
std::optional<std::string> knownVideoName(std::string_view name, const VideoNames &known);

// Gives the videos of `set` the names under which they are known; the unknown keep theirs. How many
// changed.
std::size_t adoptKnownNames(model::DetectionSet &set, const VideoNames &known);

// A note about so many videos named without "v_".
std::string unprefixedNote(std::size_t count);

} // namespace core::data
