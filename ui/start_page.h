#pragma once

#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

#include "ui/common/settings.h"

class QLabel;
class QVBoxLayout;

namespace ui::common {
struct Theme;
}

namespace ui {

class ActionCard;

// What the studio says about the machine: a tick or a dash, and a sentence.
struct ComputerFact
{
    bool isGood = false;
    QString text;
};

// What the window shows while no project is open: ways to begin, the projects of late, what this
// computer can do, and the reason when a project could not be opened. GUI thread.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(const common::Theme &theme, QWidget *parent = nullptr);

    void setTheme(const common::Theme &theme);
    // The keys that the menus show for new project, open project and import.
    void setKeys(const QString &newProject, const QString &open, const QString &import);
    void setProjects(const std::vector<common::RecentProject> &projects);
    void setComputer(const std::vector<ComputerFact> &facts);
    // Empty: nothing failed.
    void showProblem(const QString &problem);
    // A project that was open when the studio was stopped by force; empty: none.
    void showCrashed(const QString &path);

signals:
    void demoRequested();
    void newRequested();
    void openRequested();
    void importRequested();
    void projectChosen(const QString &path);
    // The file of a project of the list is not where it was.
    void findRequested(const QString &path);
    void forgetRequested(const QString &path);

private:
    QLayout *makeTitle();
    QLayout *makeCards();
    QLayout *makeRight();
    void fillProjects();
    QWidget *makeRow(const common::RecentProject &project);
    void fillComputer();

    const common::Theme *m_theme;
    std::vector<common::RecentProject> m_projects;
    std::vector<ComputerFact> m_facts;
    QLabel *m_logo;
    QLabel *m_problem;
    QLabel *m_crashed;
    QLabel *m_noProjects;
    QVBoxLayout *m_rows;
    QVBoxLayout *m_computer;
    QLabel *m_chip;
    ActionCard *m_demo;
    ActionCard *m_new;
    ActionCard *m_open;
    ActionCard *m_import;
};

} // namespace ui
