#include <chrono>
#include <future>
#include <memory>

#include <QElapsedTimer>
#include <QThreadPool>
#include <QtTest>

#include "ui/common/background_task.h"

using core::base::CancelToken;
using ui::common::BackgroundTask;

class TestBackgroundTask : public QObject
{
    Q_OBJECT

private slots:
    void answersOnTheGuiThread();
    void dropsTheAnswerOfWhatWasGivenUp();
    void neverWaitsForWhatWasGivenUp();
    void goesWithoutWaiting();
};

void TestBackgroundTask::answersOnTheGuiThread()
{
    BackgroundTask task;
    QThread *answered = nullptr;
    task.start([&](const BackgroundTask::Progress &, const CancelToken &) {
        return [&answered] { answered = QThread::currentThread(); };
    });
    QVERIFY(task.isRunning());
    QTRY_VERIFY(!task.isRunning());
    QCOMPARE(answered, QThread::currentThread());
}

void TestBackgroundTask::dropsTheAnswerOfWhatWasGivenUp()
{
    BackgroundTask task;
    std::vector<int> answers;
    for (const int number : {1, 2, 3}) {
        task.start([&answers, number](const BackgroundTask::Progress &, const CancelToken &) {
            return [&answers, number] { answers.push_back(number); };
        });
    }
    QTRY_VERIFY(!task.isRunning());
    QCOMPARE(answers, std::vector<int>{3});
}

// Work that polls its token seldom goes on beside what follows it.
void TestBackgroundTask::neverWaitsForWhatWasGivenUp()
{
    std::promise<void> mayEnd;
    BackgroundTask task;
    task.start(
        [end = mayEnd.get_future().share()](const BackgroundTask::Progress &, const CancelToken &) {
            end.wait_for(std::chrono::seconds(20));
            return [] {};
        });
    const auto quick = [](const BackgroundTask::Progress &, const CancelToken &) {
        return std::function<void()>([] {});
    };
    task.start(quick);
    QTRY_VERIFY(!task.isRunning());
    QElapsedTimer clock;
    clock.start();
    task.start(quick);
    QVERIFY(clock.elapsed() < 5000);
    mayEnd.set_value();
    QTRY_VERIFY(!task.isRunning());
}

// The owner of a task may go at any time: nobody waits, and what comes late is dropped.
void TestBackgroundTask::goesWithoutWaiting()
{
    std::promise<void> mayEnd;
    std::promise<void> hasEnded;
    bool isAnswered = false;
    auto task = std::make_unique<BackgroundTask>();
    task->start([&, end = mayEnd.get_future().share()](const BackgroundTask::Progress &progress,
                                                       const CancelToken &cancel) {
        end.wait_for(std::chrono::seconds(20));
        progress("late", 1, 2);
        hasEnded.set_value();
        return [&isAnswered, cancel] { isAnswered = true; };
    });
    QElapsedTimer clock;
    clock.start();
    task.reset();
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    mayEnd.set_value();
    QCOMPARE(hasEnded.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!isAnswered);
}

QTEST_MAIN(TestBackgroundTask)
#include "tst_background_task.moc"
