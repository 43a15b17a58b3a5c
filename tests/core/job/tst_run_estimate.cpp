#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/job_manifest.h"
#include "core/data/run_folder.h"
#include "core/edit/run_results.h"
#include "core/ipc/protocol.h"
#include "core/job/run_estimate.h"

#include "tests/support/project_factory.h"

using namespace core;

// What is left of a run, from what its phases took in earlier ones.
class TestRunEstimate : public QObject
{
    Q_OBJECT

private slots:
    void addsThePhasesThatFollow();
    void goesWithThePaceOfThisRun();
    void isSilentWhereAPhaseWasNeverMeasured();
    void countsAllPhasesOfAGenerator();

private:
    static ipc::Progress at(const char *phase, std::int64_t done, std::optional<double> left)
    {
        return {.id = "j", .phase = phase, .done = done, .total = 100, .remainingS = left};
    }
    const job::PhaseTimes m_times = {{"generator", 60.0}, {"proposals", 4.0}, {"student", 100.0}};
};

void TestRunEstimate::addsThePhasesThatFollow()
{
    // Exactly as fast as before: 30 s of this phase, and all that follows.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 50, 30.0)), std::optional(134.0));
    QCOMPARE(job::remainingOfRun(m_times, at("student", 99, 1.0)), std::optional(1.0));
}

void TestRunEstimate::goesWithThePaceOfThisRun()
{
    // The generator takes twice what it took: the rest will, too.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 50, 60.0)), std::optional(60.0 + 208.0));
    // Its first steps tell nothing yet.
    QCOMPARE(job::remainingOfRun(m_times, at("generator", 1, 990.0)), std::optional(990.0 + 104.0));
    // One that is stuck for a moment does not make hours of the rest.
    QCOMPARE(job::remainingOfRun(m_times, at("proposals", 50, 200.0)),
             std::optional(200.0 + 400.0));
}

void TestRunEstimate::isSilentWhereAPhaseWasNeverMeasured()
{
    const job::PhaseTimes first = {{"generator", {}}, {"proposals", {}}, {"student", {}}};
    QVERIFY(!job::remainingOfRun(first, at("generator", 50, 30.0)));
    QCOMPARE(job::remainingOfRun(first, at("student", 50, 30.0)), std::optional(30.0));
    QVERIFY(!job::remainingOfRun(m_times, at("generator", 0, {})));
    QVERIFY(!job::remainingOfRun(m_times, at("filter", 1, 1.0)));
    QVERIFY(!job::remainingOfRun({}, at("generator", 50, 30.0)));
}

// FTCL's base takes most of its steps; other generators have none.
void TestRunEstimate::countsAllPhasesOfAGenerator()
{
    const QTemporaryDir folder;
    auto session = edit::ProjectSession::open(tests::makeProject(folder.path().toStdString()),
                                              edit::Access::Write)
                       .value();
    data::JobManifest manifest;
    manifest.id = "run";
    manifest.recipe = "ftcl";
    manifest.stages = {data::TrainingStage::Generator};
    manifest.config.generator = "ftcl";
    manifest.config.ftcl.baseSteps = 300;
    manifest.config.ftcl.steps = 100;
    manifest.set.classes = {"Run"};
    model::TrainingVideo video;
    video.name = "v_000";
    video.isTraining = true;
    video.weakLabels = {0};
    video.fps = 25.0;
    video.generatorFeatures.parts = {folder.filePath("v_000.npy").toStdString()};
    video.studentFeatures = video.generatorFeatures;
    manifest.set.videos = {video};
    model::Run run = edit::beginRun(session, {.kind = "train", .name = "earlier"}, {}).value();
    manifest.runFolder = session.resolve(std::nullopt, run.folder).value();
    QVERIFY(base::makeFolder(manifest.runFolder));
    QVERIFY(data::writeJobManifest(manifest.runFolder / data::kJobFile, manifest));
    const ipc::Progress half = at("generator", 50, 40.0); // 80 s for 400 steps
    QVERIFY(base::writeFileAtomically(manifest.runFolder / data::kEventsFile,
                                      ipc::toLine(ipc::FromWorker(half))));
    run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(session, run, {}));

    const auto secondsFor = [&](int baseSteps, int steps) {
        model::RunConfig config = manifest.config;
        config.ftcl.baseSteps = baseSteps;
        config.ftcl.steps = steps;
        return job::estimatePhases(session, config, manifest.stages).value().front().seconds;
    };
    QCOMPARE(secondsFor(300, 100), std::optional(80.0));
    QCOMPARE(secondsFor(700, 100), std::optional(160.0));
    QCOMPARE(secondsFor(0, 100), std::optional(20.0));
}

QTEST_GUILESS_MAIN(TestRunEstimate)
#include "tst_run_estimate.moc"
