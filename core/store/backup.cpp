#include "core/store/backup.h"

#include <algorithm>
#include <chrono>
#include <system_error>

#include <SQLiteCpp/Backup.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::ErrorCode;
using base::fail;
using base::Result;

namespace {

// The newest revision, 0 in a project (or an old schema) that has none.
std::int64_t newestRevision(const Database &database)
{
    const SQLite::Database &handle = database.handle();
    return handle.tableExists("revision")
               ? database.handle()
                     .execAndGet("SELECT coalesce(max(id), 0) FROM revision")
                     .getInt64()
               : 0;
}

std::string revisionMark(std::int64_t revision, const Database &database)
{
    return fmt::format("-v{}-rev{}-", database.handle().execAndGet("PRAGMA user_version").getInt(),
                       revision);
}

void removeOldBackups(const std::filesystem::path &project)
{
    const std::vector<std::filesystem::path> backups = listBackups(project);
    const auto kept = static_cast<std::size_t>(kKeptBackups);
    for (std::size_t i = 0; i + kept < backups.size(); ++i) {
        std::error_code ignored;
        std::filesystem::remove(backups[i], ignored);
    }
}

} // namespace

Result<void> copyDatabase(const Database &database, const std::filesystem::path &target)
{
    std::error_code code;
    if (std::filesystem::exists(target, code)) {
        return fail({.code = ErrorCode::Conflict,
                     .problem = "exists already",
                     .file = target.string(),
                     .expected = "the name of a new file"});
    }
    base::AtomicFile file(target);
    const Result<void> copied = guarded(target, [&]() -> Result<void> {
        SQLite::Database copy(file.temporaryPath().string(),
                              SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, database.handle());
        // All pages in one step: nobody can write in between, so that it never starts over.
        if (const int state = backup.executeStep(-1); state != 101 /* SQLITE_DONE */) {
            return fail(
                {.code = ErrorCode::Locked,
                 .problem = fmt::format("could not be copied: the project is busy ({})", state),
                 .file = database.path().string()});
        }
        return {};
    });
    removeCompanions(file.temporaryPath());
    return copied ? file.commit() : copied;
}

Result<void> foldLog(Database &database)
{
    return guarded(database, [&]() -> Result<void> {
        if (database.handle().execAndGet("PRAGMA wal_checkpoint(TRUNCATE)").getInt() != 0) {
            // SQLite says "busy" where the disk refused a lock, too.
            return fail({.code = ErrorCode::Io,
                         .problem = "its log could not be brought into the file",
                         .file = database.path().string()});
        }
        return {};
    });
}

void removeCompanions(const std::filesystem::path &path)
{
    for (const char *suffix : {"-wal", "-shm", "-journal"}) {
        std::error_code ignored;
        std::filesystem::remove(path.string() + suffix, ignored);
    }
}

std::filesystem::path backupFolder(const std::filesystem::path &project)
{
    return project.string() + ".backups";
}

std::vector<std::filesystem::path> listBackups(const std::filesystem::path &project)
{
    std::vector<std::filesystem::path> backups;
    std::error_code code;
    for (const std::filesystem::directory_entry &entry :
         std::filesystem::directory_iterator(backupFolder(project), code)) {
        if (entry.path().extension() == ".talo") {
            backups.push_back(entry.path());
        }
    }
    std::sort(backups.begin(), backups.end()); // their names start with the time
    return backups;
}

Result<BackupOutcome> makeBackup(const Database &database, const std::string &reason)
{
    return guarded(database, [&]() -> Result<BackupOutcome> {
        const std::string mark = revisionMark(newestRevision(database), database);
        const std::vector<std::filesystem::path> backups = listBackups(database.path());
        if (!backups.empty() &&
            backups.back().filename().string().find(mark) != std::string::npos) {
            return BackupOutcome::NotNeeded;
        }
        const std::filesystem::path folder = backupFolder(database.path());
        TRY(base::makeFolder(folder));
        const auto now = std::chrono::system_clock::now();
        const auto ms =
            std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() %
            1000;
        TRY(copyDatabase(
            database, folder / fmt::format("{:%Y%m%dT%H%M%S}.{:03}Z{}{}.talo",
                                           fmt::gmtime(std::chrono::system_clock::to_time_t(now)),
                                           ms, mark, reason)));
        removeOldBackups(database.path());
        return BackupOutcome::Made;
    });
}

} // namespace core::store
