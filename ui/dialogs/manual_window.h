#pragma once

#include <QDialog>

namespace ui::dialogs {

// The manual, from share/taloscope/manual beside the program, with a way back.
class ManualWindow : public QDialog
{
    Q_OBJECT

public:
    explicit ManualWindow(QWidget *parent = nullptr);
};

} // namespace ui::dialogs
