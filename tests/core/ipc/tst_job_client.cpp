#include <chrono>
#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/ipc/job_client.h"
#include "core/ipc/run_follower.h"

using namespace core::ipc;
using core::base::CancelToken;
using core::base::ErrorCode;
using core::base::Result;
using std::chrono::milliseconds;

namespace {

const std::string kGreets = R"(say {"type":"hello","protocol":1,"version":"x","devices":[]})"
                            "\nexpect run\n";
const std::string kStarts = kGreets + R"(say {"type":"accepted","id":"j"})"
                                      "\n";
const std::string kFinishes = R"(say {"type":"finished","id":"j","status":"ok"})"
                              "\n";
const std::string kMetric = R"({"type":"metric","id":"j","step":1,"name":"n","value":1})";

} // namespace

// talo's side of the pipe against a worker that misbehaves in every way there is.
class TestJobClient : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void jobThatEndsWell();
    void failedJobGivesItsOwnError();
    void missingProgramIsNamed();
    void deathIsToldAtEveryPhase_data();
    void deathIsToldAtEveryPhase();
    void lastWordsAreQuoted();
    void brokenConversationFails_data();
    void brokenConversationFails();
    void silenceFails_data();
    void silenceFails();
    void garbageBelowTheLimitIsSurvived();
    void floodIsSurvived();
    void halfLinesAreJoined();
    void cancelIsCooperative();
    void cancelTerminatesThenKills_data();
    void cancelTerminatesThenKills();
    void killDoesNotAsk();
    void workerIsLeftAlone();
    void workerThatCannotBeLeftIsStopped();
    void workerDiesWithItsClient();

private:
    Result<JobEnd> runScript(const std::string &script, const CancelToken &cancel = {});

    QTemporaryDir m_folder;
    JobRequest m_request;
    JobLimits m_limits;
    std::vector<FromWorker> m_heard;
};

void TestJobClient::init()
{
    m_heard.clear();
    m_request = {};
    m_limits = {.greeting = milliseconds(5000),
                .silence = milliseconds(5000),
                .cancel = milliseconds(5000),
                .terminate = milliseconds(5000)};
}

Result<JobEnd> TestJobClient::runScript(const std::string &script, const CancelToken &cancel)
{
    const std::string path = m_folder.filePath("script").toStdString();
    const std::string errorLog = m_folder.filePath("worker.log").toStdString();
    std::ofstream(path) << script;
    std::ofstream(errorLog, std::ios::trunc).flush();
    m_request.worker = {.program = FAKE_WORKER, .arguments = {path}, .errorLog = errorLog};
    m_request.id = "j";
    m_request.manifest = "job.json";
    return runJob(m_request, m_limits, cancel,
                  [this](const FromWorker &message) { m_heard.push_back(message); });
}

void TestJobClient::jobThatEndsWell()
{
    const auto done = runScript(kStarts + "say " + kMetric + "\n" + kFinishes + "expect shutdown");
    QVERIFY2(done, done ? "" : done.error().sentence().c_str());
    QCOMPARE(m_heard.size(), 4U);
    QVERIFY(std::holds_alternative<Finished>(m_heard.back()));
}

void TestJobClient::failedJobGivesItsOwnError()
{
    const auto done =
        runScript(kStarts + R"(say {"type":"finished","id":"j","status":"failed","error":)"
                            R"({"code":"bad-format","problem":"is cut off","file":"v1.npy"}})");
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::BadFormat);
    QCOMPARE(done.error().sentence(), std::string("v1.npy: is cut off"));
}

void TestJobClient::missingProgramIsNamed()
{
    const JobRequest request = {
        .worker = {.program = "/nowhere/taloscope-worker"}, .id = "j", .manifest = "job.json"};
    const auto done = runJob(request, m_limits, {}, {});
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::NotFound);
    QCOMPARE(done.error().file, std::string("/nowhere/taloscope-worker"));
}

void TestJobClient::deathIsToldAtEveryPhase_data()
{
    QTest::addColumn<QString>("before");
    QTest::newRow("at the start") << QString();
    QTest::newRow("after hello") << QString::fromStdString(kGreets);
    QTest::newRow("after accepted") << QString::fromStdString(kStarts);
    QTest::newRow("while training") << QString::fromStdString(kStarts + "say " + kMetric + "\n");
    QTest::newRow("within a line") << QString::fromStdString(kStarts + "half {\"type\":\n");
}

void TestJobClient::deathIsToldAtEveryPhase()
{
    QFETCH(QString, before);
    const auto killed = runScript(before.toStdString() + "raise 9");
    QVERIFY(!killed);
    QCOMPARE(killed.error().code, ErrorCode::Worker);
    QVERIFY2(killed.error().problem.find("signal 9") != std::string::npos,
             killed.error().problem.c_str());

    const auto left = runScript(before.toStdString() + "exit 7");
    QVERIFY(!left);
    QCOMPARE(left.error().code, ErrorCode::Worker);
    QVERIFY(left.error().problem.find("exit code 7") != std::string::npos);
}

void TestJobClient::lastWordsAreQuoted()
{
    const auto died = runScript(kStarts + "stderr libtorch: out of luck\nraise 6");
    QVERIFY(!died);
    QVERIFY(died.error().problem.find("libtorch: out of luck") != std::string::npos);
}

void TestJobClient::brokenConversationFails_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const std::string &script, ErrorCode code) {
        QTest::newRow(name) << QString::fromStdString(script + "\nhang") << static_cast<int>(code);
    };
    row("other protocol", R"(say {"type":"hello","protocol":2})", ErrorCode::Unsupported);
    row("never accepted", kGreets + kFinishes, ErrorCode::Worker);
    row("accepted twice", kStarts + R"(say {"type":"accepted","id":"j"})", ErrorCode::Worker);
    row("finished twice", kStarts + kFinishes + kFinishes, ErrorCode::Worker);
    row("goes on after the end", kStarts + kFinishes + "say " + kMetric, ErrorCode::Worker);
    row("20 lines of garbage", kStarts + "repeat 20 Loading...", ErrorCode::Worker);
    row("refused", kGreets + R"(say {"type":"error","field":"id","code":"conflict","text":"busy"})",
        ErrorCode::Conflict);
}

void TestJobClient::brokenConversationFails()
{
    QFETCH(QString, script);
    QFETCH(int, code);
    const auto done = runScript(script.toStdString());
    QVERIFY(!done);
    QCOMPARE(static_cast<int>(done.error().code), code);
}

void TestJobClient::silenceFails_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("no greeting") << QString("hang");
    QTest::newRow("no heartbeat") << QString::fromStdString(kStarts + "hang");
}

void TestJobClient::silenceFails()
{
    QFETCH(QString, script);
    m_limits.greeting = m_limits.silence = milliseconds(300);
    const auto done = runScript(script.toStdString());
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Worker);
    QVERIFY(done.error().problem.find("silent") != std::string::npos);
}

void TestJobClient::garbageBelowTheLimitIsSurvived()
{
    QVERIFY(runScript(kStarts + "repeat 18 Epoch 1\nlong 3000000\n" + kFinishes));
}

void TestJobClient::floodIsSurvived()
{
    const auto done = runScript(kStarts + "repeat 50000 " + kMetric + "\n" + kFinishes);
    QVERIFY(done);
    QCOMPARE(m_heard.size(), 50003U);
}

void TestJobClient::halfLinesAreJoined()
{
    QVERIFY(runScript(kGreets + "half {\"type\":\"acce\nsleep 30\nsay pted\",\"id\":\"j\"}\n" +
                      kFinishes));
}

void TestJobClient::cancelIsCooperative()
{
    const CancelToken cancel;
    cancel.cancel();
    const auto done = runScript(kStarts + "expect cancel\n" +
                                    R"(say {"type":"finished","id":"j","status":"cancelled"})",
                                cancel);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
    QVERIFY(std::holds_alternative<Finished>(m_heard.back()));
}

void TestJobClient::cancelTerminatesThenKills_data()
{
    QTest::addColumn<QString>("script");
    QTest::newRow("SIGTERM suffices") << QString::fromStdString(kStarts + "hang");
    QTest::newRow("SIGKILL is needed")
        << QString::fromStdString("ignore-term\n" + kStarts + "hang");
    QTest::newRow("talks on for ever")
        << QString::fromStdString("ignore-term\n" + kStarts + "repeat 1000000000 " + kMetric);
}

void TestJobClient::cancelTerminatesThenKills()
{
    QFETCH(QString, script);
    m_limits.cancel = m_limits.terminate = milliseconds(200);
    const CancelToken cancel;
    cancel.cancel();
    const auto done = runScript(script.toStdString(), cancel);
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
}

// The worker's parent is the thread that started it: when that ends, the worker is told to.
void TestJobClient::killDoesNotAsk()
{
    m_limits.cancel = std::chrono::hours(1);
    m_request.kill.cancel();
    const auto done = runScript(kStarts + "hang");
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
}

// The worker goes on after runJob() has returned; its pid is known, so that it can be followed.
void TestJobClient::workerIsLeftAlone()
{
    std::int64_t pid = 0;
    m_request.onStarted = [&pid](std::int64_t id) { pid = id; };
    m_request.detach.cancel();
    const auto done = runScript(kStarts + R"(expect detach
say {"type":"detached","id":"j"}
hang)");
    QVERIFY2(done, done ? "" : done.error().sentence().c_str());
    QCOMPARE(*done, JobEnd::Detached);
    QVERIFY(pid > 0);
    QVERIFY(isWorking({pid, m_request.worker.errorLog}));
    QCOMPARE(::kill(static_cast<pid_t>(pid), SIGKILL), 0);
    QTRY_VERIFY(!isWorking({pid, m_request.worker.errorLog}));
    ::waitpid(static_cast<pid_t>(pid), nullptr, 0);
}

void TestJobClient::workerThatCannotBeLeftIsStopped()
{
    m_limits.cancel = milliseconds(200);
    m_request.detach.cancel();
    const auto done = runScript(kStarts + R"(expect cancel
say {"type":"finished","id":"j","status":"cancelled"}
)");
    QVERIFY(!done);
    QCOMPARE(done.error().code, ErrorCode::Cancelled);
}

void TestJobClient::workerDiesWithItsClient()
{
    const std::string path = m_folder.filePath("script").toStdString();
    std::ofstream(path) << "say {\"type\":\"heartbeat\"}\nhang";
    std::unique_ptr<WorkerProcess> worker;
    std::thread([&] {
        auto started = WorkerProcess::start({.program = FAKE_WORKER, .arguments = {path}});
        if (started) {
            worker = std::move(*started);
            worker->readLine(milliseconds(5000));
        }
    }).join();
    QVERIFY(worker);
    QVERIFY(worker->waitForExit(milliseconds(5000)));
    QVERIFY(worker->howItEnded().find("signal 15") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestJobClient)
#include "tst_job_client.moc"
