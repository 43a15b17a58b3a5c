#include "ui/common/qt_convert.h"

#include <cmath>

#include <QStringList>

namespace ui::common {

namespace {

constexpr double kLongestS = 1e8; // three years

QString padded(qint64 value, int digits)
{
    return QStringLiteral("%1").arg(value, digits, 10, QLatin1Char('0'));
}

} // namespace

std::filesystem::path toPath(const QString &text)
{
    return std::filesystem::path(text.toStdString());
}

QString pathText(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

QString timeText(core::base::TimeUs time)
{
    const qint64 milliseconds = (time < 0 ? -time : time) / 1000;
    return shortTimeText(time) + QLatin1Char('.') + padded(milliseconds % 1000, 3);
}

QString shortTimeText(core::base::TimeUs time)
{
    const qint64 seconds = (time < 0 ? -time : time) / 1'000'000;
    QString text = padded(seconds / 60 % 60, 2) + QLatin1Char(':') + padded(seconds % 60, 2);
    if (seconds >= 3600) {
        text = QString::number(seconds / 3600) + QLatin1Char(':') + text;
    }
    return time < 0 ? QChar(0x2212) + text : text;
}

std::optional<core::base::TimeUs> parseTime(const QString &text)
{
    const QStringList parts = text.trimmed().split(QLatin1Char(':'));
    if (parts.size() > 3) {
        return std::nullopt;
    }
    double seconds = 0.0;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        bool isNumber = false;
        const double value = parts[i].toDouble(&isNumber);
        const bool isWhole = i == parts.size() - 1 || !parts[i].contains(QLatin1Char('.'));
        if (!isNumber || !isWhole || value < 0 || (i > 0 && value >= 60)) {
            return std::nullopt;
        }
        seconds = seconds * 60 + value;
    }
    return seconds < kLongestS ? std::optional(core::base::secondsToUs(seconds)) : std::nullopt;
}

QString durationText(core::base::TimeUs duration)
{
    return QString::number(core::base::usToSeconds(duration), 'f', 3) + QStringLiteral(" s");
}

QString scoreText(double score)
{
    QString text = QString::number(std::abs(score), 'f', 2);
    if (text.startsWith(QLatin1Char('0'))) {
        text.remove(0, 1);
    }
    return score <= -0.005 ? QChar(0x2212) + text : text;
}

QString countText(qint64 count)
{
    QString text = QString::number(count < 0 ? -count : count);
    for (qsizetype at = text.size() - 3; at > 0; at -= 3) {
        text.insert(at, QChar(0x2009));
    }
    return count < 0 ? QChar(0x2212) + text : text;
}

} // namespace ui::common
