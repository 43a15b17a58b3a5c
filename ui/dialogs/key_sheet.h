#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QTreeWidget;

namespace ui::common {
class ActionRegistry;
}

namespace ui::dialogs {

// Every command with its keys, by menu, with a search. Enter or a double click runs a command.
class KeySheet : public QDialog
{
    Q_OBJECT

public:
    // The registry must outlive the dialog.
    explicit KeySheet(const common::ActionRegistry &registry, QWidget *parent = nullptr);

    // Commands that are listed now.
    int shownCount() const;

private:
    void fill();
    void filter(const QString &text);
    void runCurrent();

    const common::ActionRegistry &m_registry;
    QLineEdit *m_search;
    QTreeWidget *m_tree;
};

} // namespace ui::dialogs
