// Opening a project of 413 videos until its list, its quality and its first video are ready: wall
// and processor time. Prints; not a pass/fail test.
#include <ctime>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>

#include "ui/main_window.h"

#include "tests/ui/studio_project.h"

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const auto path = tests::makeStudioProject(folder.path().toStdString(), 413);
    ui::common::Settings settings(folder.filePath(QStringLiteral("s.ini")));
    ui::MainWindow window(settings);
    window.show();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const std::clock_t start = std::clock();
        if (!window.openProject(QString::fromStdString(path.string()))) {
            return 1;
        }
        QTextStream(stdout) << "open 413 videos: " << timer.elapsed() << " ms, processor "
                            << 1000 * (std::clock() - start) / CLOCKS_PER_SEC << " ms\n";
    }
    return 0;
}
