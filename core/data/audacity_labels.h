#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// Audacity's label track, one video a file: lines "start<TAB>end<TAB>class", seconds with six
// decimals. The file's name is the video's. Lines that begin with a backslash (frequencies) are
// passed over, labels without length are points and are skipped. No scores.
base::Result<ExchangeFile> readAudacity(std::string_view text, const std::string &fileStem,
                                        const ReadOptions &options = {});
base::Result<std::string> audacityText(const ExchangeSet &set, std::size_t video);

// Whether a line is one of such a file.
bool isAudacityLine(std::string_view line);

} // namespace core::data
