#include <QJsonArray>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/e2e/program.h"
#include "tests/e2e/tiny_training.h"
#include "tests/support/tiny_data_set.h"

using tests::Program;

namespace {

// A few steps of each phase.
const QStringList kShort = {"fustal.steps=8", "student.pseudo_label_epochs=2",
                            "student.teacher_epochs=2"};
const QStringList kCard = {"runtime.device=cuda", "runtime.amp=false"};

} // namespace

// The worker with --device cuda where there is no card, on the stand-in (tests/support): every
// tensor is where an operation wants it, and memory that runs out on the card is survived. What
// CUDA's own kernels compute, `taloscope-worker selftest --device cuda` tells on a machine that has
// a card.
class TestCard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void isSeen();
    void passesTheSelfTest();
    void trainsAsOnTheCpu_data();
    void trainsAsOnTheCpu();
    void trainsWithMixedPrecision_data();
    void trainsWithMixedPrecision();
    void survivesMemoryThatRunsOut_data();
    void survivesMemoryThatRunsOut();
    void failsInOrderWhereNothingFits();
    void isSharedByTwoProcesses();

private:
    QString runDir(const QString &name) const { return m_folder.filePath(name); }
    // Sets what the program needs to find the card; `bytes` of memory, 0: as much as there is.
    static void giveCard(Program &program, qint64 bytes = 0)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_LIBRARY_PATH", STAND_IN_CARD);
        if (bytes > 0) {
            environment.insert("TALOSCOPE_CARD_BYTES", QString::number(bytes));
        }
        program.setProcessEnvironment(environment);
    }
    QStringList training(const QString &name, const QStringList &settings) const
    {
        QStringList arguments = tests::tinyTraining(m_folder.filePath("data"), runDir(name));
        for (const QString &setting : kShort + settings) {
            arguments << "--set" << setting;
        }
        return arguments;
    }
    QByteArray result(const QString &name, const char *file) const
    {
        return tests::fileContent(runDir(name) + "/" + file);
    }
    // The messages of a run's log that hold a text.
    QStringList messages(const QString &name, const QString &text) const
    {
        QStringList found;
        for (const QJsonObject &event : tests::jsonLines(result(name, "events.jsonl"))) {
            if (event["text"].toString().contains(text)) {
                found << event["text"].toString();
            }
        }
        return found;
    }

    // The first value of every series that a run reported.
    QMap<QString, double> firstMetrics(const QString &name) const
    {
        QMap<QString, double> first;
        for (const QJsonObject &event : tests::jsonLines(result(name, "events.jsonl"))) {
            if (event["type"] == "metric" && !first.contains(event["name"].toString())) {
                first.insert(event["name"].toString(), event["value"].toDouble());
            }
        }
        return first;
    }

    QTemporaryDir m_folder;
};

namespace {

// Small ones of every generator.
void addGenerators()
{
    QTest::addColumn<QStringList>("settings");
    QTest::newRow("fustal") << QStringList{};
    QTest::newRow("sal") << QStringList{"generator=sal", "sal.segments=24", "sal.embed_dim=8",
                                        "sal.steps=12", "sal.batch_size=4"};
    QTest::newRow("ftcl") << QStringList{
        "generator=ftcl",        "ftcl.segments=24",  "ftcl.embed_dim=16",
        "ftcl.projection_dim=4", "ftcl.lcs_length=6", "ftcl.fsd_length=3",
        "ftcl.base_steps=6",     "ftcl.steps=6",      "ftcl.batch_size=4"};
}

} // namespace

void TestCard::initTestCase()
{
    tests::makeTinyDataSet(m_folder.filePath("data").toStdString());
}

void TestCard::isSeen()
{
    Program probe("taloscope-worker", {"probe"});
    giveCard(probe);
    probe.finishWithin(60);
    QCOMPARE(probe.exitCode(), 0);
    QVERIFY2(probe.output().contains("cuda:0"), probe.output().constData());
}

void TestCard::passesTheSelfTest()
{
    Program selfTest("taloscope-worker", {"selftest", "--device", "cuda"});
    giveCard(selfTest);
    selfTest.finishWithin(120);
    QVERIFY2(selfTest.exitCode() == 0, selfTest.output() + selfTest.errors());
    QVERIFY(selfTest.output().contains("on cuda:0"));
}

void TestCard::trainsAsOnTheCpu_data()
{
    addGenerators();
}

// The arithmetic is the CPU's, in another order here and there: the first losses are the same.
// Later ones part, as Adam's first steps have the sign of gradients that may be next to nothing.
void TestCard::trainsAsOnTheCpu()
{
    QFETCH(QStringList, settings);
    const QString name = QTest::currentDataTag();
    Program cpu("talo", training(name + "-cpu", settings));
    cpu.finishWithin(300);
    QVERIFY2(cpu.exitCode() == 0, cpu.errors().constData());
    Program card("talo", training(name + "-card", settings + kCard));
    giveCard(card);
    card.finishWithin(600);
    QVERIFY2(card.exitCode() == 0, card.errors().constData());
    QVERIFY(!messages(name + "-card", "computing on cuda:0").isEmpty());
    const QMap<QString, double> expected = firstMetrics(name + "-cpu");
    const QMap<QString, double> actual = firstMetrics(name + "-card");
    QVERIFY(expected.contains("generator.loss.total") && expected.contains("student.loss"));
    for (auto series = expected.begin(); series != expected.end(); ++series) {
        if (series.key().startsWith("generator.loss") || series.key().startsWith("student.loss")) {
            const double difference = std::abs(actual[series.key()] - series.value());
            QVERIFY2(difference <= 0.02 * std::abs(series.value()), qPrintable(series.key()));
        }
    }
}

void TestCard::trainsWithMixedPrecision_data()
{
    addGenerators();
}

void TestCard::trainsWithMixedPrecision()
{
    QFETCH(QStringList, settings);
    const QString name = QString(QTest::currentDataTag()) + "-mixed";
    Program talo("talo",
                 training(name, settings + QStringList{"runtime.device=cuda", "runtime.amp=true"}));
    giveCard(talo);
    talo.finishWithin(600);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QVERIFY(!result(name, "stage3/predictions.json").isEmpty());
}

void TestCard::survivesMemoryThatRunsOut_data()
{
    QTest::addColumn<QStringList>("settings");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("generator") << QStringList{"fustal.segments=2000"} << qint64(6'000'000);
    QTest::newRow("student") << QStringList{"student.max_sequence=960"} << qint64(24'000'000);
}

void TestCard::survivesMemoryThatRunsOut()
{
    QFETCH(QStringList, settings);
    QFETCH(qint64, bytes);
    const QString name = QString(QTest::currentDataTag()) + "-short";
    Program talo("talo", training(name, settings + kCard));
    giveCard(talo, bytes);
    talo.finishWithin(600);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QVERIFY(!messages(name, "batches of 4 videos are now computed").isEmpty());
    QVERIFY(!result(name, "stage3/predictions.json").isEmpty());
}

void TestCard::failsInOrderWhereNothingFits()
{
    Program talo("talo", training("none", kCard));
    giveCard(talo, 20'000);
    talo.finishWithin(300);
    QCOMPARE(talo.exitCode(), 1);
    QVERIFY2(talo.errors().contains("out of memory"), talo.errors().constData());
}

void TestCard::isSharedByTwoProcesses()
{
    Program talo("talo", training("two", kCard) + QStringList{"--ranks", "2"});
    giveCard(talo);
    talo.finishWithin(600);
    QVERIFY2(talo.exitCode() == 0, talo.errors().constData());
    QVERIFY(!result("two", "stage3/predictions.json").isEmpty());
}

QTEST_GUILESS_MAIN(TestCard)
#include "tst_card.moc"
