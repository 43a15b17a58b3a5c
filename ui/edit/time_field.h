#pragma once

#include <optional>

#include <QLineEdit>

#include "core/base/time.h"

namespace ui::edit {

// A field for a time. What is no time is marked and never announced; leaving the field brings the
// last time back.
class TimeField : public QLineEdit
{
    Q_OBJECT

public:
    explicit TimeField(QWidget *parent = nullptr);

    void setTime(core::base::TimeUs time);

signals:
    // A person typed another time.
    void typed(core::base::TimeUs time);

protected:
    void focusOutEvent(QFocusEvent *event) override;

private:
    void commit();
    void markWrong(bool isWrong);

    core::base::TimeUs m_time = 0;
};

} // namespace ui::edit
