#pragma once

#include <functional>
#include <optional>

#include <QDialog>

#include "core/base/time.h"

class QLineEdit;

namespace ui::dialogs {

class DecisionRow;

// A time as common::parseTime() takes it, or "f120" and "#120" for a frame. `timeOf` tells when a
// frame starts. None where the text is something else.
std::optional<core::base::TimeUs>
parsePlace(const QString &text, const std::function<core::base::TimeUs(qint64)> &timeOf);

// Asks for a time or a frame to go to.
class GoToTimeDialog : public QDialog
{
    Q_OBJECT

public:
    GoToTimeDialog(core::base::TimeUs now, std::function<core::base::TimeUs(qint64)> timeOf,
                   QWidget *parent = nullptr);

    // What was typed, once the dialog was accepted.
    core::base::TimeUs time() const { return m_time; }

private:
    void check();

    std::function<core::base::TimeUs(qint64)> m_timeOf;
    core::base::TimeUs m_time;
    QLineEdit *m_text;
    DecisionRow *m_decision;
};

} // namespace ui::dialogs
