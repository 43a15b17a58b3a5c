#include <array>
#include <csignal>
#include <fstream>
#include <limits>

#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "core/data/npy_file.h"

#include "tests/e2e/program.h"
#include "tests/e2e/tiny_training.h"
#include "tests/support/tiny_data_set.h"

using tests::Program;

namespace {

// What must be the same for the same seed.
const QStringList kResults = {
    "stage1/checkpoint.pt", "stage1/proposals.json",     "stage1/curves/index.json",
    "stage1/curves/v0.npy", "stage2/pseudo_labels.json", "stage2/filter_decisions.json",
    "stage3/checkpoint.pt", "stage3/predictions.json",   "metrics.json"};

} // namespace

// `talo train` with the real worker on files, as a user runs it.
class TestTrainFiles : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void trainsEndToEnd();
    void sameSeedGivesTheSameBytes();
    void stagesOneByOneGiveTheSameBytes();
    void killedWorkerResumesToTheSameBytes_data();
    void killedWorkerResumesToTheSameBytes();
    void interruptStopsAndResumes();
    void hangUpStopsInOrder();
    void othersRunIsNoneToResume();
    void badInputIsRefused_data();
    void badInputIsRefused();
    void badFeaturesAreRefused_data();
    void badFeaturesAreRefused();
    void resumeKeepsItsConfiguration();
    void densityBeforeNms();
    void unwritableFolderIsNamed();
    void fullDiskIsNamed();

private:
    QString runDir(const QString &name) const { return m_folder.filePath(name); }
    QStringList training(const QString &name, const QStringList &more = {}) const
    {
        return tests::tinyTraining(m_folder.filePath("data"), runDir(name), more);
    }
    void compareResults(const QString &left, const QString &right) const;
    // Runs talo until `file` exists in the run folder, then sends the signal: to talo itself, or
    // to its worker.
    void stopWhen(const QString &file, Program &talo, const QString &run, int signal,
                  bool isForWorker) const;

    QTemporaryDir m_folder;
};

void TestTrainFiles::initTestCase()
{
    tests::makeTinyDataSet(m_folder.filePath("data").toStdString());
    Program talo("talo", training("reference"));
    talo.finishWithin(300);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QFile report(m_folder.filePath("report.json"));
    QVERIFY(report.open(QIODevice::WriteOnly));
    report.write(talo.output());
}

void TestTrainFiles::compareResults(const QString &left, const QString &right) const
{
    for (const QString &name : kResults) {
        const QByteArray content = tests::fileContent(runDir(left) + "/" + name);
        QVERIFY2(!content.isEmpty(), qPrintable(name));
        QVERIFY2(content == tests::fileContent(runDir(right) + "/" + name), qPrintable(name));
    }
}

void TestTrainFiles::trainsEndToEnd()
{
    const QByteArray output = tests::fileContent(m_folder.filePath("report.json"));
    QCOMPARE(output.count('\n'), 1);
    const QJsonObject report = QJsonDocument::fromJson(output).object();
    QCOMPARE(report["status"].toString(), QString("ok"));
    QCOMPARE(report["run_folder"].toString(), runDir("reference"));
    const QJsonObject test = report["metrics"]["test"].toObject();
    QVERIFY2(test["generator"]["average_map"].toDouble() > 0.15, output.constData());
    QVERIFY2(test["student"]["average_map"].toDouble() > 0.15, output.constData());
    QCOMPARE(test["generator"]["map"].toArray().size(), 7);
    QVERIFY(report["metrics"]["training"]["pseudo_labels"]["recall"].toDouble() > 0.2);
    const double peakGib = report["peak_memory_gib"].toDouble();
    QVERIFY2(peakGib > 0.01 && peakGib < 4.0, output.constData());

    for (const QString &name : kResults) {
        QVERIFY2(QFile::exists(runDir("reference") + "/" + name), qPrintable(name));
    }
    const QJsonObject job =
        QJsonDocument::fromJson(tests::fileContent(runDir("reference") + "/job.json")).object();
    QCOMPARE(job["seed"].toInt(), 3);
    QCOMPARE(job["config"]["fustal"]["steps"].toInt(), 60);
    QVERIFY(!job["code_version"].toString().isEmpty());
    QVERIFY(job["inputs"].toArray().size() >= 14); // features and both ground truths

    const auto events = tests::jsonLines(tests::fileContent(runDir("reference") + "/events.jsonl"));
    QVERIFY(events.size() > 20);
    QCOMPARE(events[0]["type"].toString(), QString("hello"));
    QCOMPARE(events.last()["type"].toString(), QString("finished"));
    QCOMPARE(events.last()["status"].toString(), QString("ok"));
    QSet<QString> kinds;
    for (const QJsonObject &event : events) {
        QVERIFY(!event["type"].toString().isEmpty() && !event["at"].toString().isEmpty());
        if (event["type"] == "artifact") {
            kinds.insert(event["kind"].toString());
        }
    }
    QVERIFY(kinds.contains({"checkpoint", "curves", "proposals", "pseudo_labels", "predictions"}));
}

void TestTrainFiles::sameSeedGivesTheSameBytes()
{
    Program again("talo", training("again"));
    again.finishWithin(300);
    QCOMPARE(again.exitCode(), 0);
    compareResults("reference", "again");

    QStringList other = training("other", {"--stages", "generator"});
    other[other.indexOf("--seed") + 1] = "4";
    Program different("talo", other);
    different.finishWithin(300);
    QCOMPARE(different.exitCode(), 0);
    QVERIFY(tests::fileContent(runDir("other") + "/stage1/proposals.json") !=
            tests::fileContent(runDir("reference") + "/stage1/proposals.json"));
}

void TestTrainFiles::stagesOneByOneGiveTheSameBytes()
{
    Program first("talo", training("steps", {"--stages", "generator"}));
    first.finishWithin(300);
    QCOMPARE(first.exitCode(), 0);
    QVERIFY(!QFile::exists(runDir("steps") + "/stage2"));
    for (const char *stage : {"filter", "student"}) {
        Program next("talo", {"train", "--resume", runDir("steps"), "--stages", stage, "--json"});
        next.finishWithin(300);
        QVERIFY2(next.exitCode() == 0, next.errors().constData());
    }
    compareResults("reference", "steps");
}

void TestTrainFiles::stopWhen(const QString &file, Program &talo, const QString &run, int signal,
                              bool isForWorker) const
{
    talo.start();
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(runDir(run) + "/" + file)) {
        QVERIFY2(talo.state() != QProcess::NotRunning || timer.elapsed() < 1000,
                 "talo ended early");
        QVERIFY2(timer.elapsed() < 200000, "the file does not appear");
        talo.waitForFinished(5);
    }
    qint64 pid = talo.processId();
    if (isForWorker) {
        const QList<qint64> children = tests::childrenOf(pid);
        QCOMPARE(children.size(), 1);
        pid = children.first();
    }
    QCOMPARE(::kill(static_cast<pid_t>(pid), signal), 0);
    QVERIFY(talo.waitForFinished(60000));
}

void TestTrainFiles::killedWorkerResumesToTheSameBytes_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("in the generator") << "stage1/resume.pt";
    QTest::newRow("in the student") << "stage3/resume.pt";
}

void TestTrainFiles::killedWorkerResumesToTheSameBytes()
{
    QFETCH(QString, file);
    const QString run = file.left(6) + "-killed";
    Program talo("talo", training(run));
    stopWhen(file, talo, run, SIGKILL, true);
    QCOMPARE(talo.exitCode(), 1);
    const QByteArray errors = talo.readAllStandardError();
    QVERIFY2(errors.contains("signal 9"), errors.constData());
    QVERIFY2(errors.contains("--resume"), errors.constData());
    QVERIFY(!QFile::exists(runDir(run) + "/metrics.json"));

    Program resumed("talo", {"train", "--resume", runDir(run), "--json"});
    resumed.finishWithin(300);
    QVERIFY2(resumed.exitCode() == 0, resumed.errors().constData());
    compareResults("reference", run);
}

void TestTrainFiles::interruptStopsAndResumes()
{
    Program talo("talo", training("stopped"));
    QElapsedTimer timer;
    stopWhen("stage1/resume.pt", talo, "stopped", SIGINT, false);
    QCOMPARE(talo.exitCode(), 130);
    QVERIFY(talo.readAllStandardError().contains("--resume"));
    const auto events = tests::jsonLines(tests::fileContent(runDir("stopped") + "/events.jsonl"));
    QCOMPARE(events.last()["type"].toString(), QString("finished"));
    QCOMPARE(events.last()["status"].toString(), QString("cancelled"));
    const auto asked = std::find_if(events.begin(), events.end(),
                                    [](const auto &event) { return event["type"] == "cancel"; });
    QVERIFY(asked != events.end());
    const auto time = [](const QJsonObject &event) {
        return QDateTime::fromString(event["at"].toString(), Qt::ISODateWithMs);
    };
    QVERIFY(time(*asked).msecsTo(time(events.last())) < 3000);

    Program resumed("talo", {"train", "--resume", runDir("stopped"), "--json"});
    resumed.finishWithin(300);
    QCOMPARE(resumed.exitCode(), 0);
    compareResults("reference", "stopped");
}

// The shell that talo runs in ends, as when a connection breaks.
void TestTrainFiles::hangUpStopsInOrder()
{
    ::signal(SIGHUP, SIG_DFL); // ignored where the tests themselves run under nohup
    Program talo("talo", training("hung-up"));
    stopWhen("stage1/resume.pt", talo, "hung-up", SIGHUP, false);
    QCOMPARE(talo.exitStatus(), QProcess::NormalExit);
    QCOMPARE(talo.exitCode(), 130);
    const auto events = tests::jsonLines(tests::fileContent(runDir("hung-up") + "/events.jsonl"));
    QCOMPARE(events.last()["status"].toString(), QString("cancelled"));
}

void TestTrainFiles::othersRunIsNoneToResume()
{
    Program talo("talo", training("reference", {"--set", "nonsense=1"}));
    talo.finishWithin(60);
    QCOMPARE(talo.exitCode(), 3);
    QVERIFY2(talo.errors().contains("nonsense"), talo.errors().constData());
    QVERIFY2(!talo.errors().contains("--resume"), talo.errors().constData());
}

void TestTrainFiles::badInputIsRefused_data()
{
    QTest::addColumn<QString>("option"); // replaced in a good command, or added
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char *option, const char *value, int code, const char *words) {
        QTest::newRow(qPrintable(QString("%1 %2").arg(option, value)))
            << QString(option) << QString(value) << code << QByteArray(words);
    };
    row("--gt", "none.json", 3, "none.json");
    row("--gt", "data/features", 3, "data/features");
    row("--features", "nowhere", 3, "v0.npy");
    row("--train", "data/test.txt", 3, "training split too");
    row("--train", "nowhere.txt", 3, "neither a file nor a subset");
    row("--recipe", "fustall", 3, "fustal");
    row("--set", "fustal.stepps=3", 3, "steps");
    row("--set", "fustal.steps=-3", 3, "fustal.steps");
    row("--stages", "generator,teacher", 2, "teacher");
    row("--seed", "many", 2, "seed");
    row("--labels", "current", 2, "--labels");
    row("--worker", "/nowhere/worker", 3, "/nowhere/worker");
    row("--run-dir", "reference", 3, "--resume");
}

void TestTrainFiles::badInputIsRefused()
{
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, words);
    QStringList arguments = training("refused");
    const int at = static_cast<int>(arguments.indexOf(option));
    if (at >= 0 && option != "--set") {
        arguments[at + 1] = value;
    } else {
        arguments << option << value;
    }
    Program talo("talo", arguments);
    talo.setWorkingDirectory(m_folder.path());
    talo.finishWithin(60);
    QVERIFY2(talo.exitCode() == exitCode, talo.errors().constData());
    QVERIFY2(talo.errors().contains(words), talo.errors().constData());
    QVERIFY(!QFile::exists(runDir("refused")));
}

void TestTrainFiles::badFeaturesAreRefused_data()
{
    QTest::addColumn<QByteArray>("content"); // of one video's features
    const auto npy = [](std::int64_t rows, std::int64_t columns, float last) {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("f.npy").toStdString();
        const std::array<std::int64_t, 2> shape = {rows, columns};
        std::vector<float> values(static_cast<std::size_t>(rows * columns), 0.5F);
        values.back() = last;
        return core::data::writeNpy(path, shape, values)
                   ? tests::fileContent(QString::fromStdString(path.string()))
                   : QByteArray();
    };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("binary") << QByteArray(5000, '\x9c');
    QTest::newRow("truncated") << npy(40, 32, 0.5F).chopped(3);
    QTest::newRow("not a number") << npy(40, 32, std::numeric_limits<float>::quiet_NaN());
    QTest::newRow("infinite") << npy(40, 32, std::numeric_limits<float>::infinity());
    QTest::newRow("other width") << npy(40, 31, 0.5F);
    QTest::newRow("other order") << npy(32, 40, 0.5F);
}

void TestTrainFiles::badFeaturesAreRefused()
{
    QFETCH(QByteArray, content);
    const QString run = QString("bad-") + QTest::currentDataTag();
    const QString folder = runDir(run + "-features");
    std::filesystem::copy(m_folder.filePath("data/features").toStdString(), folder.toStdString());
    QFile bad(folder + "/v5.npy");
    QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write(content) == content.size());
    bad.close();
    QStringList arguments = training(run);
    arguments[arguments.indexOf("--features") + 1] = folder;
    Program talo("talo", arguments);
    talo.finishWithin(120);
    QVERIFY2(talo.exitCode() == 3, talo.errors().constData());
    QVERIFY2(talo.errors().contains("v5.npy"), talo.errors().constData());
    QVERIFY(!QFile::exists(runDir(run) + "/stage1/checkpoint.pt"));
}

void TestTrainFiles::resumeKeepsItsConfiguration()
{
    for (const QStringList &more : {QStringList{"--seed", "9"}, QStringList{"--set", "seed=9"},
                                    QStringList{"--gt", "gt.json"}}) {
        Program talo("talo", QStringList{"train", "--resume", runDir("reference")} + more);
        talo.finishWithin(60);
        QCOMPARE(talo.exitCode(), 2);
    }
    Program nowhere("talo", {"train", "--resume", runDir("nowhere")});
    nowhere.finishWithin(60);
    QCOMPARE(nowhere.exitCode(), 3);
}

// filter.density_stage: the run keeps what its filter counts, and `talo filter` decides the same.
void TestTrainFiles::densityBeforeNms()
{
    const QStringList setting = {"--set", "filter.density_stage=before_nms"};
    Program train("talo",
                  training("density", QStringList{"--stages", "generator,filter"} + setting));
    train.finishWithin(300);
    QVERIFY2(train.exitCode() == 0, train.errors().constData());
    const QString stage1 = runDir("density") + "/stage1/";
    QVERIFY(tests::fileContent(stage1 + "proposals_before_nms.json").size() >
            tests::fileContent(stage1 + "proposals.json").size());
    QVERIFY(!QFile::exists(runDir("reference") + "/stage1/proposals_before_nms.json"));

    const auto keptBy = [&](const QStringList &more) {
        Program filter("talo",
                       QStringList{"filter", "--json", "--proposals", stage1 + "proposals.json"} +
                           more);
        filter.finishWithin(60);
        return filter.exitCode() == 0 ? filter.json()["kept"].toInt() : -1;
    };
    const QStringList beforeNms = {"--before-nms", stage1 + "proposals_before_nms.json"};
    const int kept = keptBy(setting + beforeNms);
    const QStringList strict = {"--set", "filter.min_density=2"};
    QVERIFY(keptBy(setting + beforeNms + strict) > keptBy(strict)); // more neighbours

    // The run filtered the training videos only, the command all.
    const QJsonObject labels =
        QJsonDocument::fromJson(
            tests::fileContent(runDir("density") + "/stage2/pseudo_labels.json"))
            .object()["results"]
            .toObject();
    int trained = 0;
    for (const QJsonValue &video : labels) {
        trained += static_cast<int>(video.toArray().size());
    }
    QVERIFY(trained > 0 && trained < kept);

    // Proposals that come from elsewhere have lost what was there before NMS.
    Program elsewhere("talo", training("elsewhere", QStringList{"--stages", "filter", "--proposals",
                                                                stage1 + "proposals.json"} +
                                                        setting));
    elsewhere.finishWithin(60);
    QCOMPARE(elsewhere.exitCode(), 3);
    QVERIFY2(elsewhere.errors().contains("filter.density_stage"), elsewhere.errors().constData());
}

void TestTrainFiles::unwritableFolderIsNamed()
{
    QStringList arguments = training("unused");
    arguments[arguments.indexOf("--run-dir") + 1] = "/proc/taloscope-run";
    Program talo("talo", arguments);
    talo.finishWithin(60);
    QCOMPARE(talo.exitCode(), 1);
    QVERIFY2(talo.errors().contains("/proc/taloscope-run"), talo.errors().constData());
}

// A limit on the size of files stands for a full disk: writing fails half-way.
void TestTrainFiles::fullDiskIsNamed()
{
    QStringList command = {"trap '' XFSZ; ulimit -f 12; exec \"$0\" \"$@\"",
                           tests::programPath("talo")};
    QProcess shell;
    shell.start("bash", QStringList{"-c"} + command + training("full"));
    QVERIFY(shell.waitForFinished(120000));
    const QByteArray errors = shell.readAllStandardError();
    QVERIFY2(shell.exitCode() == 1, errors.constData());
    QVERIFY2(errors.contains("stage1") || errors.contains("events.jsonl"), errors.constData());
    QVERIFY2(errors.contains("disk") || errors.contains("too large"), errors.constData());

    Program resumed("talo", {"train", "--resume", runDir("full"), "--json"});
    resumed.finishWithin(300);
    QVERIFY2(resumed.exitCode() == 0, resumed.errors().constData());
    compareResults("reference", "full");
}

QTEST_GUILESS_MAIN(TestTrainFiles)
#include "tst_train_files.moc"
