#pragma once

#include <memory>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/common/action_registry.h"
#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/window_analysis.h"
#include "ui/workspace.h"

#include "tests/ui/studio_project.h"

namespace tests {

// The real window with a fresh copy of the studio project for every case, at v_000.
class AnalysisWindow
{
public:
    // Once a program.
    void makeProject(int videos = 4)
    {
        m_template = QString::fromStdString(
            makeStudioProject(m_folder.path().toStdString(), videos).string());
    }

    void open()
    {
        m_project = m_folder.filePath(QStringLiteral("case.talo"));
        QDir(m_project + QStringLiteral(".runs")).removeRecursively();
        QFile::remove(m_project);
        QVERIFY(QFile::copy(m_template, m_project));
        QFile::remove(m_folder.filePath(QStringLiteral("s.ini")));
        m_settings =
            std::make_unique<ui::common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
        m_window = std::make_unique<ui::MainWindow>(*m_settings);
        m_window->resize(1600, 1000);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QVERIFY(m_window->openProject(m_project, QStringLiteral("v_000")));
    }

    void close() { m_window.reset(); }

    // By its menu entry, and until it shows its figures.
    void show(const char *command)
    {
        m_window->actions().action(QString::fromLatin1(command))->trigger();
        QTRY_VERIFY(m_window->analysis().isSettled());
    }

    ui::MainWindow &window() { return *m_window; }
    ui::Workspace &workspace() { return m_window->workspace(); }
    ui::models::ProjectModel &project() { return *m_window->workspace().project(); }
    QString projectPath() const { return m_project; }
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    template <typename T>
    T *child(const char *name)
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }

private:
    QTemporaryDir m_folder;
    QString m_template;
    QString m_project;
    std::unique_ptr<ui::common::Settings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace tests
