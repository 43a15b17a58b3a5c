#pragma once

#include <QDialog>
#include <QKeySequence>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace ui::common {
class ActionRegistry;
struct Command;
} // namespace ui::common

namespace ui::dialogs {

// Gives commands other keys. A key that another command has is only taken when the person says so;
// every change acts at once and can be taken back command by command or altogether.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    // The registry must outlive the dialog.
    explicit ShortcutsDialog(common::ActionRegistry &registry, QWidget *parent = nullptr);

    void select(const QString &command);

private:
    void build();
    void fill();
    void filter(const QString &text);
    void showCurrent();
    void refreshRow(QTreeWidgetItem &row);
    void check();
    void assign(bool isAdded);
    void clearKeys();
    void reset();
    void resetAll();
    QString currentId() const;
    QTreeWidgetItem *rowOf(const QString &command) const;

    common::ActionRegistry &m_registry;
    QLineEdit *m_search = nullptr;
    QTreeWidget *m_tree = nullptr;
    QKeySequenceEdit *m_key = nullptr;
    QLabel *m_conflict = nullptr;
    QPushButton *m_assign = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_clear = nullptr;
    QPushButton *m_reset = nullptr;
};

} // namespace ui::dialogs
