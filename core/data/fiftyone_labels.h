#pragma once

#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// FiftyOne's video classification data set (labels.json): {"classes", "labels": {file stem:
// [{"label", "timestamps": [s, e], "confidence"}] | null}}, label a class or its number, times in
// seconds as they are. "support": [first, last] counts frames from 1, both ends included, and needs
// the rate of the video (ReadOptions::rates). Written are timestamps. A whole data set is one file.
base::Result<ExchangeFile> readFiftyOne(std::string_view text, const ReadOptions &options = {});
base::Result<std::string> fiftyOneText(const ExchangeSet &set);

} // namespace core::data
