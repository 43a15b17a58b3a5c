#include "core/store/schema_migrator.h"

#include <string>

#include <fmt/format.h>

#include "core/base/version.h"
#include "core/store/backup.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

int storedVersion(const Database &database)
{
    return database.handle().execAndGet("PRAGMA user_version").getInt();
}

int storedMinReaderVersion(const Database &database)
{
    SQLite::Statement query(database.handle(),
                            "SELECT value FROM meta WHERE key = 'min_reader_version'");
    // A newer file without the entry makes no promise.
    return query.executeStep() ? query.getColumn(0).getInt() : storedVersion(database);
}

Result<void> applyStep(Database &database, const Migration &step)
{
    return guarded(database, [&]() -> Result<void> {
        Transaction transaction = TRY(Transaction::begin(database));
        SQLite::Database &handle = database.handle();
        handle.exec(step.sql);
        SQLite::Statement set(handle, "INSERT INTO meta (key, value) VALUES (?, ?) "
                                      "ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        for (const auto &[key, value] :
             {std::pair<const char *, std::string>{"min_reader_version",
                                                   std::to_string(step.minReaderVersion)},
              {"written_by", std::string("taloscope ") + base::kVersion}}) {
            set.bind(1, key);
            set.bind(2, value);
            set.exec();
            set.reset();
        }
        handle.exec(fmt::format("PRAGMA user_version = {}", step.version));
        TRY(checkIntegrity(database));
        return transaction.commit();
    });
}

} // namespace

Result<SchemaState> migrate(Database &database, std::span<const Migration> steps)
{
    const int newest = steps.back().version;
    const int found =
        TRY(guarded(database, [&]() -> Result<int> { return storedVersion(database); }));
    if (found == newest) {
        return SchemaState::Current;
    }
    if (found > newest) {
        const int minReader = TRY(
            guarded(database, [&]() -> Result<int> { return storedMinReaderVersion(database); }));
        if (minReader <= newest) {
            return SchemaState::NewerReadable;
        }
        return fail({.code = ErrorCode::NewerSchema,
                     .problem = fmt::format("was written by a newer Taloscope (schema {})", found),
                     .file = database.path().string(),
                     .expected = fmt::format("schema {} or older, or a newer program", newest)});
    }
    if (database.isReadOnly()) {
        return fail(
            {.code = ErrorCode::Io,
             .problem = fmt::format("has the older schema {} and must be brought up to date, "
                                    "but may only be read",
                                    found),
             .file = database.path().string(),
             .expected = "a file and a folder that may be written"});
    }
    if (found > 0) {
        TRY(makeBackup(database, "before-migration"));
    }
    for (const Migration &step : steps) {
        if (step.version > found) {
            TRY(applyStep(database, step));
        }
    }
    return SchemaState::Migrated;
}

Result<std::string> schemaText(const Database &database)
{
    return guarded(database, [&]() -> Result<std::string> {
        SQLite::Statement query(
            database.handle(), "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL "
                               "AND name NOT LIKE 'sqlite_%' ORDER BY type <> 'table', type, name");
        std::string schema;
        while (query.executeStep()) {
            schema += text(query.getColumn(0)) + ";\n";
        }
        return schema;
    });
}

} // namespace core::store
