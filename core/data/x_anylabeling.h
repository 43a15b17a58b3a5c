#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// The file that X-AnyLabeling's video classifier keeps beside a video: {"version", "type":
// "video_classification", "video", "fps", "duration_ms", "segments": [{"label", "start_ms",
// "end_ms", "start_frame", "end_frame"}]}. Times are whole milliseconds, frames count from 0. The
// video is named by "video", else by the file. No scores.
base::Result<ExchangeFile> readXAnyLabeling(std::string_view text, const std::string &fileStem,
                                            const ReadOptions &options = {});
base::Result<std::string> xAnyLabelingText(const ExchangeSet &set, std::size_t video);

} // namespace core::data
