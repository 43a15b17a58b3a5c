#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/ipc/run_follower.h"

using namespace core::ipc;
using core::base::CancelToken;
using core::base::ErrorCode;

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

// A process of ours that says nothing. Not a QProcess, which would reap it itself.
class Sleeper
{
public:
    Sleeper()
    {
        std::string program = "sleep";
        std::string seconds = "60";
        char *const arguments[] = {program.data(), seconds.data(), nullptr};
        ::posix_spawnp(&m_pid, "sleep", nullptr, nullptr, arguments, environ);
    }
    ~Sleeper()
    {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
    Sleeper(const Sleeper &) = delete;
    Sleeper &operator=(const Sleeper &) = delete;
    pid_t pid() const { return m_pid; }

private:
    pid_t m_pid = 0;
};

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

private:
    void append(const std::string &text) const { std::ofstream(m_path, std::ios::app) << text; }
    core::base::Result<JobEnd> follow(std::int64_t pid, const JobRequest &request = {},
                                      const CancelToken &cancel = {})
    {
        return followRun(m_path, pid, request, {}, cancel,
                         [this](const FromWorker &message) { m_heard.push_back(message); });
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::vector<FromWorker> m_heard;
};

void TestRunFollower::init()
{
    m_path = m_folder.filePath("events.jsonl").toStdString();
    std::filesystem::remove(m_path);
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
    const Sleeper worker;
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
    const Sleeper worker;
    append(kAccepted);
    CancelToken cancel;
    cancel.cancel();
    const auto end = follow(worker.pid(), {}, cancel);
    QVERIFY(!end);
    QCOMPARE(end.error().code, ErrorCode::Cancelled);
}

void TestRunFollower::detachLeavesItAlone()
{
    const Sleeper worker;
    JobRequest request;
    request.detach.cancel();
    QCOMPARE(follow(worker.pid(), request).value(), JobEnd::Detached);
    QVERIFY(isWorking(worker.pid()));
}

QTEST_GUILESS_MAIN(TestRunFollower)
#include "tst_run_follower.moc"
