#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/edit/project_session.h"
#include "core/store/backup.h"
#include "core/store/schema_migrator.h"

#include "tests/support/project_factory.h"

using namespace core;
using base::ErrorCode;
using store::Database;
using store::Migration;
using store::SchemaState;

// How a file of any version becomes one of this version, or is refused.
class TestSchemaMigrator : public QObject
{
    Q_OBJECT

private slots:
    void versionsAreNumberedWithoutAGap();
    void versionOneIsFrozen();
    void migratesWithBackup();
    void failedStepLeavesTheOldVersion();
    void stepThatBreaksReferencesIsTakenBack();
    void newerSchemaIsRefusedOrReadOnly();

private:
    static std::filesystem::path in(const QTemporaryDir &folder, const char *name)
    {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
    static int version(const std::filesystem::path &path)
    {
        return SQLite::Database(path.string()).execAndGet("PRAGMA user_version").getInt();
    }
};

namespace {

// The released migrations and one more.
std::vector<Migration> with(const char *sql)
{
    std::vector<Migration> steps(store::migrations().begin(), store::migrations().end());
    const int next = steps.back().version + 1;
    steps.push_back({.version = next, .sql = sql, .minReaderVersion = next});
    return steps;
}

} // namespace

void TestSchemaMigrator::versionsAreNumberedWithoutAGap()
{
    int expected = 1;
    for (const Migration &step : store::migrations()) {
        QCOMPARE(step.version, expected++);
        QVERIFY(step.minReaderVersion <= step.version);
    }
}

// A file of version 1, as the golden text has it, is what this program makes after its migrations.
// If this fails because 0001 was edited: don't; write the next migration.
void TestSchemaMigrator::versionOneIsFrozen()
{
    const QTemporaryDir folder;
    const std::string golden =
        base::readFile(std::filesystem::path(TALOSCOPE_TEST_DATA_DIR) / "schema/v1.sql").value();
    const std::filesystem::path path = in(folder, "v1.talo");
    {
        SQLite::Database old(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        old.exec("PRAGMA application_id = " + std::to_string(store::kApplicationId));
        old.exec(golden);
        old.exec("PRAGMA user_version = 1");
    }
    Database migrated = Database::open(path, Database::Mode::ReadWrite).value();
    QVERIFY(store::migrate(migrated));
    Database fresh = Database::open(in(folder, "new.talo"), Database::Mode::Create).value();
    QVERIFY(store::migrate(fresh));
    QCOMPARE(store::schemaText(migrated).value(), store::schemaText(fresh).value());
    if (store::migrations().size() == 1) {
        QCOMPARE(store::schemaText(fresh).value(), golden);
    }
}

void TestSchemaMigrator::migratesWithBackup()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    std::filesystem::remove_all(store::backupFolder(path));
    const int old = version(path);
    const std::string rows = tests::dumpTables(path, {"segment", "track", "video"});
    {
        Database database = Database::open(path, Database::Mode::ReadWrite).value();
        const auto steps = with("ALTER TABLE media_root ADD COLUMN note TEXT;");
        QCOMPARE(*store::migrate(database, steps), SchemaState::Migrated);
        QCOMPARE(*store::migrate(database, steps), SchemaState::Current);
    }
    QCOMPARE(version(path), old + 1);
    QCOMPARE(tests::dumpTables(path, {"segment", "track", "video"}), rows);
    const auto backups = store::listBackups(path);
    QCOMPARE(backups.size(), std::size_t{1});
    QCOMPARE(version(backups.front()), old);
}

void TestSchemaMigrator::failedStepLeavesTheOldVersion()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const int old = version(path);
    std::string schema;
    {
        Database database = Database::open(path, Database::Mode::ReadWrite).value();
        schema = store::schemaText(database).value();
        const auto migrated =
            store::migrate(database, with("CREATE TABLE extra (x) ; CREATE TABL oops;"));
        QVERIFY(!migrated);
        QCOMPARE(migrated.error().code, ErrorCode::Database);
    }
    QCOMPARE(version(path), old);
    const auto session = edit::ProjectSession::open(path, edit::Access::Write, "test");
    QVERIFY(session);
    QCOMPARE(store::schemaText(session->database()).value(), schema);
}

void TestSchemaMigrator::stepThatBreaksReferencesIsTakenBack()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const std::string rows = tests::dumpTables(path, {"segment"});
    Database database = Database::open(path, Database::Mode::ReadWrite).value();
    QVERIFY(!store::migrate(database, with("UPDATE segment SET class_id = 999;")));
    QCOMPARE(tests::dumpTables(path, {"segment"}), rows);
}

void TestSchemaMigrator::newerSchemaIsRefusedOrReadOnly()
{
    const QTemporaryDir folder;
    const std::filesystem::path path = tests::makeProject(folder.path().toStdString());
    const auto setVersions = [&](const char *minReader) {
        SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = 99");
        database.exec(std::string("UPDATE meta SET value = '") + minReader +
                      "' WHERE key = 'min_reader_version'");
    };
    setVersions("99");
    for (const edit::Access access : {edit::Access::Read, edit::Access::Write}) {
        const auto refused = edit::ProjectSession::open(path, access, "test");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NewerSchema);
        QCOMPARE(base::exitCode(refused.error().code), 3);
        QCOMPARE(refused.error().file, path.string());
    }
    setVersions("1");
    const auto readable = edit::ProjectSession::open(path, edit::Access::Read);
    QVERIFY(readable);
    QVERIFY(!readable->notices().empty());
    const auto writing = edit::ProjectSession::open(path, edit::Access::Write, "test");
    QVERIFY(!writing);
    QCOMPARE(writing.error().code, ErrorCode::NewerSchema);
}

QTEST_APPLESS_MAIN(TestSchemaMigrator)
#include "tst_schema_migrator.moc"
