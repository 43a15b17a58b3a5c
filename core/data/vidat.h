#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// Vidat's annotation file, one video a file: "actionAnnotationList" with start and end in seconds
// of 3 decimals and the number of an action of "config.actionLabelData". No scores.
base::Result<ExchangeFile> readVidat(std::string_view text, const std::string &fileStem,
                                     const ReadOptions &options = {});
base::Result<std::string> vidatText(const ExchangeSet &set, std::size_t video);

} // namespace core::data
