#include "ui/edit/time_field.h"

#include <QStringList>

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::edit {

std::optional<core::base::TimeUs> parseTime(const QString &text)
{
    const QStringList parts = text.trimmed().split(QLatin1Char(':'));
    if (parts.size() > 3) {
        return {};
    }
    double seconds = 0;
    for (const QString &part : parts) {
        bool isNumber = false;
        const double value = part.toDouble(&isNumber);
        const bool isWhole = &part == &parts.last() || !part.contains(QLatin1Char('.'));
        if (!isNumber || value < 0 || !isWhole) {
            return {};
        }
        seconds = 60 * seconds + value;
    }
    return core::base::secondsToUs(seconds);
}

TimeField::TimeField(QWidget *parent)
    : QLineEdit(parent)
{
    setFont(common::numberFont(12));
    connect(this, &QLineEdit::returnPressed, this, &TimeField::commit);
    connect(this, &QLineEdit::textEdited, this, [this](const QString &text) {
        setProperty("invalid", !parseTime(text).has_value());
        setToolTip(parseTime(text) ? QString() : tr("A time such as 51.5 or 1:23.400"));
    });
}

void TimeField::setTime(core::base::TimeUs time)
{
    m_time = time;
    setText(common::timeText(time));
    setProperty("invalid", false);
}

void TimeField::commit()
{
    const auto time = parseTime(text());
    // The text is cut to milliseconds: unless it was changed, the exact time stays.
    if (time && text() != common::timeText(m_time)) {
        emit typed(*time);
    }
}

void TimeField::focusOutEvent(QFocusEvent *event)
{
    commit();
    setTime(m_time);
    QLineEdit::focusOutEvent(event);
}

} // namespace ui::edit
