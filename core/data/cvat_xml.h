#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// "CVAT for video 1.1", one video a file. CVAT has no intervals: a segment is a track with a box
// over the whole picture, from its first frame to the one after its last, where it is "outside".
// Frames count from 0. What that loses stands in attributes of the box: "start" and "end" in
// seconds, "score". Read are these where they are, else frames by the rate in the file's <meta>.
base::Result<ExchangeFile> readCvat(std::string_view text, const std::string &fileStem,
                                    const ReadOptions &options = {});
base::Result<std::string> cvatText(const ExchangeSet &set, std::size_t video);

} // namespace core::data
