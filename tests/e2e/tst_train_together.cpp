#include <cmath>
#include <csignal>

#include <QTemporaryDir>
#include <QtTest>

#include "tests/e2e/program.h"
#include "tests/e2e/tiny_training.h"
#include "tests/support/tiny_data_set.h"

using tests::Program;

namespace {

// Values of a series in events.jsonl, by step.
QMap<qint64, double> seriesOf(const QString &runFolder, const QString &name)
{
    QMap<qint64, double> values;
    for (const QJsonObject &event :
         tests::jsonLines(tests::fileContent(runFolder + "/events.jsonl"))) {
        if (event["type"] == "metric" && event["name"] == name) {
            values[event["step"].toInteger()] = event["value"].toDouble();
        }
    }
    return values;
}

// Rounding differs, and training makes more of it step by step.
void compareLosses(const QString &left, const QString &right, const QString &name)
{
    const QMap<qint64, double> a = seriesOf(left, name);
    const QMap<qint64, double> b = seriesOf(right, name);
    QVERIFY(a.size() > 2);
    QCOMPARE(a.keys(), b.keys());
    for (auto entry = a.begin(); entry != a.end(); ++entry) {
        const double other = b[entry.key()];
        const double share = entry.key() <= 1 ? 1e-5 : 0.02;
        QVERIFY2(std::abs(entry.value() - other) <= share * std::abs(other),
                 qPrintable(QString("%1, step %2: %3 and %4")
                                .arg(name)
                                .arg(entry.key())
                                .arg(entry.value())
                                .arg(other)));
    }
}

} // namespace

// Several processes of this machine train one run, as a user starts them.
class TestTrainTogether : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void learnsWhatOneProcessLearns_data();
    void learnsWhatOneProcessLearns();
    void aLostProcessIsToldAndResumed_data();
    void aLostProcessIsToldAndResumed();
    void interruptStopsAll();
    void aLauncherStartsThem();

private:
    QString runDir(const QString &name) const { return m_folder.filePath(name); }
    QStringList training(const QString &name, const QStringList &more) const
    {
        return tests::tinyTraining(m_folder.filePath("data"), runDir(name), more);
    }
    // Starts it and waits for the file in its run folder; the worker's pid.
    qint64 runUntil(const QString &file, Program &talo, const QString &run) const;

    QTemporaryDir m_folder;
};

void TestTrainTogether::initTestCase()
{
    tests::makeTinyDataSet(m_folder.filePath("data").toStdString());
    Program talo("talo", training("alone", {}));
    talo.finishWithin(300);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
}

void TestTrainTogether::learnsWhatOneProcessLearns_data()
{
    QTest::addColumn<QString>("ranks");
    QTest::newRow("two") << "2";
    QTest::newRow("four") << "4";
}

void TestTrainTogether::learnsWhatOneProcessLearns()
{
    QFETCH(QString, ranks);
    Program talo("talo", training("together" + ranks, {"--ranks", ranks}));
    talo.finishWithin(300);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    for (const char *name : {"generator.loss.total", "student.loss"}) {
        compareLosses(runDir("alone"), runDir("together" + ranks), name);
    }
    for (const char *file : {"stage1/proposals.json", "stage2/pseudo_labels.json",
                             "stage3/predictions.json", "metrics.json"}) {
        QVERIFY(QFile::exists(runDir("together" + ranks) + "/" + file));
    }
}

qint64 TestTrainTogether::runUntil(const QString &file, Program &talo, const QString &run) const
{
    talo.start();
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(runDir(run) + "/" + file) && timer.elapsed() < 200000) {
        talo.waitForFinished(5);
    }
    const QList<qint64> children = tests::childrenOf(talo.processId());
    return children.size() == 1 ? children.first() : 0;
}

void TestTrainTogether::aLostProcessIsToldAndResumed_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("in the generator") << "stage1/resume.pt";
    QTest::newRow("in the student") << "stage3/resume.pt";
}

void TestTrainTogether::aLostProcessIsToldAndResumed()
{
    QFETCH(QString, file);
    const QString run = file.left(6) + "-lost";
    Program talo("talo", training(run, {"--ranks", "3"}));
    const qint64 worker = runUntil(file, talo, run);
    const QList<qint64> followers = tests::childrenOf(worker);
    QCOMPARE(followers.size(), 2);
    QCOMPARE(::kill(static_cast<pid_t>(followers.last()), SIGKILL), 0);
    QVERIFY(talo.waitForFinished(60000));
    QCOMPARE(talo.exitCode(), 1);
    const QByteArray errors = talo.readAllStandardError();
    QVERIFY2(errors.contains("another process of this training is gone"), errors.constData());
    QVERIFY2(errors.contains("--resume"), errors.constData());
    QVERIFY(!QFile::exists(runDir(run) + "/metrics.json"));

    Program resumed("talo", {"train", "--resume", runDir(run), "--ranks", "2", "--json"});
    resumed.finishWithin(300);
    QVERIFY2(resumed.exitCode() == 0, resumed.errors().constData());
    compareLosses(runDir("alone"), runDir(run), "student.loss");
}

void TestTrainTogether::interruptStopsAll()
{
    Program talo("talo", training("stopped", {"--ranks", "2"}));
    const qint64 worker = runUntil("stage1/resume.pt", talo, "stopped");
    const QList<qint64> followers = tests::childrenOf(worker);
    QCOMPARE(followers.size(), 1);
    QCOMPARE(::kill(static_cast<pid_t>(talo.processId()), SIGINT), 0);
    QVERIFY(talo.waitForFinished(60000));
    QCOMPARE(talo.exitCode(), 130);
    QVERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(followers.first())));
}

// Each process has its place from the environment, as torchrun, srun and mpirun give it.
void TestTrainTogether::aLauncherStartsThem()
{
    Program prepared("talo", training("launched", {"--stages", "generator"}));
    prepared.finishWithin(300);
    QCOMPARE(prepared.exitCode(), 0);
    QVERIFY(QDir(runDir("launched") + "/stage1").removeRecursively());

    Program leader("taloscope-worker", {"run", runDir("launched") + "/job.json"});
    Program follower("taloscope-worker", {"run", runDir("launched") + "/job.json"});
    int rank = 0;
    for (Program *one : {&leader, &follower}) {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("OMPI_COMM_WORLD_RANK", QString::number(rank));
        environment.insert("OMPI_COMM_WORLD_LOCAL_RANK", QString::number(rank));
        environment.insert("OMPI_COMM_WORLD_SIZE", "2");
        environment.insert("OMPI_COMM_WORLD_LOCAL_SIZE", "2");
        environment.insert("MASTER_PORT", "29617");
        one->setProcessEnvironment(environment);
        one->start();
        ++rank;
    }
    QVERIFY(leader.waitForFinished(120000));
    QVERIFY(follower.waitForFinished(20000));
    QCOMPARE(leader.exitCode(), 0);
    QCOMPARE(follower.exitCode(), 0);
    QCOMPARE(tests::jsonLines(leader.readAllStandardOutput()).last()["status"].toString(),
             QString("ok"));
    QVERIFY(follower.readAllStandardOutput().isEmpty());
    compareLosses(runDir("alone"), runDir("launched"), "generator.loss.total");
}

QTEST_GUILESS_MAIN(TestTrainTogether)
#include "tst_train_together.moc"
