#include "ui/common/counted.h"

#include <algorithm>
#include <limits>

#include <QCoreApplication>

#include "ui/common/qt_convert.h"

namespace ui::common {

namespace {

class Counted
{
    Q_DECLARE_TR_FUNCTIONS(ui::common::Counted)
};

int forPlural(qint64 count)
{
    return static_cast<int>(std::min<qint64>(count, std::numeric_limits<int>::max()));
}

} // namespace

QString videosText(qint64 count)
{
    return Counted::tr("%1 video(s)", nullptr, forPlural(count)).arg(countText(count));
}

QString instancesText(qint64 count)
{
    return Counted::tr("%1 instance(s)", nullptr, forPlural(count)).arg(countText(count));
}

QString labelsText(qint64 count)
{
    return Counted::tr("%1 label(s)", nullptr, forPlural(count)).arg(countText(count));
}

QString predictionsText(qint64 count)
{
    return Counted::tr("%1 prediction(s)", nullptr, forPlural(count)).arg(countText(count));
}

QString proposalsText(qint64 count)
{
    return Counted::tr("%1 proposal(s)", nullptr, forPlural(count)).arg(countText(count));
}

QString segmentsText(qint64 count)
{
    return Counted::tr("%1 segment(s)", nullptr, forPlural(count)).arg(countText(count));
}

} // namespace ui::common
