// How the window does while a worker misbehaves: processor time (of all threads, the one that reads
// the worker included) and time on the clock of a turn of its event loop, beside a worker that says
// little, one that floods it with metrics, log lines or long lines, one that says half a line, and
// one that is stopped. Prints; not a pass/fail test.
#include <algorithm>
#include <ctime>
#include <vector>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextStream>

#include "ui/common/settings.h"
#include "ui/jobs/job_panel.h"
#include "ui/jobs/job_queue.h"
#include "ui/jobs/run_dialog.h"
#include "ui/main_window.h"
#include "ui/window_jobs.h"

#include "tests/ui/tiny_project.h"

namespace {

constexpr int kSeconds = 5;

const QByteArray kStarts = R"(say {"type":"hello","protocol":1,"version":"x","devices":[]})"
                           "\nexpect run\n"
                           R"(say {"type":"accepted","id":"$ID"})"
                           "\n";
const QByteArray kStops = "expect cancel\n"
                          R"(say {"type":"finished","id":"$ID","status":"cancelled"})"
                          "\n";

double processorMs()
{
    return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// Turns of the event loop in which something was done.
struct Turns
{
    std::vector<double> processor;
    std::vector<double> clock;
};

Turns watch(int seconds)
{
    Turns turns;
    QElapsedTimer whole;
    whole.start();
    while (whole.elapsed() < seconds * 1000) {
        QElapsedTimer turn;
        turn.start();
        const double start = processorMs();
        QCoreApplication::processEvents();
        turns.processor.push_back(processorMs() - start);
        turns.clock.push_back(static_cast<double>(turn.nsecsElapsed()) * 1e-6);
        QTest::qSleep(2);
    }
    return turns;
}

void print(const char *what, Turns turns)
{
    const auto figures = [](std::vector<double> &times) {
        std::sort(times.begin(), times.end());
        return QStringLiteral("99 of 100 below %1, worst %2")
            .arg(times[times.size() * 99 / 100], 0, 'f', 1)
            .arg(times.back(), 0, 'f', 1);
    };
    QTextStream(stdout) << what << ": a turn takes " << figures(turns.processor)
                        << " ms of processor time; on the clock " << figures(turns.clock)
                        << " ms\n";
}

// One run against a worker that does this after it took the job, while the window lives on.
void measure(const QString &project, const char *what, const QByteArray &script,
             const QTemporaryDir &folder)
{
    QFile file(folder.filePath(QStringLiteral("script")));
    if (!file.open(QIODevice::WriteOnly)) {
        return;
    }
    file.write(kStarts + script + kStops);
    file.close();
    ui::common::Settings settings(folder.filePath(QStringLiteral("s.ini")));
    settings.setWorkerCommand(QStringLiteral("\"%1\" \"%2\"").arg(FAKE_WORKER, file.fileName()));
    ui::MainWindow window(settings);
    window.resize(1400, 900);
    window.show();
    static_cast<void>(QTest::qWaitForWindowActive(&window)); // keys need it
    window.openProject(project);
    QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
    const auto *dialog = window.findChild<ui::jobs::RunDialog *>();
    if (dialog == nullptr) {
        qFatal("the run dialog does not open");
    }
    for (const char *button : {"stage:filter", "stage:student", "start"}) {
        QTest::mouseClick(dialog->findChild<QAbstractButton *>(QLatin1String(button)),
                          Qt::LeftButton);
    }
    if (!QTest::qWaitFor([&] { return window.jobs().queue().isBusy(); }, 20'000)) {
        qFatal("no run was started: %s", qPrintable(dialog->problem()));
    }
    print(what, watch(kSeconds));
    const ui::jobs::Job *job = window.jobs().panel().subject();
    if (job == nullptr) {
        qFatal("no run was started");
    }
    const qsizetype points = job->metrics.empty() ? 0 : job->metrics.front().points.size();
    QTextStream(stdout) << "  " << (job->isActive() ? "runs" : "ended") << ", " << points
                        << " points, " << job->log.size() << " log lines " << job->problem << "\n";
    window.jobs().queue().cancel(job->id);
    static_cast<void>(QTest::qWaitFor([&] { return !window.jobs().queue().isBusy(); }, 30'000));
}

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const QString project = tests::makeTinyProject(folder.path());
    const QByteArray metric = R"({"type":"metric","id":"$ID","step":1,"name":"x","value":0.5})";
    const QByteArray log = R"({"type":"log","id":"$ID","level":"info","text":"again and again"})";
    measure(project, "a quiet worker", "", folder);
    measure(project, "a flood of metrics", "repeat 300000 " + metric + "\n", folder);
    measure(project, "a flood of log lines", "repeat 300000 " + log + "\n", folder);
    measure(project, "lines of a megabyte", QByteArray("long 1000000\n").repeated(15), folder);
    measure(project, "half a line",
            R"(half {"type":"metr)"
            "\n",
            folder);
    measure(project, "a stopped worker", "raise 19\n", folder);
    return 0;
}
