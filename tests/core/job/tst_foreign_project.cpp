#include <fstream>

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/data/file_name.h"
#include "core/data/run_folder.h"
#include "core/data/run_preparation.h"
#include "core/edit/evidence.h"
#include "core/edit/project_import.h"
#include "core/edit/run_results.h"
#include "core/intake/measure_frames.h"
#include "core/intake/video_file.h"
#include "core/job/project_job.h"
#include "core/job/run_files.h"

#include "tests/support/media_factory.h"
#include "tests/support/project_factory.h"
#include "tests/support/sleeper.h"

using namespace core;
using edit::Access;
using edit::ProjectSession;
namespace fs = std::filesystem;

// A project that a stranger made writes and removes nothing outside its own folders.
class TestForeignProject : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void namesStayInTheirFolder_data();
    void namesStayInTheirFolder();
    void measuredFramesStayBesideTheProject();
    void folderOfAnotherKindIsNotRemoved();
    void runGoesOnInTheFolderOfTheProject();
    void processOfAnotherProgramIsLeftAlone();
    void workerOfARunIsFoundAgain();

private:
    fs::path in(const char *name) const { return fs::path(m_folder->path().toStdString()) / name; }
    // Rows as the stranger left them.
    void tamper(const std::string &sql) const
    {
        SQLite::Database(m_project.string(), SQLite::OPEN_READWRITE).exec(sql);
    }
    // A row that says that a process of this machine works on the run.
    model::Run makeRunning(pid_t pid) const;
    // A run of the project with its job.json, which names `runFolder`.
    model::Run makeRun(const fs::path &folder, const fs::path &runFolder) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_project;
};

void TestForeignProject::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    fs::create_directories(in("theirs"));
    fs::create_directories(in("mine"));
    std::ofstream(in("mine") / "thesis.txt") << "all of it";
    m_project = tests::makeProject(in("theirs"));
}

void TestForeignProject::namesStayInTheirFolder_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("plain") << QByteArray("video_validation_0000051") << true;
    QTest::newRow("blanks and umlauts") << QByteArray("Bär im Wald 2.mp4") << true;
    QTest::newRow("up") << QByteArray("../../mine/thesis") << false;
    QTest::newRow("absolute") << QByteArray("/tmp/evil") << false;
    QTest::newRow("folder") << QByteArray("run/jump") << false;
    QTest::newRow("dot") << QByteArray(".") << false;
    QTest::newRow("two dots") << QByteArray("..") << false;
    QTest::newRow("hidden") << QByteArray(".bashrc") << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("null") << QByteArray("a\0b", 3) << false;
    QTest::newRow("long") << QByteArray(4000, 'x') << false;
}

void TestForeignProject::namesStayInTheirFolder()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isKept);
    const std::string plain = data::plainFileName(name.toStdString());
    QCOMPARE(plain == name.toStdString(), isKept);
    QVERIFY(!plain.empty() && plain.size() < 250 && plain.front() != '.');
    QVERIFY(plain.find('/') == std::string::npos && plain.find('\0') == std::string::npos);
    QVERIFY(data::plainFileName("a/b") != data::plainFileName("a_b"));
}

void TestForeignProject::measuredFramesStayBesideTheProject()
{
    const fs::path file = in("theirs") / "film.mp4";
    QVERIFY(tests::writeCounterVideo(file, {.frames = 10}));
    {
        auto session = ProjectSession::open(m_project, Access::Write, "test").value();
        QVERIFY(edit::importVideos(session, {intake::readVideoFile(file).value()}, {}));
    }
    tamper("UPDATE video SET uuid = '../../mine/thesis' WHERE name = 'film'");
    const auto session = ProjectSession::open(m_project, Access::Read).value();
    const model::Video *video = session.document().videoByName("film");
    QVERIFY(video != nullptr);
    QVERIFY(intake::measureFrames(session, video->id, [](auto, auto) { return true; }));
    QVERIFY(!fs::exists(in("mine") / "thesis.npy"));
    QCOMPARE(edit::frameChangeFile(session, *video).parent_path(), in("theirs") / "p.talo.motion");
    QVERIFY(intake::areFramesMeasured(session, video->id));
}

model::Run TestForeignProject::makeRun(const fs::path &folder, const fs::path &runFolder) const
{
    auto session = ProjectSession::open(m_project, Access::Write, "test").value();
    model::Run run =
        edit::beginRun(session, {.kind = "train", .name = "train-1", .folder = folder.string()}, {})
            .value();
    run.status = model::RunStatus::Cancelled;
    edit::finishRun(session, run, {}).value();
    std::ofstream(in("v.npy")) << "features";
    data::JobManifest manifest;
    manifest.id = run.uuid;
    manifest.stages = {data::TrainingStage::Student};
    manifest.runFolder = folder;
    const model::FeatureSource source = {{in("v.npy")}, false};
    manifest.set.classes = {"Jump"};
    manifest.set.videos = {{"v", true, {0}, 25.0, 10.0, source, source}};
    const bool isPrepared = data::prepareRunFolder(manifest, {}).has_value();
    manifest.runFolder = runFolder;
    return isPrepared && data::writeJobManifest(folder / data::kJobFile, manifest) ? run
                                                                                   : model::Run();
}

void TestForeignProject::folderOfAnotherKindIsNotRemoved()
{
    const fs::path folder = in("theirs") / "p.talo.runs" / "train-1";
    const model::Run run = makeRun(folder, folder);
    for (const char *other : {"mine", "theirs", "nowhere"}) {
        const auto removed = job::setRunFolderAside(run, in(other));
        QVERIFY(!removed);
        QCOMPARE(removed.error().code, base::ErrorCode::Conflict);
    }
    model::Run stranger = run;
    stranger.uuid = "another";
    QVERIFY(!job::setRunFolderAside(stranger, folder));
    QVERIFY(fs::exists(in("mine") / "thesis.txt") && fs::exists(folder / data::kJobFile));
    const auto aside = job::setRunFolderAside(run, folder);
    QVERIFY(aside);
    QVERIFY(!fs::exists(folder));
    QVERIFY(job::removeFolder(*aside));
    QVERIFY(!fs::exists(*aside));
    QVERIFY(!fs::exists(folder));
}

// job.json says where the worker writes; what the project says goes before it.
void TestForeignProject::runGoesOnInTheFolderOfTheProject()
{
    const fs::path folder = in("theirs") / "p.talo.runs" / "train-1";
    makeRun(folder, in("mine"));
    const job::JobSetup setup{.project = m_project, .worker = {.command = {"/bin/false"}}};
    const auto outcome = job::resumeRun(setup, "train-1", {}, {});
    QVERIFY2(outcome, outcome ? "" : outcome.error().sentence().c_str());
    QVERIFY(outcome->error); // such a worker does nothing
    const auto manifest = data::readJobManifest(folder / data::kJobFile);
    QVERIFY(manifest);
    QCOMPARE(manifest->runFolder, folder);
}

model::Run TestForeignProject::makeRunning(pid_t pid) const
{
    auto session = ProjectSession::open(m_project, Access::Write, "test").value();
    const model::Run run =
        edit::beginRun(session, {.kind = "train", .name = "train-1", .pid = pid}, {}).value();
    const fs::path folder = session.resolve(std::nullopt, run.folder).value();
    fs::create_directories(folder);
    std::ofstream(folder / data::kEventsFile)
        << R"({"type":"accepted","id":"j","at":"t","from":"worker"})" << '\n';
    return run;
}

// The number was the worker's once, or never: it is that of a program that has nothing to do with
// the run.
void TestForeignProject::processOfAnotherProgramIsLeftAlone()
{
    const tests::Sleeper program(in("mine") / "thesis.txt");
    const model::Run run = makeRunning(program.pid());
    const fs::path log = in("theirs") / run.folder / data::kWorkerLogFile;
    fs::create_symlink(in("mine") / "thesis.txt", log);
    job::JobSetup setup{.project = m_project};
    setup.kill.cancel(); // as when a person stops it at once
    const auto outcome = job::attachToRun(setup, "train-1", {});
    QVERIFY2(outcome, outcome ? "" : outcome.error().sentence().c_str());
    QCOMPARE(outcome->run.status, model::RunStatus::Interrupted);
    QVERIFY(program.isAlive());

    tamper("UPDATE run SET status = 'running', pid = " + std::to_string(program.pid()));
    const auto session = ProjectSession::open(m_project, Access::Write, "test").value();
    QCOMPARE(edit::findRun(session, "train-1")->status, model::RunStatus::Interrupted);
    QVERIFY(job::runsToAttach(session)->empty());
    QVERIFY(program.isAlive());
}

void TestForeignProject::workerOfARunIsFoundAgain()
{
    const fs::path log = in("theirs") / "p.talo.runs" / "train-1" / data::kWorkerLogFile;
    fs::create_directories(log.parent_path());
    const tests::Sleeper worker(log);
    makeRunning(worker.pid());
    {
        const auto session = ProjectSession::open(m_project, Access::Write, "test").value();
        QCOMPARE(job::runsToAttach(session)->size(), std::size_t{1});
    }
    job::JobSetup setup{.project = m_project};
    setup.cancel.cancel();
    const auto outcome = job::attachToRun(setup, "train-1", {});
    QVERIFY2(outcome, outcome ? "" : outcome.error().sentence().c_str());
    QCOMPARE(outcome->run.status, model::RunStatus::Cancelled);
    QVERIFY(!worker.isAlive());
}

QTEST_GUILESS_MAIN(TestForeignProject)
#include "tst_foreign_project.moc"
