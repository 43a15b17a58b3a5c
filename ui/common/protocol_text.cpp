#include "ui/common/protocol_text.h"

#include <algorithm>
#include <cmath>

#include <QStringList>

#include "ui/common/qt_convert.h"

namespace ui::common {

namespace {

// ".1", as the field writes thresholds.
QString shortNumber(double value)
{
    QString text = QString::number(value, 'g', 3);
    return text.startsWith(QLatin1String("0.")) ? text.mid(1) : text;
}

// "[.1:.1:.7]" where the steps are equal.
QString tiouText(const std::vector<double> &tiou)
{
    const double step = tiou.size() > 1 ? tiou[1] - tiou[0] : 0.0;
    const auto other =
        std::adjacent_find(tiou.begin(), tiou.end(), [step](double low, double high) {
            return std::abs(high - low - step) > 1e-9;
        });
    if (tiou.size() > 2 && other == tiou.end()) {
        return QStringLiteral("[%1:%2:%3]")
            .arg(shortNumber(tiou.front()), shortNumber(step), shortNumber(tiou.back()));
    }
    QStringList values;
    for (const double value : tiou) {
        values.append(shortNumber(value));
    }
    return values.join(QLatin1Char(','));
}

// As its kit calls itself.
QString nameOf(std::string_view protocol)
{
    if (protocol == "activitynet") {
        return QStringLiteral("ActivityNet");
    }
    return protocol.starts_with("thumos14")
               ? QStringLiteral("THUMOS14") + toQString(protocol.substr(8))
               : toQString(protocol);
}

} // namespace

QString protocolText(std::string_view protocol, const std::vector<double> &tiou)
{
    return QStringLiteral("%1 mAP@%2").arg(nameOf(protocol), tiouText(tiou));
}

} // namespace ui::common
