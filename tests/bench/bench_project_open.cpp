// Opening a project of 413 videos until its list and its first video are there, another video, and
// the run dialog: how long each takes, and for how long at once the window does not answer. Prints;
// not a pass/fail test.
#include <algorithm>
#include <ctime>
#include <functional>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include "ui/common/action_registry.h"
#include "ui/main_window.h"
#include "ui/models/video_list_panel.h"
#include "ui/workspace.h"

#include "tests/ui/studio_project.h"

namespace {

// The longest time between two turns of the event loop.
class Heartbeat
{
public:
    Heartbeat()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_timer.start(1);
    }

    void beat() { m_longest = std::max(m_longest, m_since.restart()); }
    qint64 longest()
    {
        beat();
        return m_longest;
    }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

void measure(const char *what, const std::function<void()> &begin,
             const std::function<bool()> &isDone)
{
    QApplication::processEvents();
    Heartbeat heart;
    QElapsedTimer timer;
    timer.start();
    const std::clock_t start = std::clock();
    begin();
    while (!isDone()) {
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QTextStream(stdout) << what << ": " << timer.elapsed() << " ms, at once " << heart.longest()
                        << " ms, processor " << 1000 * (std::clock() - start) / CLOCKS_PER_SEC
                        << " ms\n";
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const auto path = tests::makeStudioProject(folder.path().toStdString(), 413);
    ui::common::Settings settings(folder.filePath(QStringLiteral("s.ini")));
    for (int i = 0; i < 5; ++i) {
        ui::MainWindow window(settings);
        window.show();
        ui::Workspace &workspace = window.workspace();
        measure(
            "open 413 videos",
            [&] { window.openProjectSoon(QString::fromStdString(path.string())); },
            [&] { return workspace.project() != nullptr; });
        measure(
            "another video", [&] { workspace.videoList().choose(QStringLiteral("v_200")); },
            [&] { return workspace.videoName() == QStringLiteral("v_200"); });
        measure(
            "run dialog", [&] { window.actions().action(QStringLiteral("run.start"))->trigger(); },
            [&] { return QApplication::activeModalWidget() != nullptr; });
    }
    return 0;
}
