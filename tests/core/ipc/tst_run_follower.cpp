#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <QTemporaryDir>
#include <QtTest>

#include "core/ipc/run_follower.h"

#include "tests/support/sleeper.h"

using namespace core::ipc;
using core::base::CancelToken;
using core::base::ErrorCode;
using tests::Sleeper;

namespace {

const std::string kAccepted = R"({"type":"accepted","id":"j","at":"t","from":"worker"})"
                              "\n";
const std::string kMetric =
    R"({"type":"metric","id":"j","step":3,"name":"loss","value":0.5,"at":"t","from":"worker"})"
    "\n";
const std::string kCancelled =
    R"({"type":"finished","id":"j","status":"cancelled","at":"t","from":"worker"})"
    "\n";
const std::string kFinished =
    R"({"type":"finished","id":"j","status":"ok","at":"t","from":"worker"})"
    "\n";

} // namespace

// A run that another process writes; "sleep" plays a worker that says nothing more.
class TestRunFollower : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsWhatWasAppended();
    void endOfAnEarlierSittingIsNotTheEnd();
    void followsToTheEnd();
    void endedRunNeedsNoProcess();
    void deathIsTold();
    void cancelTerminates();
    void detachLeavesItAlone();
    void strangerIsNeitherFollowedNorStopped_data();
    void strangerIsNeitherFollowedNorStopped();
    void stoppedWorkerLeavesItsNumberToOthers();

private:
    void append(const std::string &text) const { std::ofstream(m_path, std::ios::app) << text; }
    core::base::Result<JobEnd> follow(std::int64_t pid, const JobRequest &request = {},
                                      const CancelToken &cancel = {})
    {
        return followRun(m_path, {pid, m_log}, request, {}, cancel,
                         [this](const FromWorker &message) { m_heard.push_back(message); });
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::filesystem::path m_log;
    std::vector<FromWorker> m_heard;
};

void TestRunFollower::init()
{
    m_path = m_folder.filePath("events.jsonl").toStdString();
    m_log = m_folder.filePath("worker.log").toStdString();
    std::filesystem::remove(m_path);
    std::filesystem::remove(m_log);
    m_heard.clear();
}

void TestRunFollower::readsWhatWasAppended()
{
    RunFollower follower(m_path);
    QVERIFY(follower.read().empty());
    append(kAccepted + kMetric.substr(0, 20));
    QCOMPARE(follower.read().size(), std::size_t{1});
    append(kMetric.substr(20) + R"({"type":"ping","id":"p","at":"t","from":"parent"})" + "\n");
    const auto messages = follower.read();
    QCOMPARE(messages.size(), std::size_t{1});
    QCOMPARE(std::get<Metric>(messages[0]).value, 0.5);
    QVERIFY(follower.read().empty());
}

void TestRunFollower::endOfAnEarlierSittingIsNotTheEnd()
{
    append(kAccepted + kCancelled);
    RunFollower follower(m_path);
    follower.read();
    QVERIFY(follower.finished());
    append(kAccepted);
    follower.read();
    QVERIFY(!follower.finished());
}

void TestRunFollower::followsToTheEnd()
{
    const Sleeper worker(m_log);
    append(kAccepted + kCancelled + kAccepted + kMetric);
    std::jthread writer([this] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        append(kMetric + kFinished);
    });
    const auto end = follow(worker.pid());
    QVERIFY2(end, end ? "" : end.error().sentence().c_str());
    QCOMPARE(*end, JobEnd::Done);
    QCOMPARE(m_heard.size(), std::size_t{6});
}

void TestRunFollower::endedRunNeedsNoProcess()
{
    append(kAccepted + kFinished);
    QCOMPARE(follow(0).value(), JobEnd::Done);
}

void TestRunFollower::deathIsTold()
{
    append(kAccepted + kMetric);
    const auto end = follow(0);
    QVERIFY(!end);
    QCOMPARE(end.error().code, ErrorCode::Worker);
}

void TestRunFollower::cancelTerminates()
{
    const Sleeper worker(m_log);
    append(kAccepted);
    CancelToken cancel;
    cancel.cancel();
    const auto end = follow(worker.pid(), {}, cancel);
    QVERIFY(!end);
    QCOMPARE(end.error().code, ErrorCode::Cancelled);
}

void TestRunFollower::detachLeavesItAlone()
{
    const Sleeper worker(m_log);
    JobRequest request;
    request.detach.cancel();
    QCOMPARE(follow(worker.pid(), request).value(), JobEnd::Detached);
    QVERIFY(isWorking({worker.pid(), m_log}));
}

void TestRunFollower::strangerIsNeitherFollowedNorStopped_data()
{
    QTest::addColumn<QByteArray>("log");
    QTest::newRow("no log") << QByteArray();
    QTest::newRow("log of nobody") << QByteArray("file");
    QTest::newRow("log that leads to a file of its own") << QByteArray("link");
}

void TestRunFollower::strangerIsNeitherFollowedNorStopped()
{
    QFETCH(QByteArray, log);
    const std::filesystem::path diary = m_folder.filePath("diary").toStdString();
    const Sleeper stranger(diary);
    append(kAccepted);
    if (log == "file") {
        std::ofstream{m_log};
    } else if (log == "link") {
        std::filesystem::create_symlink(diary, m_log);
    }
    CancelToken wanted;
    wanted.cancel();
    JobRequest killing;
    killing.kill = wanted;
    for (const auto &end : {follow(stranger.pid()), follow(stranger.pid(), {}, wanted),
                            follow(stranger.pid(), killing)}) {
        QVERIFY(!end);
        QCOMPARE(end.error().code, ErrorCode::Worker);
    }
    QVERIFY(stranger.isAlive());
    QVERIFY(!isWorking({stranger.pid(), m_log}));
}

// SIGKILL follows only what did not end on SIGTERM.
void TestRunFollower::stoppedWorkerLeavesItsNumberToOthers()
{
    const Sleeper worker(m_log);
    append(kAccepted);
    std::jthread log([this] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        std::filesystem::rename(m_log, m_log.string() + ".old"); // no worker of this run any more
        std::ofstream{m_log};
    });
    const auto end = follow(worker.pid());
    QVERIFY(!end);
    QCOMPARE(end.error().code, ErrorCode::Worker);
    QVERIFY(worker.isAlive());
}

QTEST_GUILESS_MAIN(TestRunFollower)
#include "tst_run_follower.moc"
