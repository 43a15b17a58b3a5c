#pragma once

#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// What BORIS's table of aggregated events begins with.
inline constexpr std::string_view kBorisHead = "Observation id\t";

// BORIS's aggregated events as tab-separated text: a line a state event, with its media file, rate,
// behaviour, start and stop in seconds of 3 decimals; columns of other names are passed over. The
// video is named by its media file, else by the observation. Point events are skipped. A whole data
// set is one file; videos without segments have no line. No scores.
base::Result<ExchangeFile> readBoris(std::string_view text, const ReadOptions &options = {});
base::Result<std::string> borisText(const ExchangeSet &set);

} // namespace core::data
