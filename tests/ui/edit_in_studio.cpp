// Edits a project in the real window by keys until the program is killed, and says so on standard
// output after each edit that the window took: what it said must be there afterwards.
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include <QApplication>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/random.h"
#include "core/edit/document.h"

#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

namespace {

// One of what a person does: marks a segment from one time to another, nudges or deletes the
// selected one, takes the last edit back.
void edit(ui::MainWindow &window, core::base::Random &random)
{
    const auto press = [&window](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&window, key, modifiers);
    };
    switch (random.uniformInt(0, 7)) {
    case 0:
        press(Qt::Key_Z, Qt::ControlModifier);
        break;
    case 1:
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        break;
    case 2:
        press(Qt::Key_Delete);
        break;
    default: {
        ui::player::PlaybackController &player = window.workspace().controller();
        const auto start = random.uniformInt(0, 20'000'000);
        player.seekTo(start);
        press(Qt::Key_I);
        player.seekTo(start + 1'000'000);
        press(Qt::Key_O);
        press(Qt::Key_Return);
    }
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    ui::common::Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    ui::MainWindow window(settings);
    window.resize(1400, 900);
    window.show();
    if (!window.openProject(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""),
                            QStringLiteral("demo_training_001"))) {
        fmt::print(stderr, "the project does not open\n");
        return 1;
    }
    core::base::Random random(static_cast<std::uint64_t>(::getpid()));
    std::int64_t last = window.workspace().project()->document().lastRevision();
    for (;;) {
        edit(window, random);
        QCoreApplication::processEvents();
        const std::int64_t now = window.workspace().project()->document().lastRevision();
        if (now != last) {
            last = now;
            const std::string line = fmt::format("{}\n", now);
            std::ignore = ::write(STDOUT_FILENO, line.data(), line.size());
        }
    }
}
