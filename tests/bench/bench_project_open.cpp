// Opening a project of 413 videos until its list and its first video are there, another video, and
// the run dialog: how long each takes, and what the longest turn of the event loop costs, in which
// the window does not answer. A project and one of its videos may be given instead of the 413.
// Prints; not a pass/fail test.
#include <algorithm>
#include <ctime>
#include <functional>
#include <thread>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTextStream>
#include <QThread>

#include "core/edit/run_results.h"

#include "ui/common/action_registry.h"
#include "ui/main_window.h"
#include "ui/models/video_list_panel.h"
#include "ui/workspace.h"

#include "tests/support/project_factory.h"
#include "tests/ui/studio_project.h"

namespace {

constexpr int kAfterMs = 500; // what follows: painting, the first picture, what is read beside

// Of this thread, which shares the machine with others.
double processorMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

// What keeps the window from answering: one call of `turn`, of this thread's processor time.
class Turns
{
public:
    void take(const std::function<void()> &turn)
    {
        const double start = processorMs();
        turn();
        const double spent = processorMs() - start;
        m_sum += spent;
        m_worst = std::max(m_worst, spent);
    }

    double sum() const { return m_sum; }
    double worst() const { return m_worst; }

private:
    double m_sum = 0;
    double m_worst = 0;
};

void measure(const char *what, const std::function<void()> &begin,
             const std::function<bool()> &isDone)
{
    QApplication::processEvents();
    Turns turns;
    QElapsedTimer timer;
    timer.start();
    turns.take(begin);
    const auto turn = [] { QApplication::processEvents(QEventLoop::AllEvents); };
    while (!isDone()) {
        turns.take(turn);
        std::this_thread::yield();
    }
    const qint64 done = timer.elapsed();
    while (timer.elapsed() < done + kAfterMs) {
        turns.take(turn);
        QThread::msleep(1);
    }
    QTextStream(stdout) << what << ": " << done << " ms on the clock; the window's thread "
                        << turns.sum() << " ms of processor time, at most " << turns.worst()
                        << " ms in one turn\n";
}

// A run whose results for one video are as many as THUMOS'14's longest videos have.
bool addHeavyVideo(const std::filesystem::path &path, const char *name)
{
    using namespace core;
    auto session = edit::ProjectSession::open(path, edit::Access::Write, "bench");
    if (!session) {
        return false;
    }
    const auto detections = [name](int count, std::uint64_t seed) {
        model::DetectionSet set = tests::makeDetections(1, count, seed);
        set.videos.front().video = name;
        return set;
    };
    edit::RunResults results;
    results.proposals = detections(2000, 1);
    results.pseudoLabels = detections(200, 2);
    results.predictions = detections(200, 3);
    const model::DetectionSet refused = detections(400, 4);
    for (const model::Detection &item : refused.videos.front().detections) {
        results.rejected.push_back(
            {.video = name, .detection = item, .reason = "score 0.1 <= 0.4"});
    }
    auto run = edit::beginRun(*session, {.kind = "train", .name = "heavy"}, {});
    if (run) {
        run->status = model::RunStatus::Finished;
    }
    return run && edit::finishRun(*session, *run, results);
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const QStringList arguments = QApplication::arguments();
    QString path = arguments.value(1);
    if (path.isEmpty()) {
        const auto made = tests::makeStudioProject(folder.path().toStdString(), 413);
        if (!addHeavyVideo(made, "v_200")) {
            return 1;
        }
        path = QString::fromStdString(made.string());
    }
    const QString video = arguments.value(2, QStringLiteral("v_200"));
    ui::common::Settings settings(folder.filePath(QStringLiteral("s.ini")));
    for (int i = 0; i < 5; ++i) {
        ui::MainWindow window(settings);
        window.show();
        ui::Workspace &workspace = window.workspace();
        measure(
            "open", [&] { window.openProjectSoon(path); },
            [&] { return workspace.project() != nullptr; });
        measure(
            "another video", [&] { workspace.videoList().choose(video); },
            [&] { return workspace.videoName() == video; });
        measure(
            "run dialog", [&] { window.actions().action(QStringLiteral("run.start"))->trigger(); },
            [&] { return QApplication::activeModalWidget() != nullptr; });
    }
    return 0;
}
