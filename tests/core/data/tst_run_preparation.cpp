#include <fstream>

#include <QTemporaryDir>
#include <QtTest>

#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/run_folder.h"
#include "core/data/run_preparation.h"

using namespace core::data;
using core::base::ErrorCode;

class TestRunPreparation : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void inputsBecomeFilesOfTheRun();
    void existingRunIsKept();
    void failureLeavesNothingBehind();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    JobManifest m_manifest;
};

void TestRunPreparation::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const std::filesystem::path folder = m_folder->path().toStdString();
    std::ofstream(folder / "v.npy") << "features";
    m_manifest = {};
    m_manifest.id = "run";
    m_manifest.stages = {TrainingStage::Student};
    m_manifest.runFolder = folder / "runs" / "one";
    m_manifest.set.classes = {"Jump"};
    const core::model::FeatureSource source = {{folder / "v.npy"}, false};
    m_manifest.set.videos = {{"v", true, {0}, 25.0, 10.0, source, source}};
}

void TestRunPreparation::inputsBecomeFilesOfTheRun()
{
    RunInputs inputs;
    inputs.testTruth = {.classes = {"Jump"}, .videos = {}}; // nothing known: no file
    inputs.trainingTruth = {.classes = {"Jump"}, .videos = {}};
    core::model::VideoGroundTruth truth;
    truth.video = "v";
    truth.instances = {{0, 0.1, 0.30000000000000004}};
    inputs.trainingTruth->videos = {truth};
    inputs.pseudoLabels = {.classes = {"Jump"}, .videos = {{"v", {{0, 1.0, 2.0, 0.1 + 0.2}}}}};
    QVERIFY(prepareRunFolder(m_manifest, inputs));

    const auto job = readJobManifest(m_manifest.runFolder / kJobFile);
    QVERIFY2(job, job ? "" : job.error().sentence().c_str());
    QVERIFY(job->testGroundTruth.empty() && job->proposals.empty());
    QCOMPARE(job->inputs.size(), 3U); // features, training ground truth, pseudo-labels
    QVERIFY(verifyInputs(*job));
    const auto labels = readDetectionJson(job->pseudoLabels);
    QVERIFY(labels && labels->detections.videos[0].detections[0].score == 0.1 + 0.2);
    const auto annotations = readAnnotationJson(job->trainingGroundTruth);
    QVERIFY(annotations);
    QCOMPARE(annotations->groundTruth.videos[0].instances[0].end, 0.30000000000000004);
}

void TestRunPreparation::existingRunIsKept()
{
    QVERIFY(prepareRunFolder(m_manifest, {}));
    const auto again = prepareRunFolder(m_manifest, {});
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(std::filesystem::exists(m_manifest.runFolder / kJobFile));
}

void TestRunPreparation::failureLeavesNothingBehind()
{
    std::filesystem::remove(m_manifest.set.videos[0].generatorFeatures.parts[0]);
    const auto prepared = prepareRunFolder(m_manifest, {});
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().code, ErrorCode::NotFound);
    QVERIFY(!std::filesystem::exists(m_manifest.runFolder));
}

QTEST_APPLESS_MAIN(TestRunPreparation)
#include "tst_run_preparation.moc"
