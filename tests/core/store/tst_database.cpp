#include <csignal>
#include <optional>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/edit/project_session.h"
#include "core/store/backup.h"
#include "core/store/project_lock.h"
#include "core/store/segment_store.h"

#include "tests/support/project_factory.h"

using namespace core;
using base::ErrorCode;
using store::Database;

// The file of a project: what is refused, what is durable, who may write, and its copies.
class TestDatabase : public QObject
{
    Q_OBJECT

private slots:
    void refusesWhatIsNoProject_data();
    void refusesWhatIsNoProject();
    void findsDamage();
    void rollsBackWithoutCommit();
    void fullDiskChangesNothing();
    void readsFromAReadOnlyFolder();
    void readingLeavesNoFiles();
    void staysLockedWhenItsFilesAreRead();
    void leavesNoFilesInAnyOrder_data();
    void leavesNoFilesInAnyOrder();
    void lockNamesItsHolder();
    void lockHoldsForLinksToo();
    void lockOfADeadProcessIsTakenOver();
    void lockOfAnotherMachineIsRespected();
    void copiesWhileOpen();
    void keepsTenBackups();
    void historyIsAppendOnly();
    void missingUuidsAscendAndGivenOnesStay();

private:
    static std::filesystem::path in(const QTemporaryDir &folder, const char *name)
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
};

namespace {

// Runs work in a child process as a user without rights (where this one is root); its exit code.
template <typename Work>
int asNobody(Work &&work)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::getuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
            ::_exit(99);
        }
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// Whether anybody, this process too, keeps others from writing to a range of a file.
bool isLocked(const std::string &file, off_t start, off_t length)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    struct flock range = {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = start;
    range.l_len = length;
    const bool isKnown = ::fcntl(descriptor, F_OFD_GETLK, &range) == 0;
    ::close(descriptor);
    return isKnown && range.l_type != F_UNLCK;
}

} // namespace

void TestDatabase::refusesWhatIsNoProject_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("missing") << "absent.talo" << static_cast<int>(ErrorCode::NotFound) << "no such";
    QTest::newRow("folder") << "." << static_cast<int>(ErrorCode::BadFormat) << "is a folder";
    QTest::newRow("empty") << "empty" << static_cast<int>(ErrorCode::BadFormat) << "is empty";
    QTest::newRow("text") << "text" << static_cast<int>(ErrorCode::BadFormat) << "not a Taloscope";
    QTest::newRow("binary") << "binary" << static_cast<int>(ErrorCode::BadFormat)
                            << "not a Taloscope";
    QTest::newRow("other database")
        << "other" << static_cast<int>(ErrorCode::BadFormat) << "another program";
}

void TestDatabase::refusesWhatIsNoProject()
{
    QFETCH(QString, name);
    QFETCH(int, code);
    QFETCH(QString, says);
    const QTemporaryDir folder;
    QVERIFY(base::writeFileAtomically(in(folder, "empty"), ""));
    QVERIFY(base::writeFileAtomically(in(folder, "text"), std::string(4096, 'x')));
    QVERIFY(base::writeFileAtomically(in(folder, "binary"), std::string(100, '\0')));
    SQLite::Database(in(folder, "other").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec("CREATE TABLE t (x)");
    const std::filesystem::path path = in(folder, qPrintable(name));
    for (const edit::Access access : {edit::Access::Read, edit::Access::Write}) {
        const auto session = edit::ProjectSession::open(path, access, "test");
        QVERIFY(!session);
        QCOMPARE(static_cast<int>(session.error().code), code);
        QCOMPARE(session.error().file, path.string());
        QVERIFY2(session.error().problem.find(says.toStdString()) != std::string::npos,
                 session.error().problem.c_str());
    }
}

void TestDatabase::findsDamage()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString(), 40, 20);
    QVERIFY(store::checkIntegrity(*Database::open(path, Database::Mode::ReadOnly)));
    std::string content = base::readFile(path).value();
    for (std::size_t i = content.size() / 2; i < content.size() / 2 + 9000; ++i) {
        content[i] = static_cast<char>(content[i] ^ 0x5a);
    }
    QVERIFY(std::filesystem::remove(path)); // a project is not replaced
    QVERIFY(base::writeFileAtomically(path, content));
    const auto database = Database::open(path, Database::Mode::ReadOnly);
    QVERIFY(database);
    const auto checked = store::checkIntegrity(*database);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::Database);
    QCOMPARE(base::exitCode(checked.error().code), 1);
}

void TestDatabase::rollsBackWithoutCommit()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    Database database = Database::open(path, Database::Mode::ReadWrite).value();
    {
        const auto transaction = store::Transaction::begin(database);
        QVERIFY(transaction);
        QVERIFY(store::ProjectStore(database).setMeta("name", "half"));
    }
    QCOMPARE(store::ProjectStore(database).meta("name")->value(), std::string("Test"));
}

// SQLite reports the same failure when a disk is full as when its page limit is reached.
void TestDatabase::fullDiskChangesNothing()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const std::string before = tests::dumpTables(path, {"segment", "track", "revision"});
    {
        auto session = edit::ProjectSession::open(path, edit::Access::Write, "test").value();
        SQLite::Database &handle = session.database().handle();
        handle.exec("PRAGMA max_page_count = " +
                    handle.execAndGet("PRAGMA page_count").getString());
        bool isRefused = false;
        for (int i = 0; i < 500 && !isRefused; ++i) {
            const auto applied =
                session.document().apply({edit::AddSegment{.videoId = 1,
                                                           .classId = 1,
                                                           .range = {i, i + 1},
                                                           .note = std::string(100'000, 'n')}});
            isRefused = !applied;
            if (isRefused) {
                QCOMPARE(applied.error().code, ErrorCode::Io);
                QVERIFY(applied.error().problem.find("full") != std::string::npos);
                QCOMPARE(base::exitCode(applied.error().code), 1);
            }
        }
        QVERIFY(isRefused);
    }
    QCOMPARE(tests::dumpTables(path, {"segment", "track", "revision"}), before);
    QVERIFY(store::checkIntegrity(*Database::open(path, Database::Mode::ReadOnly)));
}

void TestDatabase::readsFromAReadOnlyFolder()
{
    QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    using std::filesystem::perms;
    std::filesystem::permissions(path, perms::owner_read | perms::others_read);
    std::filesystem::permissions(path.parent_path(), perms::owner_read | perms::owner_exec |
                                                         perms::others_read | perms::others_exec);
    const int read = asNobody([&] {
        const auto session = edit::ProjectSession::open(path, edit::Access::Read);
        return session && session->document().videos().size() == 4 ? 0 : 1;
    });
    const int written = asNobody([&] {
        const auto session = edit::ProjectSession::open(path, edit::Access::Write, "test");
        return session ? 9 : base::exitCode(session.error().code);
    });
    std::filesystem::permissions(path.parent_path(), perms::owner_all);
    QCOMPARE(read, 0);
    QCOMPARE(written, 1);
}

void TestDatabase::readingLeavesNoFiles()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = in(folder, "p.talo");
    QVERIFY(edit::ProjectSession::create(path, "p"));
    QVERIFY(edit::ProjectSession::open(path, edit::Access::Read));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList("p.talo"));
}

// As a file dialog reads them that looks for their type: each look opens and closes them.
void TestDatabase::staysLockedWhenItsFilesAreRead()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    {
        const auto session = edit::ProjectSession::open(path, edit::Access::Write, "test");
        QVERIFY(session);
        for (int look = 0; look < 2; ++look) {
            QVERIFY(isLocked(path.string(), 0x40000002, 510)); // as SQLite's format says
            QVERIFY(isLocked(path.string() + "-shm", 128, 1));
        }
        QVERIFY(edit::ProjectSession::open(path, edit::Access::Read)); // and closed
        QVERIFY(isLocked(path.string(), 0x40000002, 510));
        QVERIFY(isLocked(path.string() + "-shm", 128, 1));
    }
    QVERIFY(!isLocked(path.string(), 0x40000002, 510));
}

void TestDatabase::leavesNoFilesInAnyOrder_data()
{
    QTest::addColumn<bool>("endsWithTheFirst");
    QTest::newRow("the first one last") << true;
    QTest::newRow("the second one last") << false;
}

void TestDatabase::leavesNoFilesInAnyOrder()
{
    QFETCH(bool, endsWithTheFirst);
    const QTemporaryDir folder;
    const std::filesystem::path path = in(folder, "p.talo");
    QVERIFY(edit::ProjectSession::create(path, "p"));
    std::optional<edit::ProjectSession> sessions[2];
    for (auto &session : sessions) {
        session.emplace(edit::ProjectSession::open(path, edit::Access::Read).value());
    }
    sessions[endsWithTheFirst ? 1 : 0].reset();
    sessions[endsWithTheFirst ? 0 : 1].reset();
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList("p.talo"));
}

void TestDatabase::lockNamesItsHolder()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    {
        const auto holder = edit::ProjectSession::open(path, edit::Access::Write, "the studio");
        QVERIFY(holder);
        const auto second = edit::ProjectSession::open(path, edit::Access::Write, "talo");
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Locked);
        QVERIFY(second.error().problem.find("the studio") != std::string::npos);
        QVERIFY(second.error().problem.find(std::to_string(::getpid())) != std::string::npos);
        QVERIFY(edit::ProjectSession::open(path, edit::Access::Read)); // readers need no lock
    }
    QVERIFY(!std::filesystem::exists(store::lockFile(path)));
    QVERIFY(edit::ProjectSession::open(path, edit::Access::Write, "talo"));
}

void TestDatabase::lockHoldsForLinksToo()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const std::filesystem::path link = path.parent_path() / "link.talo";
    std::filesystem::create_symlink(path.filename(), link);
    const auto holder = store::ProjectLock::acquire(path, "the studio");
    QVERIFY(holder);
    const auto second = store::ProjectLock::acquire(link, "talo");
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Locked);
}

void TestDatabase::lockOfADeadProcessIsTakenOver()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = store::ProjectLock::acquire(path, "doomed");
        ::raise(SIGKILL);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(std::filesystem::exists(store::lockFile(path)));
    QVERIFY(edit::ProjectSession::open(path, edit::Access::Write, "talo"));
}

void TestDatabase::lockOfAnotherMachineIsRespected()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    QVERIFY(base::writeFileAtomically(store::lockFile(path), "17\nfar-away\ntaloscope\n"));
    const auto session = edit::ProjectSession::open(path, edit::Access::Write, "talo");
    QVERIFY(!session);
    QVERIFY(session.error().problem.find("far-away") != std::string::npos);
    QVERIFY(std::filesystem::exists(store::lockFile(path)));
}

void TestDatabase::copiesWhileOpen()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const auto writer = edit::ProjectSession::open(path, edit::Access::Write, "studio");
    const Database database = Database::open(path, Database::Mode::ReadOnly).value();
    QVERIFY(store::copyDatabase(database, in(folder, "copy.talo")));
    QCOMPARE(tests::dumpTables(in(folder, "copy.talo"), {"segment", "video", "meta"}),
             tests::dumpTables(path, {"segment", "video", "meta"}));
    const auto again = store::copyDatabase(database, in(folder, "copy.talo"));
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::Conflict);
    QVERIFY(!store::copyDatabase(database, in(folder, "absent/copy.talo")));
}

void TestDatabase::keepsTenBackups()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    auto session = edit::ProjectSession::open(path, edit::Access::Write, "test").value();
    std::filesystem::remove_all(store::backupFolder(path));
    for (int i = 0; i < 14; ++i) {
        QVERIFY(session.document().apply(
            {edit::AddSegment{.videoId = 1, .classId = 1, .range = {i, i + 1}}}));
        QCOMPARE(*store::makeBackup(session.database(), "test"), store::BackupOutcome::Made);
        QCOMPARE(*store::makeBackup(session.database(), "test"), store::BackupOutcome::NotNeeded);
    }
    const auto backups = store::listBackups(path);
    QCOMPARE(backups.size(), std::size_t{store::kKeptBackups});
    QCOMPARE(tests::dumpTables(backups.back(), {"segment"}), tests::dumpTables(path, {"segment"}));
}

void TestDatabase::historyIsAppendOnly()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const Database database = Database::open(path, Database::Mode::ReadWrite).value();
    for (const char *sql : {"UPDATE revision SET label = 'x'", "DELETE FROM revision"}) {
        QVERIFY_EXCEPTION_THROWN(database.handle().exec(sql), SQLite::Exception);
    }
}

void TestDatabase::missingUuidsAscendAndGivenOnesStay()
{
    std::vector<core::model::Segment> segments(20);
    segments[3].uuid = "given";
    core::store::SegmentStore::fillInUuids(segments);
    QCOMPARE(segments[3].uuid, std::string("given"));
    segments.erase(segments.begin() + 3);
    for (std::size_t i = 1; i < segments.size(); ++i) {
        QVERIFY(segments[i - 1].uuid < segments[i].uuid);
    }
}

QTEST_APPLESS_MAIN(TestDatabase)
#include "tst_database.moc"
