// The window with a video of 1280x720: time to the first frame, of a drag until it is painted, and
// memory while somebody scrubs (TALOSCOPE_SCRUBS moves, 2,000 unless told, at full speed; or for
// TALOSCOPE_SCRUB_MINUTES at a hand's pace). Prints; not a pass/fail test.
#include <algorithm>
#include <ctime>
#include <functional>
#include <vector>

#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include "core/base/random.h"

#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/player/playback_controller.h"
#include "ui/player/video_view.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "tests/support/media_factory.h"
#include "tests/ui/studio_project.h"

namespace {

constexpr std::int64_t kCacheBytes = std::int64_t{64} << 20;
constexpr int kFrames = 1500;
constexpr int kPaceMs = 100; // between two moves of a hand

double processorMs()
{
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const double pages = file.readAll().split(' ').value(1).toDouble();
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

void waitFor(const std::function<bool()> &isDone)
{
    QElapsedTimer waited;
    waited.start();
    while (!isDone() && waited.elapsed() < 20'000) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 2);
    }
}

// Moves the pressed mouse over a widget, up and down or to and fro; processor time of each move
// until everything that it changes is painted.
void drag(const char *what, QWidget &widget, QPoint from, QPoint step)
{
    QTest::mousePress(&widget, Qt::LeftButton, Qt::NoModifier, from);
    std::vector<double> milliseconds;
    for (int i = 0; i < 200; ++i) {
        const double start = processorMs();
        QTest::mouseMove(&widget, from + step * (i % 20 < 10 ? i % 10 + 1 : 10 - i % 10));
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents();
        milliseconds.push_back(processorMs() - start);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, Qt::NoModifier, from);
    std::sort(milliseconds.begin(), milliseconds.end());
    QTextStream(stdout) << what << ": median " << milliseconds[milliseconds.size() / 2]
                        << " ms, worst " << milliseconds.back() << " ms of processor time\n";
}

// Until so many moves or minutes are over (0: none), with the memory of each minute.
void scrub(ui::Workspace &workspace, int moves, int minutes)
{
    ui::player::PlaybackController &controller = workspace.controller();
    core::base::Random random(7);
    QTextStream out(stdout);
    const double before = residentMegabytes();
    double peak = before;
    QElapsedTimer passed;
    passed.start();
    int moved = 0;
    for (int minute = 0; moved < moves || passed.elapsed() < minutes * 60'000LL; ++moved) {
        controller.scrubTo(random.uniformInt(0, controller.durationUs() - 1));
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        if (minutes > 0) {
            QTest::qWait(kPaceMs);
        }
        if (moved % 10 == 9) { // it rests now and then
            controller.settle();
            const qint64 frame = controller.frame();
            waitFor([&] { return workspace.videoView().shownFrame() == frame; });
            controller.stepFrames(-1);
        }
        peak = std::max(peak, residentMegabytes());
        if (passed.elapsed() > (minute + 1) * 60'000LL) {
            out << "minute " << ++minute << ": " << moved << " moves, " << residentMegabytes()
                << " MB" << Qt::endl;
        }
    }
    out << "scrubbing, " << moved << " moves, cache of " << (kCacheBytes >> 20) << " MB: " << before
        << " MB before, " << peak << " MB at most, " << residentMegabytes() << " MB after\n";
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const auto project = tests::makeStudioProject(folder.path().toStdString());
    const std::filesystem::path video = folder.filePath(QStringLiteral("large.mp4")).toStdString();
    tests::CounterVideo large{.frames = kFrames};
    large.encoder.width = 1280;
    large.encoder.height = 720;
    large.encoder.bFrames = 2;
    if (!tests::writeCounterVideo(video, large)) {
        return 1;
    }
    ui::common::Settings settings(folder.filePath(QStringLiteral("s.ini")));
    ui::MainWindow window(settings);
    window.show();
    if (!window.openProject(QString::fromStdString(project.string()), QStringLiteral("v_000"))) {
        return 1;
    }
    ui::Workspace &workspace = window.workspace();
    waitFor([&] { return workspace.isSettled(); });
    for (ui::timeline::SegmentLane *lane : workspace.timeline().segmentLanes()) {
        if (!lane->isLocked() && !lane->segments().empty()) {
            const QRectF label = lane->rectOf(lane->segments().front().id);
            drag("moving a label", *lane, label.center().toPoint(), {4, 0});
        }
    }
    if (ui::timeline::CurveLane *curves = workspace.timeline().curveLane()) {
        drag("panning the curves", *curves, {400, curves->height() / 2}, {4, 0});
    }
    workspace.setFrameCache(kCacheBytes);
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double start = processorMs();
        workspace.controller().open({}, 0, 0);
        workspace.videoView().showMessage({});
        workspace.controller().open(video, 0, 25);
        waitFor([&] { return workspace.videoView().shownFrame() == 0; });
        QTextStream(stdout) << "first frame of 1280x720: " << timer.elapsed() << " ms, processor "
                            << processorMs() - start << " ms\n";
    }
    const int minutes = qEnvironmentVariableIntValue("TALOSCOPE_SCRUB_MINUTES");
    const int moves = qEnvironmentVariableIntValue("TALOSCOPE_SCRUBS");
    scrub(workspace, minutes > 0 || moves > 0 ? moves : 2000, minutes);
    return 0;
}
