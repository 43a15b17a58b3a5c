#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/common/theme.h"
#include "ui/jobs/run_table_model.h"

class QLabel;
class QTableView;
class QToolButton;

namespace ui::models {
class ProjectModel;
}

namespace ui::jobs {

// The runs of the project: what each is worth, whose results the lanes show, two of them side by
// side; renaming, deleting, opening the folder, resuming. GUI thread.
class RunsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit RunsPanel(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // Null: none is open. The project must outlive its stay here.
    void setProject(models::ProjectModel *project);
    // Reads the runs again.
    void refresh();
    // Runs whose results the lanes show, the first one above; empty: the newest.
    void setLaneRuns(const QStringList &names);
    QStringList selectedRuns() const;
    RunTableModel &model() { return *m_model; }
    QTableView &table() { return *m_table; }

    // Each acts on the selected run.
    void renameSelected();
    void deleteSelected();

signals:
    // The table was read again; how many runs it has.
    void refreshed(int runs);
    void lanesRequested(const QStringList &names);
    void compareRequested(const QString &first, const QString &second);
    void resumeRequested(const QString &runName);
    // The runs or their tracks are other ones; the project is to be read again.
    void projectChanged();
    // A sentence for the status bar.
    void noticed(const QString &text);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    QToolButton *addButton(const QString &name, const QString &icon, const QString &tip);
    void restyle();
    void refreshButtons();
    void refreshHint();
    void openFolder();
    void showMenu(const QPoint &at);
    void deleteRun(const RunRow &row, bool withFiles);
    void removeFiles(const RunRow &row);

    const common::Theme *m_theme;
    models::ProjectModel *m_project = nullptr;
    QStringList m_laneRuns;
    RunTableModel *m_model;
    QTableView *m_table;
    QLabel *m_hint;
    std::vector<std::pair<QToolButton *, QString>> m_buttons; // with their icons
    QToolButton *m_show;
    QToolButton *m_compare;
    QToolButton *m_resume;
    QToolButton *m_rename;
    QToolButton *m_folder;
    QToolButton *m_delete;
};

} // namespace ui::jobs
