#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// Segments as subtitles, one video a file: the class is the text, times are milliseconds. WebVTT
// begins with "WEBVTT", SubRip numbers its entries and writes a comma before the milliseconds; both
// are read alike. The file's name is the video's. No scores.
enum class SubtitleForm { WebVtt, SubRip };

base::Result<ExchangeFile> readSubtitles(std::string_view text, const std::string &fileStem,
                                         const ReadOptions &options = {});
base::Result<std::string> subtitleText(const ExchangeSet &set, std::size_t video,
                                       SubtitleForm form);

} // namespace core::data
