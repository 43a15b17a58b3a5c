#include <atomic>
#include <csignal>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_session.h"
#include "core/edit/run_results.h"

#include "tests/support/project_factory.h"

using namespace core;
using edit::Access;
using edit::ProjectSession;
using model::TrackRole;

// Results that come stage by stage while somebody edits, and what becomes of runs afterwards.
class TestRunResults : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void stagesAreTakenOnce();
    void recomputedStageReplacesItsRows();
    void labelsAreReadBeforeTheirTracksAreKnown();
    void editsGoOnWhileResultsAreWritten();
    void nothingIsLeftOfResultsThatAreCutShort();
    void runIsRenamedWithItsTracks();
    void runIsDeletedUnlessLabelsComeFromIt();

private:
    // A stage's file with this content and its detections.
    edit::RunResults proposals(const std::string &content, std::uint64_t seed) const;
    static std::size_t segmentCount(const ProjectSession &session, const std::string &run);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_path;
    std::optional<ProjectSession> m_session;
    model::Run m_run;
};

void TestRunResults::init()
{
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = tests::makeProject(m_folder->path().toStdString());
    m_session = ProjectSession::open(m_path, Access::Write, "test").value();
    m_run = edit::beginRun(*m_session, {.kind = "train"}, {}).value();
    QVERIFY(base::makeFolder(m_session->runFolder(m_run.name)));
}

edit::RunResults TestRunResults::proposals(const std::string &content, std::uint64_t seed) const
{
    const std::filesystem::path file = m_session->runFolder(m_run.name) / "proposals.json";
    if (!base::writeFileAtomically(file, content)) {
        qFatal("the run folder cannot be written");
    }
    return {.proposals = tests::makeDetections(4, 5, seed),
            .files = {{.kind = "proposals", .path = file}}};
}

std::size_t TestRunResults::segmentCount(const ProjectSession &session, const std::string &run)
{
    return session.segments().segments(TrackRole::Proposal, run)->size();
}

// As the studio does it: another session takes the results over while the first one edits.
void TestRunResults::stagesAreTakenOnce()
{
    auto beside = ProjectSession::open(m_path, Access::WriteBeside, "test").value();
    edit::RunResults results = proposals("one", 3);
    QVERIFY(edit::takeResults(beside, m_run, results));
    const std::size_t count = segmentCount(beside, m_run.name);
    QVERIFY(count > 0);
    QCOMPARE(edit::findRun(beside, m_run.name)->status, model::RunStatus::Running);

    QVERIFY(m_session->document().reload());
    const auto edited = m_session->document().apply(
        {edit::AddSegment{.videoId = m_session->document().videos().front().id,
                          .classId = m_session->document().classes().front().id,
                          .range = {1'000'000, 2'000'000}}});
    QVERIFY(edited);
    QCOMPARE(segmentCount(*m_session, m_run.name), count);

    m_run.status = model::RunStatus::Finished;
    results.predictions = tests::makeDetections(4, 2, 4);
    auto later = ProjectSession::open(m_path, Access::WriteBeside, "test").value();
    QVERIFY(edit::finishRun(later, m_run, results));
    QCOMPARE(segmentCount(later, m_run.name), count);
    QVERIFY(!later.segments().segments(TrackRole::Prediction, m_run.name)->empty());
    QVERIFY(m_session->document().reload());
    QVERIFY(m_session->document().segment(edited->segment));
    QCOMPARE(m_session->document().undoCount(), std::size_t{1});
}

void TestRunResults::recomputedStageReplacesItsRows()
{
    QVERIFY(edit::takeResults(*m_session, m_run, proposals("one", 3)));
    const auto first = m_session->segments().segments(TrackRole::Proposal, m_run.name).value();
    m_run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(*m_session, m_run, proposals("another", 8)));
    const auto second = m_session->segments().segments(TrackRole::Proposal, m_run.name).value();
    QVERIFY(!second.empty());
    QVERIFY(first.front().uuid != second.front().uuid);
    QVERIFY(!m_session->segments().segment(first.front().uuid)->has_value());
    QCOMPARE(m_session->runs().artifacts(m_run.id)->size(), std::size_t{1});
}

// Between the moment in which another session published a run's tracks anew and the one in which
// this one's document hears of it.
void TestRunResults::labelsAreReadBeforeTheirTracksAreKnown()
{
    const std::filesystem::path file = m_session->runFolder(m_run.name) / "pseudo_labels.json";
    for (const std::uint64_t seed : {3U, 8U}) {
        QVERIFY(base::writeFileAtomically(file, std::to_string(seed)));
        auto beside = ProjectSession::open(m_path, Access::WriteBeside, "test").value();
        const edit::RunResults results{.pseudoLabels = tests::makeDetections(4, 5, seed),
                                       .files = {{.kind = "pseudo_labels", .path = file}}};
        QVERIFY(edit::takeResults(beside, m_run, results));
        QVERIFY(edit::currentLabels(*m_session, seed == 3U ? "" : m_run.name));
        QVERIFY(seed == 8U || m_session->document().reload());
    }
    QVERIFY(m_session->document().reload());
    QVERIFY(!edit::currentLabels(*m_session, m_run.name)->segments.empty());
}

// Another thread writes thousands of rows: edits get through, and readers see none or all of them.
void TestRunResults::editsGoOnWhileResultsAreWritten()
{
    edit::RunResults results = proposals("one", 3);
    results.proposals = tests::makeDetections(4, 2'500, 3);
    std::atomic<bool> isOver = false;
    bool isTaken = false;
    std::thread writer([&] {
        auto beside = ProjectSession::open(m_path, Access::WriteBeside, "test").value();
        isTaken = edit::takeResults(beside, m_run, results).has_value();
        isOver = true;
    });
    std::set<std::size_t> seen;
    std::vector<std::string> made;
    do {
        const auto edited = m_session->document().apply(
            {edit::AddSegment{.videoId = m_session->document().videos().front().id,
                              .classId = m_session->document().classes().front().id,
                              .range = {1'000'000, 2'000'000}}});
        if (edited) {
            made.push_back(edited->segment);
        }
        const auto reader = ProjectSession::open(m_path, Access::Read, "test").value();
        const auto names = edit::trackNames(reader, TrackRole::Proposal);
        seen.insert(names.empty() ? 0 : segmentCount(reader, m_run.name));
    } while (!isOver && made.size() < 1'000);
    writer.join();
    QVERIFY(isTaken);
    QVERIFY(m_session->document().reload());
    const std::size_t count = segmentCount(*m_session, m_run.name);
    QVERIFY(count > 9'000);
    for (const std::size_t number : seen) {
        QVERIFY(number == 0 || number == count);
    }
    for (const std::string &uuid : made) {
        QVERIFY(m_session->document().segment(uuid));
    }
    QCOMPARE(m_session->document().undoCount(), made.size());
    QVERIFY(store::checkIntegrity(m_session->database()));
}

void TestRunResults::nothingIsLeftOfResultsThatAreCutShort()
{
    edit::RunResults results = proposals("one", 3);
    results.proposals = tests::makeDetections(4, 2'500, 3);
    m_session.reset();
    const std::string before = tests::dumpTables(m_path, {"track", "segment"});
    const pid_t writer = ::fork();
    if (writer == 0) {
        auto beside = ProjectSession::open(m_path, Access::WriteBeside, "test").value();
        static_cast<void>(edit::takeResults(beside, m_run, results));
        ::pause(); // killed at the latest here
    }
    QTRY_VERIFY_WITH_TIMEOUT(tests::dumpTables(m_path, {"segment"}).size() > before.size(), 30'000);
    QCOMPARE(::kill(writer, SIGKILL), 0);
    QCOMPARE(::waitpid(writer, nullptr, 0), writer);
    {
        const auto reader = ProjectSession::open(m_path, Access::Read, "test").value();
        QVERIFY(edit::trackNames(reader, TrackRole::Proposal).empty());
        QVERIFY(reader.segments().segments(TrackRole::Proposal, std::nullopt)->empty());
        QVERIFY(tests::dumpTables(m_path, {"segment"}).size() > before.size()); // cut short
    }
    m_session = ProjectSession::open(m_path, Access::Write, "test").value();
    QCOMPARE(tests::dumpTables(m_path, {"track", "segment"}), before);
    // Written anew, they are all there.
    QVERIFY(edit::takeResults(*m_session, m_run, results));
    QVERIFY(segmentCount(*m_session, m_run.name) > 9'000);
}

void TestRunResults::runIsRenamedWithItsTracks()
{
    m_run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(*m_session, m_run, proposals("one", 3)));
    QVERIFY(edit::beginRun(*m_session, {.kind = "train", .name = "other"}, {}));
    const auto taken = edit::renameRun(*m_session, m_run, "other");
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, base::ErrorCode::Conflict);
    QVERIFY(!edit::renameRun(*m_session, m_run, ""));
    QVERIFY(edit::renameRun(*m_session, m_run, "better"));
    QVERIFY(segmentCount(*m_session, "better") > 0);
    QCOMPARE(edit::findRun(*m_session, "better")->id, m_run.id);
}

void TestRunResults::runIsDeletedUnlessLabelsComeFromIt()
{
    const auto running = edit::deleteRun(*m_session, m_run);
    QVERIFY(!running);
    m_run.status = model::RunStatus::Finished;
    QVERIFY(edit::finishRun(*m_session, m_run, proposals("one", 3)));
    const auto segments = m_session->segments().segments(TrackRole::Proposal, m_run.name).value();
    QVERIFY(m_session->document().apply({edit::AcceptSegment{segments.front().uuid}}));
    const auto refused = edit::deleteRun(*m_session, m_run);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, base::ErrorCode::Conflict);
    QVERIFY(segmentCount(*m_session, m_run.name) > 0);

    QVERIFY(m_session->document().undo()->has_value());
    QVERIFY(edit::deleteRun(*m_session, m_run));
    QCOMPARE(segmentCount(*m_session, m_run.name), std::size_t{0});
    QVERIFY(!edit::findRun(*m_session, m_run.name));
    QVERIFY(store::checkIntegrity(m_session->database()));
}

QTEST_APPLESS_MAIN(TestRunResults)
#include "tst_run_results.moc"
