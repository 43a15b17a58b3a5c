#include "ui/edit/time_field.h"

#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"

namespace ui::edit {

TimeField::TimeField(QWidget *parent)
    : QLineEdit(parent)
{
    setFont(common::numberFont(12));
    connect(this, &QLineEdit::returnPressed, this, &TimeField::commit);
    connect(this, &QLineEdit::textEdited, this,
            [this](const QString &text) { markWrong(!common::parseTime(text).has_value()); });
}

void TimeField::setTime(core::base::TimeUs time)
{
    m_time = time;
    setText(common::timeText(time));
    markWrong(false);
}

void TimeField::markWrong(bool isWrong)
{
    common::setStyleProperty(*this, "wrong", isWrong);
    setToolTip(isWrong ? tr("A time such as 51.5 or 1:23.400") : QString());
}

void TimeField::commit()
{
    const auto time = common::parseTime(text());
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
