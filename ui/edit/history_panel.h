#pragma once

#include <QWidget>

class QPushButton;
class QTreeWidget;

namespace ui::edit {

class LabelEditor;
class LabelHistory;

// The history of the project, newest first: when, what, by whom; and the way back to any of it,
// which is itself an edit that undo takes back. Reads the history only while it can be seen.
class HistoryPanel : public QWidget
{
    Q_OBJECT

public:
    // The editor must outlive the panel.
    HistoryPanel(LabelEditor &editor, LabelHistory &history, QWidget *parent = nullptr);

    // Reads the history now or when the panel is shown.
    void refresh();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();
    void restore();

    LabelEditor &m_editor;
    LabelHistory &m_history;
    QTreeWidget *m_list;
    QPushButton *m_restore;
    bool m_isStale = true;
};

} // namespace ui::edit
