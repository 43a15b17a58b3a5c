#pragma once

#include <QMainWindow>

#include "ui/common/settings.h"
#include "ui/common/theme.h"

class QLabel;
class QStackedWidget;

namespace ui::common {
class ActionRegistry;
}

namespace ui {

class StartPage;
class WindowJobs;
class Workspace;

// The window: menus with every command and its key, the start page or the workspace, the status
// bar. Letters and arrows never act while a text field has the focus. GUI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // The settings must outlive the window.
    explicit MainWindow(common::Settings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Opens a project, at a video (empty: the first); false where it cannot be opened, and the
    // window says why.
    bool openProject(const QString &path, const QString &video = {});
    // What openProject() said last; empty: nothing failed.
    const QString &problem() const { return m_problem; }

    void setTheme(common::ThemeChoice choice);
    Workspace &workspace() { return *m_workspace; }
    common::ActionRegistry &actions() { return *m_actions; }
    WindowJobs &jobs() { return *m_jobs; }

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addFileCommands();
    void addThemeChoice();
    void buildStatusBar();
    void chooseProject();
    bool showVideo(const QString &video);
    bool refuse(const QString &problem);
    void applyTheme();
    void refreshTitle();

    common::Settings &m_settings;
    common::ThemeChoice m_choice;
    const common::Theme *m_theme;
    QString m_problem;
    QStackedWidget *m_pages;
    StartPage *m_start;
    Workspace *m_workspace;
    QLabel *m_status;
    common::ActionRegistry *m_actions;
    WindowJobs *m_jobs;
};

} // namespace ui
