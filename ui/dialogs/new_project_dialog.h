#pragma once

#include <QDialog>

#include "ui/common/background_task.h"

class QLineEdit;

namespace ui::common {
struct Theme;
}

namespace ui::dialogs {

class DecisionRow;
class ImportPanel;

// Makes a project from videos, annotations, features or results: recognised, explained and tried
// before the file is made. The file appears whole or not at all.
class NewProjectDialog : public QDialog
{
    Q_OBJECT

public:
    explicit NewProjectDialog(const common::Theme &theme, QWidget *parent = nullptr);

    ImportPanel &panel() { return *m_panel; }
    // Where the project is made.
    void setPath(const QString &path);
    QString path() const;

private:
    QLayout *makeFields();
    void choosePath();
    void suggestName();
    QString obstacle() const;
    void refresh();
    void create();

    ImportPanel *m_panel;
    QLineEdit *m_name;
    QLineEdit *m_path;
    DecisionRow *m_decision;
    QString m_failure;
    common::BackgroundTask m_task;
};

} // namespace ui::dialogs
