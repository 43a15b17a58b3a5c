#include <chrono>
#include <future>

#include <QElapsedTimer>
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

QTEST_MAIN(TestBackgroundTask)
#include "tst_background_task.moc"
