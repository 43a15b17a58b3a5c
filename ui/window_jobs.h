#pragma once

#include <functional>
#include <memory>
#include <string>

#include <QObject>
#include <QPointer>
#include <QString>

#include "ui/common/theme.h"

class QToolButton;
class QWidget;

namespace core::edit {
class ProjectSession;
}

namespace ui {

class Workspace;

namespace common {
class ActionRegistry;
class Settings;
} // namespace common

namespace jobs {
class JobPanel;
class JobQueue;
class RunDialog;
class RunsPanel;
struct TriedSettings;
} // namespace jobs

// Training in the window: the queue, its panels, its commands, the state at the right of the menu
// bar, and the question that comes when somebody leaves while a run trains. GUI thread.
class WindowJobs : public QObject
{
    Q_OBJECT

public:
    // All must outlive it; `window` is the parent of dialogs.
    WindowJobs(Workspace &workspace, common::Settings &settings, const common::Theme &theme,
               QWidget &window);
    ~WindowJobs() override;

    void addCommands(common::ActionRegistry &registry);
    void setTheme(const common::Theme &theme);
    // The person's settings are other ones.
    void takeSettings();
    jobs::JobQueue &queue() { return *m_queue; }
    jobs::JobPanel &panel() { return *m_panel; }
    jobs::RunsPanel &runs() { return *m_runs; }
    // For the corner of the menu bar; hidden while nothing runs.
    QToolButton *chip() const { return m_chip; }

    // Whether the project may be left now. Otherwise a question is shown (stop the run, leave it
    // running, stay), and once nothing runs any more by the answer, `goOn` is called.
    bool mayLeave(std::function<void()> goOn);

    void startRun();
    // The same dialog, with what was tried chosen in it.
    void trainWith(const jobs::TriedSettings &tried);
    void resumeRun(const QString &runName);

signals:
    // A sentence for the status bar.
    void noticed(const QString &text);

private:
    void connectParts();
    void takeProject();
    void watchAgain(const core::edit::ProjectSession &session);
    void putBackWaiting(const core::edit::ProjectSession &session);
    void keepWaiting();
    void reloadProject();
    void refreshChip();
    void showJobCount();
    void showRunsInLanes(const QStringList &names);
    void compare(const QString &first, const QString &second);
    void resumeNewest();
    void cancelCurrent();
    void fuseProposals();
    void trainWithThresholds();
    void leaveAfter(std::function<void()> goOn);

    Workspace &m_workspace;
    common::Settings &m_settings;
    const common::Theme *m_theme;
    QWidget &m_window;
    jobs::JobQueue *m_queue;
    jobs::JobPanel *m_panel;
    jobs::RunsPanel *m_runs;
    QToolButton *m_chip;
    QPointer<jobs::RunDialog> m_dialog;
    std::string m_keptWaiting;
    bool m_isBetweenProjects = false; // the queue is emptied or filled: nothing to be kept
};

} // namespace ui
