#include <algorithm>
#include <cstdio>
#include <functional>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/edit/collect.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_import.h"
#include "core/edit/run_results.h"
#include "core/store/backup.h"
#include "core/store/schema_migrator.h"

#include "tests/support/faulty_disk.h"
#include "tests/support/project_factory.h"

using namespace core;
using base::Result;
using edit::Access;
using edit::ProjectSession;
using tests::FaultyDisk;
namespace fs = std::filesystem;

// Everything that writes a project, on a disk that fails at a call of SQLite: whatever was
// confirmed is in the project afterwards and nothing else is, the program that was told of the
// failure still knows what the project holds, and the project can be worked with once the disk
// works.
//
// Some ten calls a row, evenly spaced; with TALOSCOPE_IO_FAULTS=all every call, which takes
// minutes.
class TestIoFaults : public QObject
{
    Q_OBJECT

private slots:
    void loseNothing_data();
    void loseNothing();
    void cleanupTestCase();

private:
    std::vector<std::string> m_table;
};

namespace {

#define VERIFY(condition, text)                                                                    \
    if (!(condition)) {                                                                            \
        throw Loss{text};                                                                          \
    }

// What must not have happened.
struct Loss
{
    std::string what;
};

std::string rowsOf(const fs::path &project)
{
    return tests::dumpTables(project, {"meta", "media_root", "video", "class_list", "action_class",
                                       "video_label", "run", "run_input", "metric", "artifact",
                                       "track", "revision", "revision_change", "segment",
                                       "label_set", "label_set_video", "label_set_segment"});
}

// One piece of work on a project while the disk fails.
class Trial
{
public:
    Trial(FaultyDisk &disk, fs::path folder)
        : m_disk(disk)
        , m_folder(std::move(folder))
        , m_confirmed(rowsOf(project()))
    {
    }

    fs::path project() const { return m_folder / "p.talo"; }
    const fs::path &folder() const { return m_folder; }
    int refusals() const { return m_refusals; }
    // A transaction that was refused is there all the same, as a whole.
    bool isUndecided() const { return m_isUndecided; }
    // The project gets a schema that this program does not write.
    void setNewer() { m_isNewer = true; }

    // Takes note of what came of a step: what it confirmed must stay, a refusal must be a sentence.
    template <typename T>
    const Result<T> &noted(const Result<T> &outcome)
    {
        const FaultyDisk::Pause pause(m_disk);
        if (outcome) {
            m_confirmed = rowsOf(project());
            return outcome;
        }
        ++m_refusals;
        const std::string text = outcome.error().sentence();
        VERIFY(!outcome.error().file.empty(), "names no file: " + text);
        VERIFY(outcome.error().code == base::ErrorCode::Io, "is no failure of the disk: " + text);
        VERIFY(text.find("SQL") == std::string::npos && text.find('\n') == std::string::npos &&
                   text.find(".tmp") == std::string::npos,
               "is no sentence for people: " + text);
        return outcome;
    }

    // The document that goes on after a failure shows what the project holds.
    void compare(ProjectSession &session) const
    {
        const FaultyDisk::Pause pause(m_disk);
        auto fresh = ProjectSession::open(project(), Access::Read);
        VERIFY(fresh, "cannot be read beside its writer: " + fresh.error().sentence());
        const auto &tracks = fresh->document().tracks();
        VERIFY(tracks.size() == session.document().tracks().size(),
               "the document has other tracks");
        for (const model::Track &track : tracks) {
            const auto shown = session.document().segments(track.id);
            const auto held = fresh->document().segments(track.id);
            VERIFY(shown && held && std::ranges::equal(*shown, *held, same),
                   "the document shows other segments than the project holds");
        }
        VERIFY(session.document().undoCount() == fresh->document().undoCount() &&
                   session.document().redoCount() == fresh->document().redoCount(),
               "the document has another history");
    }

    // With a disk that works again: what there must be.
    void verify()
    {
        {
            auto database = store::Database::open(project(), store::Database::Mode::ReadOnly);
            VERIFY(database, "cannot be opened: " + database.error().sentence());
            VERIFY(store::checkIntegrity(*database), "is damaged");
            checkRows(rowsOf(project()));
        }
        if (!m_isNewer) {
            auto session = ProjectSession::open(project(), Access::Write, "test");
            const bool isNewer =
                m_isUndecided && !session && session.error().code == base::ErrorCode::NewerSchema;
            VERIFY(isNewer || (session && session->document().apply({edit::AddSegment{
                                              .videoId = 2, .classId = 1, .range = {7, 8}}})),
                   "takes no edit");
        }
        for (const fs::directory_entry &entry : fs::recursive_directory_iterator(m_folder)) {
            const bool isExpected = entry.is_directory() || entry.path().extension() == ".talo";
            VERIFY(isExpected, "left behind: " + entry.path().filename().string());
            VERIFY(entry.is_directory() || ProjectSession::open(entry.path(), Access::Read),
                   "is no whole project: " + entry.path().filename().string());
        }
    }

private:
    // A disk that dies in the middle of a commit cannot say whether the last page of the log is on
    // it: the transaction may be there although it was refused, whole as SQLite keeps it.
    void checkRows(const std::string &rows)
    {
        const auto revisions = [](const std::string &text) {
            std::size_t count = 0;
            for (std::size_t at = 0; (at = text.find("\nrevision|", at)) != std::string::npos;
                 ++at) {
                ++count;
            }
            return count;
        };
        m_isUndecided = rows != m_confirmed;
        const std::size_t more = revisions(rows) - revisions(m_confirmed); // migrations have none
        VERIFY(!m_isUndecided || (m_refusals > 0 && more <= 1),
               "holds other rows than were confirmed");
    }

    static bool same(const model::Segment &a, const model::Segment &b)
    {
        return a.uuid == b.uuid && a.range == b.range && a.classId == b.classId &&
               a.state == b.state && a.note == b.note;
    }

    FaultyDisk &m_disk;
    fs::path m_folder;
    std::string m_confirmed;
    int m_refusals = 0;
    bool m_isNewer = false;
    bool m_isUndecided = false;
};

void editLabels(Trial &trial)
{
    auto session = ProjectSession::open(trial.project(), Access::Write, "test");
    if (!trial.noted(session)) {
        return;
    }
    edit::Document &document = session->document();
    const auto drawn = trial.noted(document.apply(
        {edit::AddSegment{.videoId = 1, .classId = 1, .range = {1'000, 2'000}, .note = "first"}}));
    const std::string uuid = drawn ? drawn->segment : "";
    if (drawn) {
        trial.noted(document.apply({edit::MoveSegment{.uuid = uuid, .range = {1'500, 9'000}}}));
        trial.noted(document.apply({edit::SplitSegment{.uuid = uuid, .atUs = 1'700}}));
    }
    trial.noted(document.undo());
    trial.noted(document.redo());
    trial.compare(*session);
    trial.noted(document.apply(
        {edit::AddSegment{.videoId = 2, .classId = 2, .range = {5, 50}, .note = "second"}}));
    trial.compare(*session);
}

void import(Trial &trial)
{
    auto session = ProjectSession::open(trial.project(), Access::Write, "test");
    if (!trial.noted(session)) {
        return;
    }
    trial.noted(edit::importDetections(*session, model::TrackRole::Proposal,
                                       tests::makeDetections(4, 60, 9), {.source = "new.json"}));
    trial.compare(*session);
    trial.noted(
        edit::importLabels(*session, tests::makeGroundTruth(4, 2), {.source = "labels.json"}));
    trial.compare(*session);
}

void takeResults(Trial &trial)
{
    auto session = ProjectSession::open(trial.project(), Access::Write, "test");
    if (!trial.noted(session)) {
        return;
    }
    const auto run = trial.noted(edit::beginRun(*session, {.kind = "train"}, {}));
    if (!run) {
        return;
    }
    model::Run ended = *run;
    ended.status = model::RunStatus::Finished;
    edit::RunResults results;
    results.proposals = tests::makeDetections(4, 40, 2);
    results.predictions = tests::makeDetections(4, 20, 3);
    results.metrics = {{.name = "loss", .step = 1, .value = 0.5}};
    trial.noted(edit::finishRun(*session, ended, results));
    trial.compare(*session);
    trial.noted(edit::takeLabelSet(*session, "snapshot", "base"));
}

void backUp(Trial &trial)
{
    auto session = ProjectSession::open(trial.project(), Access::Write, "test");
    if (!trial.noted(session)) {
        return;
    }
    fs::remove_all(store::backupFolder(trial.project()));
    const std::size_t copies =
        static_cast<std::size_t>(
            trial.noted(store::makeBackup(session->database(), "test")).has_value()) +
        static_cast<std::size_t>(
            trial.noted(store::copyDatabase(session->database(), trial.folder() / "copy.talo"))
                .has_value());
    const std::size_t found = store::listBackups(trial.project()).size() +
                              static_cast<std::size_t>(fs::exists(trial.folder() / "copy.talo"));
    VERIFY(copies == found, "a copy that failed is there, or one that was made is not");
}

void migrate(Trial &trial)
{
    std::vector<store::Migration> steps(store::migrations().begin(), store::migrations().end());
    const int next = steps.back().version + 1;
    // Every table is written; a program of this version can read what comes of it.
    steps.push_back({.version = next,
                     .sql = "UPDATE segment SET note = note || '+'; CREATE TABLE more (x INTEGER); "
                            "INSERT INTO more SELECT id FROM segment; "
                            "UPDATE video SET subset = subset || '+'",
                     .minReaderVersion = next - 1});
    auto database = store::Database::open(trial.project(), store::Database::Mode::ReadWrite);
    if (trial.noted(database) && trial.noted(store::migrate(*database, steps))) {
        trial.setNewer();
    }
}

void create(Trial &trial)
{
    const fs::path path = trial.folder() / "new.talo";
    const bool isMade = trial.noted(ProjectSession::create(path, "new")).has_value();
    VERIFY(isMade == fs::exists(path), "a project that was refused is there");
}

// What cannot be read is an error, never a project with less in it.
void read(Trial &trial)
{
    auto session = ProjectSession::open(trial.project(), Access::Read);
    if (!trial.noted(session)) {
        return;
    }
    const auto truth = trial.noted(edit::collectGroundTruth(*session));
    VERIFY(!truth || truth->videos.size() == 4, "ground truth is missing");
    for (const model::VideoGroundTruth &video :
         truth ? truth->videos : std::vector<model::VideoGroundTruth>()) {
        VERIFY(video.instances.size() == 5, "instances are missing");
    }
    const auto labels =
        trial.noted(edit::collectDetections(*session, model::TrackRole::PseudoLabel));
    VERIFY(!labels || std::ranges::all_of(labels->videos,
                                          [](const auto &v) { return v.detections.size() == 5; }),
           "labels are missing");
}

struct Work
{
    const char *name;
    void (*run)(Trial &trial);
};

constexpr Work kWorks[] = {{"edits", editLabels}, {"import", import},     {"results", takeResults},
                           {"backup", backUp},    {"migration", migrate}, {"new project", create},
                           {"reading", read}};

} // namespace

void TestIoFaults::loseNothing_data()
{
    QTest::addColumn<int>("work");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("length");
    const std::pair<FaultyDisk::Fault, const char *> faults[] = {
        {FaultyDisk::Fault::IoError, "error"},
        {FaultyDisk::Fault::DiskFull, "full disk"},
        {FaultyDisk::Fault::ShortRead, "short read"}};
    const std::pair<FaultyDisk::Length, const char *> lengths[] = {
        {FaultyDisk::Length::Once, "once"}, {FaultyDisk::Length::Ever, "from then on"}};
    for (int work = 0; work < static_cast<int>(std::size(kWorks)); ++work) {
        for (const auto &[fault, faultName] : faults) {
            for (const auto &[length, lengthName] : lengths) {
                QTest::addRow("%s: %s, %s", kWorks[work].name, faultName, lengthName)
                    << work << static_cast<int>(fault) << static_cast<int>(length);
            }
        }
    }
}

void TestIoFaults::loseNothing()
{
    QFETCH(int, work);
    QFETCH(int, fault);
    QFETCH(int, length);
    const QTemporaryDir folder;
    const fs::path base = fs::path(folder.path().toStdString()) / "base";
    fs::create_directories(base);
    tests::makeProject(base);
    const fs::path copy = fs::path(folder.path().toStdString()) / "work";
    FaultyDisk disk;
    std::int64_t callsOfWork = 0;
    int undecided = 0;
    const auto attempt = [&](std::int64_t call) {
        fs::remove_all(copy);
        fs::copy(base, copy, fs::copy_options::recursive);
        Trial trial(disk, copy);
        disk.failAt(call, static_cast<FaultyDisk::Fault>(fault),
                    static_cast<FaultyDisk::Length>(length));
        try {
            kWorks[work].run(trial);
            callsOfWork = disk.calls();
            disk.heal();
            trial.verify();
        } catch (const Loss &loss) {
            disk.heal();
            qWarning("call %lld: %s", static_cast<long long>(call), loss.what.c_str());
            return -1;
        }
        undecided += trial.isUndecided() ? 1 : 0;
        return trial.refusals();
    };
    QCOMPARE(attempt(0), 0);
    const std::int64_t calls = callsOfWork;
    const bool isAll = qEnvironmentVariable("TALOSCOPE_IO_FAULTS") == "all";
    const std::int64_t stride = isAll ? 1 : std::max<std::int64_t>(1, calls / 10);
    int refused = 0;
    int tried = 0;
    int lost = 0;
    for (std::int64_t call = 1; call <= calls; call += stride) {
        const int refusals = attempt(call);
        ++tried;
        refused += refusals > 0 ? 1 : 0;
        lost += refusals < 0 ? 1 : 0;
    }
    char line[120];
    std::snprintf(line, sizeof line, "%-36s %6lld %6d %8d %10d %5d", QTest::currentDataTag(),
                  static_cast<long long>(calls), tried, refused, undecided, lost);
    m_table.emplace_back(line);
    QCOMPARE(lost, 0);
    QVERIFY(refused > 0);
}

void TestIoFaults::cleanupTestCase()
{
    std::printf("%-36s %6s %6s %8s %10s %5s\n", "work and fault", "calls", "tried", "refused",
                "undecided", "lost");
    for (const std::string &line : m_table) {
        std::printf("%s\n", line.c_str());
    }
}

QTEST_APPLESS_MAIN(TestIoFaults)
#include "tst_io_faults.moc"
