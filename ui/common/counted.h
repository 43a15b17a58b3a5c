#pragma once

#include <QString>

namespace ui::common {

// How many there are of what every panel counts, with its noun in the right number: "1 video",
// "12 345 videos".
QString videosText(qint64 count);
QString instancesText(qint64 count);
QString labelsText(qint64 count);
QString predictionsText(qint64 count);
QString proposalsText(qint64 count);
QString segmentsText(qint64 count);

} // namespace ui::common
