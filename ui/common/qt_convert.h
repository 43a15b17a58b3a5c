#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <QString>

#include "core/base/time.h"

namespace ui::common {

// Texts of the core are UTF-8.
inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
inline std::string toUtf8(const QString &text)
{
    return text.toStdString();
}
std::filesystem::path toPath(const QString &text);
QString pathText(const std::filesystem::path &path);

// "mm:ss.mmm", from one hour on "h:mm:ss.mmm"; the time is cut to the millisecond, so that a frame
// never prints as later than it is.
QString timeText(core::base::TimeUs time);
// "mm:ss" or "h:mm:ss", cut to the second.
QString shortTimeText(core::base::TimeUs time);
// A time as people write it: "51.5" (seconds), "1:23.4", "0:01:23.400". None where it is none.
std::optional<core::base::TimeUs> parseTime(const QString &text);
// "1.500 s"
QString durationText(core::base::TimeUs duration);
// A score without the leading zero: ".88"; "1.00"; U+2212 for minus.
QString scoreText(double score);
// Groups of three by thin spaces from four digits on, U+2212 for minus.
QString countText(qint64 count);

} // namespace ui::common
