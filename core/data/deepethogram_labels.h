#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// What the labels of DeepEthogram begin with: the column of the frames, then that of the
// background.
inline constexpr std::string_view kDeepEthogramHead = ",background";
// What the file of a video adds to its name.
inline constexpr const char *kDeepEthogramEnding = "_labels.csv";

// DeepEthogram's labels, one video a file VIDEO_labels.csv: a row a frame, a column a class, 1
// where the class is there, 0 where it is not, -1 where nobody looked. Needs the video's frame rate
// (ReadOptions::rates). Segments of one class that overlap or touch become one. No scores.
base::Result<ExchangeFile> readDeepEthogram(std::string_view text, const std::string &fileStem,
                                            const ReadOptions &options = {});
base::Result<std::string> deepEthogramText(const ExchangeSet &set, std::size_t video);

} // namespace core::data
