#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

// The worker's session with jobs whose threads report at once.
class TestWorkerSession : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void everyMessageArrivesInOrder();
    void jobsFollowEachOther();
    void cancelStopsTheJob();
    void endOfInputStopsTheJob();
    void signalStopsTheJob();
    void jobThatDoesNotStopIsLeft_data();
    void jobThatDoesNotStopIsLeft();
    void failureIsToldOnce();

private:
    void say(const QByteArray &line) { m_worker->write(line + '\n'); }
    void start(const char *id, const char *job)
    {
        say(QJsonDocument(
                QJsonObject{{"type", "run"}, {"id", id}, {"manifest", m_folder->filePath(job)}})
                .toJson(QJsonDocument::Compact));
    }
    // Reads messages up to the next of this type; what was read is in m_heard.
    QJsonObject hear(const QString &type);
    // Waits for the end of the program, which must not have complained.
    void verifyEnd(int exitCode);
    qsizetype countOf(const char *type) const
    {
        return std::count_if(m_heard.begin(), m_heard.end(),
                             [&](const auto &message) { return message["type"] == type; });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_worker;
    QList<QJsonObject> m_heard;
};

void TestWorkerSession::init()
{
    m_heard.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_worker = std::make_unique<QProcess>();
    m_worker->start(SESSION_WORKER, QStringList());
    QVERIFY(m_worker->waitForStarted());
    QCOMPARE(hear("hello")["protocol"].toInt(), 1);
    say(R"({"type":"hello","protocol":1})");
}

void TestWorkerSession::cleanup()
{
    m_worker->kill();
    m_worker->waitForFinished();
}

QJsonObject TestWorkerSession::hear(const QString &type)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 60'000) {
        while (m_worker->canReadLine()) {
            const QJsonObject message = QJsonDocument::fromJson(m_worker->readLine()).object();
            m_heard.append(message);
            if (message["type"] == type || message.isEmpty()) {
                return message;
            }
        }
        m_worker->waitForReadyRead(100);
    }
    return {};
}

void TestWorkerSession::verifyEnd(int exitCode)
{
    QVERIFY(m_worker->waitForFinished(60'000));
    QCOMPARE(m_worker->exitStatus(), QProcess::NormalExit);
    const QByteArray errors = m_worker->readAllStandardError();
    QVERIFY2(!errors.contains("ThreadSanitizer") && !errors.contains("AddressSanitizer"),
             errors.constData());
    QCOMPARE(m_worker->exitCode(), exitCode);
}

void TestWorkerSession::everyMessageArrivesInOrder()
{
    start("j1", "job");
    QCOMPARE(hear("finished")["status"].toString(), QString("ok"));
    QCOMPARE(countOf("finished"), 1);
    QCOMPARE(countOf("accepted"), 1);
    QVERIFY(countOf("heartbeat") > 0); // however short the job, it tells its memory
    QHash<QString, int> next;
    for (const QJsonObject &message : m_heard) {
        if (message["type"] == "metric") {
            QCOMPARE(message["step"].toInt(), next[message["name"].toString()]++);
        }
    }
    QCOMPARE(next.size(), 4);
    for (const int count : next) {
        QCOMPARE(count, 1000);
    }

    // The file holds what was said, and the greetings and the request before it.
    QFile events(m_folder->filePath("events.jsonl"));
    QVERIFY(events.open(QIODevice::ReadOnly));
    QByteArrayList types;
    for (const QByteArray &line : events.readAll().trimmed().split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        QVERIFY2(!event["at"].toString().isEmpty(), line.constData());
        types << event["type"].toString().toUtf8();
    }
    QCOMPARE(types.count("metric"), 4000);
    QCOMPARE(types.first(), QByteArray("hello"));
    QCOMPARE(types.last(), QByteArray("finished"));
    QCOMPARE(types.count("run"), 1);
}

void TestWorkerSession::jobsFollowEachOther()
{
    for (const char *id : {"a", "b", "c"}) {
        start(id, "job");
        const QJsonObject finished = hear("finished");
        QCOMPARE(finished["id"].toString(), QString(id));
        QCOMPARE(finished["status"].toString(), QString("ok"));
    }
    say(R"({"type":"shutdown"})");
    verifyEnd(0);
}

void TestWorkerSession::cancelStopsTheJob()
{
    start("j1", "endless");
    QVERIFY(!hear("metric").isEmpty());
    say(R"({"type":"ping","id":"p"})");
    say(R"({"type":"cancel","id":"j1"})");
    QCOMPARE(hear("finished")["status"].toString(), QString("cancelled"));
    say(R"({"type":"shutdown"})");
    verifyEnd(0);
}

void TestWorkerSession::endOfInputStopsTheJob()
{
    start("j1", "endless");
    QVERIFY(!hear("metric").isEmpty());
    m_worker->closeWriteChannel();
    QCOMPARE(hear("finished")["status"].toString(), QString("cancelled"));
    verifyEnd(0);
}

void TestWorkerSession::signalStopsTheJob()
{
    start("j1", "endless");
    QVERIFY(!hear("metric").isEmpty());
    m_worker->terminate();
    QCOMPARE(hear("finished")["status"].toString(), QString("cancelled"));
    verifyEnd(0);
}

void TestWorkerSession::jobThatDoesNotStopIsLeft_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("status");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("cancel") << "cancel"
                            << "cancelled" << 130;
    QTest::newRow("shutdown") << "shutdown"
                              << "cancelled" << 130;
    QTest::newRow("end of input") << "end"
                                  << "cancelled" << 130;
    QTest::newRow("signal") << "signal"
                            << "cancelled" << 130;
    QTest::newRow("nonsense") << "nonsense"
                              << "failed" << 1;
}

// Its threads go on reporting, and nothing of that follows `finished`.
void TestWorkerSession::jobThatDoesNotStopIsLeft()
{
    QFETCH(QString, how);
    QFETCH(QString, status);
    QFETCH(int, exitCode);
    start("j1", "deaf");
    QVERIFY(!hear("metric").isEmpty());
    if (how == "cancel") {
        say(R"({"type":"cancel","id":"j1"})");
    } else if (how == "shutdown") {
        say(R"({"type":"shutdown"})");
    } else if (how == "end") {
        m_worker->closeWriteChannel();
    } else if (how == "signal") {
        m_worker->terminate();
    } else {
        for (int i = 0; i < 20; ++i) {
            say("nonsense");
        }
    }
    QCOMPARE(hear("finished")["status"].toString(), status);
    verifyEnd(exitCode);
    QVERIFY(m_worker->readAllStandardOutput().isEmpty());

    QFile events(m_folder->filePath("events.jsonl"));
    QVERIFY(events.open(QIODevice::ReadOnly));
    const QByteArrayList lines = events.readAll().trimmed().split('\n');
    QCOMPARE(QJsonDocument::fromJson(lines.last()).object()["type"].toString(),
             QString("finished"));
}

void TestWorkerSession::failureIsToldOnce()
{
    start("j1", "broken");
    const QJsonObject finished = hear("finished");
    QCOMPARE(finished["status"].toString(), QString("failed"));
    QCOMPARE(countOf("error"), 1);
    say(R"({"type":"shutdown"})");
    verifyEnd(0);
}

QTEST_GUILESS_MAIN(TestWorkerSession)
#include "tst_worker_session.moc"
