#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/data/run_folder.h"
#include "core/data/run_metrics.h"

using namespace core::data;
using core::base::ErrorCode;

class TestRunFiles : public QObject
{
    Q_OBJECT

private slots:
    void stagesHaveTheFoldersOfTheContract();
    void stageRecordSurvivesTheTrip();
    void damagedStageRecordCountsAsNone();
    void metricsSurviveTheTrip();
    void damagedMetricsAreNamed();

private:
    QTemporaryDir m_folder;
};

void TestRunFiles::stagesHaveTheFoldersOfTheContract()
{
    QVERIFY(stageResult("r", TrainingStage::Generator) == "r/stage1/proposals.json");
    QVERIFY(stageResult("r", TrainingStage::Filter) == "r/stage2/pseudo_labels.json");
    QVERIFY(stageResult("r", TrainingStage::Student) == "r/stage3/predictions.json");
}

void TestRunFiles::stageRecordSurvivesTheTrip()
{
    const std::filesystem::path folder = m_folder.path().toStdString();
    QVERIFY(!readStageRecord(folder / "none"));
    const StageRecord record = {
        "key",
        true,
        {{"proposals", "stage1/proposals.json", "00"}, {"curves", "stage1/curves", ""}}};
    QVERIFY(writeStageRecord(folder, record));
    const auto read = readStageRecord(folder);
    QVERIFY(read && *read == record);
}

void TestRunFiles::damagedStageRecordCountsAsNone()
{
    const std::filesystem::path folder = m_folder.path().toStdString();
    for (const char *text : {"", "{\"key\":", "{\"key\": 3, \"complete\": true, \"artifacts\": []}",
                             "{\"key\": \"k\", \"artifacts\": []}"}) {
        std::ofstream(folder / "stage.json", std::ios::trunc) << text;
        QVERIFY(!readStageRecord(folder));
    }
}

void TestRunFiles::metricsSurviveTheTrip()
{
    const std::filesystem::path path = m_folder.filePath("metrics.json").toStdString();
    RunMetrics metrics;
    metrics.protocol = "activitynet";
    metrics.tiou = {0.1, 0.3};
    metrics.generator = {.videos = 2,
                         .gtInstances = 9,
                         .predictions = 40,
                         .map = {0.5, 1.0 / 3.0},
                         .averageMap = 0.4166};
    metrics.pseudoLabels = {
        .videos = 3, .labels = 7, .precision = 0.1, .recall = 0.2, .map = 0.3, .averageMap = 0.4};
    QVERIFY(writeRunMetrics(path, metrics));
    const auto read = readRunMetrics(path);
    QVERIFY2(read, read ? "" : read.error().sentence().c_str());
    QVERIFY(*read == metrics);
    QVERIFY(!read->student && !read->proposals);
}

void TestRunFiles::damagedMetricsAreNamed()
{
    const std::filesystem::path path = m_folder.filePath("bad.json").toStdString();
    for (const char *text : {"", "[1]", "{\"protocol\": \"p\", \"tiou\": []}"}) {
        std::ofstream(path, std::ios::trunc) << text;
        const auto read = readRunMetrics(path);
        QVERIFY(!read);
        QCOMPARE(read.error().file, path.string());
    }
    QCOMPARE(readRunMetrics(path.string() + ".none").error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestRunFiles)
#include "tst_run_files.moc"
