#pragma once

#include <string_view>
#include <vector>

#include <QString>

namespace ui::common {

// How a figure was measured, as short as the field writes it: "ActivityNet mAP@[.1:.1:.7]"; a list
// with other steps is written out: "THUMOS14 mAP@.3,.5". `tiou`: at least one.
QString protocolText(std::string_view protocol, const std::vector<double> &tiou);

} // namespace ui::common
