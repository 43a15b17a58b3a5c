#include <QTemporaryDir>
#include <QtTest>

#include "tests/e2e/program.h"

namespace {

QString shared(const char *path)
{
    return QString::fromStdString((tests::dataDir() / path).string());
}

QJsonObject protocolOf(const QJsonObject &comparison, const QString &name)
{
    for (const QJsonValue &entry : comparison["protocols"].toArray()) {
        if (entry["protocol"] == name) {
            return entry.toObject();
        }
    }
    return {};
}

} // namespace

// The commands of the analysis on files, as a shell runs them; the larger part on real annotations.
class TestCliAnalysis : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everyProtocolSideBySide();
    void kitReadsTheTextFolder();
    void ambiguousBesideOthers();
    void videoListsHaveTheirSizes_data();
    void videoListsHaveTheirSizes();

private:
    static QJsonObject talo(QStringList arguments)
    {
        tests::Program program("talo", arguments << "--json");
        program.finishWithin(60);
        if (program.exitCode() != 0) {
            QTest::qFail(program.errors(), __FILE__, __LINE__);
        }
        return program.json();
    }
    QString file(const char *name, const QByteArray &content) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write a test file");
        }
        return file.fileName();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliAnalysis::initTestCase()
{
    if (!QFile::exists(shared("annotations/ftcl_gt.json"))) {
        QSKIP(qPrintable("no " + shared("annotations/ftcl_gt.json")));
    }
}

void TestCliAnalysis::everyProtocolSideBySide()
{
    const QStringList files = {"--gt", shared("annotations/ftcl_gt.json"), "--predictions",
                               shared("outputs/pmil_base_proposals_train.json")};
    const QJsonObject all = talo(QStringList{"evaluate"} << files << "--protocol"
                                                         << "all");
    QCOMPARE(all["protocols"].toArray().size(), 6);
    for (const char *name : {"thumos14-evalkit", "detad", "mmaction2", "actionformer"}) {
        const QJsonObject row = protocolOf(all, name);
        const QJsonObject alone =
            talo(QStringList{"evaluate"} << files << "--protocol" << name << "--tiou"
                                         << "0.1:0.1:0.7");
        QCOMPARE(row["map"].toArray(), alone["map"].toArray());
        double sum = protocolOf(all, "activitynet")["average_map"].toDouble();
        for (const QJsonValue &effect : row["effects"].toArray()) {
            sum += effect["change"].toDouble();
        }
        QVERIFY(qAbs(sum - row["average_map"].toDouble()) < 1e-12);
    }
    QCOMPARE(protocolOf(all, "fustal")["map"], protocolOf(all, "activitynet")["map"]);
}

void TestCliAnalysis::kitReadsTheTextFolder()
{
    const QStringList predictions = {"--predictions",
                                     shared("outputs/pmil_base_proposals_train.json"), "--protocol",
                                     "thumos14-evalkit"};
    const QJsonObject folder =
        talo(QStringList{"evaluate", "--gt", shared("annotations/thumos14_txt")} << predictions);
    QCOMPARE(folder["subset"].toString(), "validation");
    QCOMPARE(folder["gt_instances"].toInt(), 3007);
    QVERIFY(folder["warnings"].toVariant().toStringList().join(' ').contains("touch ambiguous"));
    // The same without the ambiguous segments is lower: they only excuse.
    const QJsonObject without =
        talo(QStringList{"evaluate", "--gt", shared("annotations/ftcl_gt.json")} << predictions);
    QVERIFY(without["average_map"].toDouble() < folder["average_map"].toDouble());
    const QJsonObject beside =
        talo(QStringList{"evaluate", "--gt", shared("annotations/ftcl_gt.json"), "--ambiguous",
                         shared("annotations/thumos14_txt/val/Ambiguous_val.txt")}
             << predictions);
    QVERIFY(qAbs(beside["average_map"].toDouble() - folder["average_map"].toDouble()) < 1e-9);
}

void TestCliAnalysis::ambiguousBesideOthers()
{
    const QString truth = file("gt.json", R"({"database": {"A": {"subset": "test", "annotations": [
        {"segment": [0, 10], "label": "jump"}]}}})");
    const QString predictions = file("p.json", R"({"results": {"A": [
        {"label": "jump", "score": 0.9, "segment": [20, 30]},
        {"label": "jump", "score": 0.8, "segment": [0, 10]}],
        "B": [{"label": "jump", "score": 0.95, "segment": [0, 5]}]}})");
    const QStringList arguments = {"evaluate",         "--gt",      truth,
                                   "--predictions",    predictions, "--protocol",
                                   "thumos14-evalkit", "--tiou",    "0.5"};
    QCOMPARE(talo(arguments)["average_map"].toDouble(), 1.0 / 3.0);
    const QString any = file("any_name.txt", "A 25 26\nB 1 2\n");
    const QJsonObject with = talo(arguments + QStringList{"--ambiguous", any});
    QCOMPARE(with["average_map"].toDouble(), 1.0);
    QCOMPARE(with["videos"].toInt(), 2);
    const QString json = file("amb.json", R"({"database": {"A": {"subset": "test",
        "annotations": [{"segment": [25, 26], "label": "Ambiguous"}]}}})");
    QCOMPARE(talo(arguments + QStringList{"--ambiguous", json})["average_map"].toDouble(), 0.5);
    tests::Program broken("talo", arguments + QStringList{"--ambiguous", file("b.txt", "A 1 x\n")});
    broken.finishWithin(10);
    QCOMPARE(broken.exitCode(), 3);
    QVERIFY2(broken.errors().contains("line 1"), broken.errors());
}

void TestCliAnalysis::videoListsHaveTheirSizes_data()
{
    QTest::addColumn<int>("videos");
    QTest::addColumn<int>("instances");
    QTest::newRow("thumos14-213") << 213 << 3358;
    QTest::newRow("thumos14-212") << 212 << 3358;
    QTest::newRow("thumos14-211") << 211 << 3311;
    QTest::newRow("thumos14-210") << 210 << 3311;
}

void TestCliAnalysis::videoListsHaveTheirSizes()
{
    QFETCH(int, videos);
    QFETCH(int, instances);
    const QString predictions = file("p.json", R"({"results": {"video_test_0000004": [
        {"label": "CricketBowling", "score": 0.9, "segment": [0.2, 1.1]}]}})");
    const QJsonObject result =
        talo({"evaluate", "--gt", shared("annotations/thumos14_txt"), "--predictions", predictions,
              "--videos", QTest::currentDataTag()});
    QCOMPARE(result["videos"].toInt(), videos);
    QCOMPARE(result["gt_instances"].toInt(), instances);
    QCOMPARE(result["video_list"].toString(), QString(QTest::currentDataTag()));
}

QTEST_GUILESS_MAIN(TestCliAnalysis)
#include "tst_cli_analysis.moc"
