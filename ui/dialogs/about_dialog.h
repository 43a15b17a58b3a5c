#pragma once

#include <QDialog>

namespace ui::dialogs {

// What the program is, its version, and the licences of what it is made with.
class AboutDialog : public QDialog
{
    Q_OBJECT

public:
    explicit AboutDialog(QWidget *parent = nullptr);
};

} // namespace ui::dialogs
