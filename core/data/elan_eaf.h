#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/exchange_set.h"

namespace core::data {

// ELAN's annotation format (.eaf 3.0), one video a file, times in whole milliseconds. Written is
// one tier a class, whose annotations carry the class as their value; overlapping segments of a
// class, which a tier does not hold, go to further tiers "CLASS (2)" …; the classes are a
// controlled vocabulary. Read is every time-aligned annotation, its value the class, or the tier's
// name where it has none; annotations without both times are skipped. Scores are not part of the
// format. `fileStem` names the video where the file names no media.
base::Result<ExchangeFile> readElan(std::string_view text, const std::string &fileStem,
                                    const ReadOptions &options = {});
base::Result<std::string> elanText(const ExchangeSet &set, std::size_t video);

} // namespace core::data
