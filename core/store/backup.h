#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/store/database.h"

namespace core::store {

// So many automatic backups a project; the oldest goes first.
inline constexpr int kKeptBackups = 10;

// What an automatic backup came to; a failure is an error with its reason.
enum class BackupOutcome {
    Made,
    NotNeeded, // nothing changed since the newest one
};

// Copies the project to `target` while it may be in use, by SQLite's online-backup API; the copy
// appears whole or not at all. An existing file is refused. Blocking.
base::Result<void> copyDatabase(const Database &database, const std::filesystem::path &target);

// Brings what the log holds into the project's file, so that the file alone is the project: what
// closing does too, without telling whether it could. Io where it cannot. Blocking.
base::Result<void> foldLog(Database &database);

// Removes what SQLite keeps beside a database (log, shared memory, journal): of a file that was
// built under a temporary name, whose connection is closed.
void removeCompanions(const std::filesystem::path &path);

// Folder of the automatic backups of a project: "P.talo.backups" beside "P.talo".
std::filesystem::path backupFolder(const std::filesystem::path &project);

// The automatic backups of a project, oldest first.
std::vector<std::filesystem::path> listBackups(const std::filesystem::path &project);

// Makes an automatic backup named by time, revision and `reason` unless the newest backup is of the
// same revision, and removes the oldest ones beyond kKeptBackups.
base::Result<BackupOutcome> makeBackup(const Database &database, const std::string &reason);

} // namespace core::store
