#include <QTemporaryDir>
#include <QtTest>

#include "tests/e2e/program.h"
#include "tests/e2e/tiny_training.h"
#include "tests/support/tiny_data_set.h"

using tests::Program;

// taloscope-worker spoken to directly, line by line.
class TestWorker : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void greetsAndPings();
    void badManifestFinishesOnce();
    void jobsComeOneByOne();
    void otherProtocolIsRefused();
    void garbageIsCounted();
    void runBeforeHelloIsRefused();
    void endOfInputStopsTheJob();
    void terminateStopsTheJob();
    void runWritesTheSameMessages();
    void probeTellsTheMachine();
    void wrongUsageIsToldOnStderr();

private:
    void say(const QByteArray &line) { m_worker->write(line + '\n'); }
    // The next message of one of these types; others are kept in m_heard as well.
    QJsonObject hear(const QStringList &types);
    QByteArray runMessage(const QByteArray &id, const QString &manifest) const;

    QTemporaryDir m_folder;
    QString m_job; // a job that takes long
    std::unique_ptr<Program> m_worker;
    QList<QJsonObject> m_heard;
};

void TestWorker::initTestCase()
{
    tests::makeTinyDataSet(m_folder.filePath("data").toStdString());
    // A run folder without training: the worker is the one of /bin/false.
    Program talo("talo",
                 tests::tinyTraining(m_folder.filePath("data"), m_folder.filePath("run"),
                                     {"--worker", "/bin/false", "--set", "fustal.steps=100000"}));
    talo.finishWithin(60);
    QCOMPARE(talo.exitCode(), 1);
    m_job = m_folder.filePath("run/job.json");
    QVERIFY(QFile::exists(m_job));
}

void TestWorker::init()
{
    m_heard.clear();
    m_worker = std::make_unique<Program>("taloscope-worker", QStringList{"serve"});
    m_worker->start();
    QVERIFY(m_worker->waitForStarted());
}

void TestWorker::cleanup()
{
    m_worker->kill();
    m_worker->waitForFinished();
}

QJsonObject TestWorker::hear(const QStringList &types)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 60000) {
        while (m_worker->canReadLine()) {
            const QByteArray line = m_worker->readLine();
            const QJsonObject message = QJsonDocument::fromJson(line).object();
            if (message["type"].toString().isEmpty()) {
                return {}; // stdout holds messages and nothing else
            }
            m_heard.append(message);
            if (types.contains(message["type"].toString())) {
                return message;
            }
        }
        if (m_worker->state() == QProcess::NotRunning && !m_worker->canReadLine()) {
            return {};
        }
        m_worker->waitForReadyRead(100);
    }
    return {};
}

QByteArray TestWorker::runMessage(const QByteArray &id, const QString &manifest) const
{
    return QJsonDocument(QJsonObject{{"type", "run"}, {"id", QString(id)}, {"manifest", manifest}})
        .toJson(QJsonDocument::Compact);
}

void TestWorker::greetsAndPings()
{
    const QJsonObject hello = hear({"hello"});
    QCOMPARE(hello["protocol"].toInt(), 1);
    QVERIFY(!hello["version"].toString().isEmpty());
    QCOMPARE(hello["devices"][0]["name"].toString(), QString("cpu"));
    say(R"({"type":"hello","protocol":1,"mood":"fine"})");
    QVERIFY(hear({"log"})["text"].toString().contains("mood"));
    say(R"({"type":"weather"})");
    QVERIFY(hear({"log"})["text"].toString().contains("weather"));
    say(R"({"type":"ping","id":"p1"})");
    QJsonObject beat;
    do {
        beat = hear({"heartbeat"});
    } while (!beat.isEmpty() && !beat.contains("id"));
    QCOMPARE(beat["id"].toString(), QString("p1"));
    QVERIFY(!hear({"heartbeat"}).contains("id")); // the next one comes by itself
    say(R"({"type":"shutdown"})");
    QVERIFY(m_worker->waitForFinished(30000));
    QCOMPARE(m_worker->exitCode(), 0);
}

void TestWorker::badManifestFinishesOnce()
{
    say(R"({"type":"hello","protocol":1})");
    say(runMessage("j", m_folder.filePath("none.json")));
    QCOMPARE(hear({"accepted", "error", "finished"})["type"].toString(), QString("accepted"));
    const QJsonObject error = hear({"error", "finished"});
    QCOMPARE(error["type"].toString(), QString("error"));
    QCOMPARE(error["code"].toString(), QString("not-found"));
    const QJsonObject finished = hear({"finished"});
    QCOMPARE(finished["status"].toString(), QString("failed"));
    QVERIFY(finished["error"]["file"].toString().endsWith("none.json"));

    say(runMessage("j", m_job)); // the same id again
    const QJsonObject refused = hear({"error", "accepted"});
    QCOMPARE(refused["code"].toString(), QString("conflict"));
    QVERIFY(!refused.contains("id"));
}

void TestWorker::jobsComeOneByOne()
{
    say(R"({"type":"hello","protocol":1})");
    say(runMessage("a", m_job));
    QCOMPARE(hear({"progress"})["id"].toString(), QString("a"));
    say(runMessage("b", m_job));
    QVERIFY(hear({"error"})["text"].toString().contains("'a'"));
    say(R"({"type":"cancel","id":"b"})");
    QCOMPARE(hear({"error"})["code"].toString(), QString("not-found"));
    say(R"({"type":"cancel","id":"a"})");
    QCOMPARE(hear({"finished"})["status"].toString(), QString("cancelled"));
    say(runMessage("c", m_job)); // goes on where a stopped
    QCOMPARE(hear({"accepted", "error"})["id"].toString(), QString("c"));
    QVERIFY(hear({"progress"})["done"].toInt() > 0);
    say(R"({"type":"shutdown"})");
    QCOMPARE(hear({"finished"})["status"].toString(), QString("cancelled"));
    QVERIFY(m_worker->waitForFinished(30000));
    QVERIFY(hear({"finished"}).isEmpty());
    int ofA = 0;
    bool isOver = false;
    for (const QJsonObject &message : m_heard) {
        const bool isOfA = message["id"].toString() == "a";
        QVERIFY(!(isOfA && isOver));
        isOver = isOver || (isOfA && message["type"] == "finished");
        ofA += isOfA ? 1 : 0;
    }
    QVERIFY(ofA >= 3);
}

void TestWorker::otherProtocolIsRefused()
{
    say(R"({"type":"hello","protocol":2})");
    const QJsonObject error = hear({"error"});
    QCOMPARE(error["code"].toString(), QString("unsupported"));
    QCOMPARE(error["field"].toString(), QString("protocol"));
    QVERIFY(m_worker->waitForFinished(30000));
    QCOMPARE(m_worker->exitCode(), 3);
}

void TestWorker::garbageIsCounted()
{
    say(R"({"type":"hello","protocol":1})");
    say(runMessage("a", m_job));
    QVERIFY(!hear({"progress"}).isEmpty());
    for (int i = 0; i < 20; ++i) {
        say("Epoch 1");
    }
    const QJsonObject finished = hear({"finished"});
    QCOMPARE(finished["status"].toString(), QString("failed"));
    QCOMPARE(finished["error"]["code"].toString(), QString("worker"));
    QVERIFY(m_worker->waitForFinished(30000));
    QCOMPARE(m_worker->exitCode(), 1);
}

void TestWorker::runBeforeHelloIsRefused()
{
    say(runMessage("a", m_job));
    QVERIFY(hear({"error", "accepted"})["text"].toString().contains("hello"));
}

void TestWorker::endOfInputStopsTheJob()
{
    say(R"({"type":"hello","protocol":1})");
    say(runMessage("a", m_job));
    QVERIFY(!hear({"progress"}).isEmpty());
    m_worker->closeWriteChannel();
    QCOMPARE(hear({"finished"})["status"].toString(), QString("cancelled"));
    QVERIFY(m_worker->waitForFinished(30000));
}

void TestWorker::terminateStopsTheJob()
{
    say(R"({"type":"hello","protocol":1})");
    say(runMessage("a", m_job));
    QVERIFY(!hear({"progress"}).isEmpty());
    m_worker->terminate();
    QCOMPARE(hear({"finished"})["status"].toString(), QString("cancelled"));
    QVERIFY(m_worker->waitForFinished(30000));
}

void TestWorker::runWritesTheSameMessages()
{
    Program talo("talo", tests::tinyTraining(m_folder.filePath("data"), m_folder.filePath("once"),
                                             {"--worker", "/bin/false", "--stages", "generator",
                                              "--set", "fustal.steps=10"}));
    talo.finishWithin(60);
    Program worker("taloscope-worker", {"run", m_folder.filePath("once/job.json")});
    worker.finishWithin(120);
    QVERIFY2(worker.exitCode() == 0, worker.errors().constData());
    auto messages = tests::jsonLines(worker.output());
    auto events = tests::jsonLines(tests::fileContent(m_folder.filePath("once/events.jsonl")));
    QVERIFY(messages.size() > 3);
    QCOMPARE(messages.last()["status"].toString(), QString("ok"));
    // A heartbeat may fall before the run folder is known.
    const auto isBeat = [](const QJsonObject &message) { return message["type"] == "heartbeat"; };
    messages.removeIf(isBeat);
    events.removeIf(isBeat);
    for (QJsonObject &event : events) {
        event.remove("at");
        event.remove("from");
    }
    QVERIFY(events == messages);
}

void TestWorker::probeTellsTheMachine()
{
    Program probe("taloscope-worker", {"probe", "--json"});
    probe.finishWithin(60);
    QCOMPARE(probe.exitCode(), 0);
    QVERIFY(probe.json()["threads"].toInt() > 0);
    QVERIFY(!probe.json()["libtorch"].toString().isEmpty());
    QVERIFY(probe.json()["devices"][0]["memory_bytes"].toDouble() > 1e8);
}

void TestWorker::wrongUsageIsToldOnStderr()
{
    for (const QStringList &arguments :
         {QStringList(), QStringList{"fly"}, QStringList{"run"}, QStringList{"--nice", "99"}}) {
        Program worker("taloscope-worker", arguments);
        worker.finishWithin(60);
        QCOMPARE(worker.exitCode(), 2);
        QVERIFY(worker.output().isEmpty() && !worker.errors().isEmpty());
    }
    Program missing("taloscope-worker", {"run", m_folder.filePath("none.json")});
    missing.finishWithin(60);
    QCOMPARE(missing.exitCode(), 3);
    QVERIFY(missing.errors().contains("none.json"));
}

QTEST_GUILESS_MAIN(TestWorker)
#include "tst_worker.moc"
