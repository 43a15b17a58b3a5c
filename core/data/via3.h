#pragma once

#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// A project of the VGG Image Annotator 3: temporal segments are metadata entries with two times
// ("z", seconds with 3 decimals) of a view, whose file names the video; their class is an option of
// the attribute with the anchor FILE1_Z2_XY0, their score a text of another one. Entries with one
// time or with regions of the picture are skipped. A whole data set is one file.
base::Result<ExchangeFile> readVia3(std::string_view text, const ReadOptions &options = {});
base::Result<std::string> via3Text(const ExchangeSet &set);

} // namespace core::data
