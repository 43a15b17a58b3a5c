#pragma once

#include <span>

#include "core/base/result.h"
#include "core/store/database.h"

namespace core::store {

// One step of the schema: the statements that lead from version - 1 to version.
struct Migration
{
    int version;
    const char *sql;
    // The oldest schema version whose program can still read a file of this one.
    int minReaderVersion;
};

// The migrations of this program, from version 1 on without a gap (core/store/migrations/*.sql).
std::span<const Migration> migrations();

// What opening found.
enum class SchemaState {
    Current,
    Migrated,      // was older; a backup of the old file was made first
    NewerReadable, // was written by a newer Taloscope, which allows this one to read it
};

// Brings the schema to the newest version of `steps`, each step in its own transaction with
// foreign_key_check and integrity_check before it is committed. An existing project is backed up
// first. NewerSchema where the file is too new to be read; a read-only connection to an older
// schema is an error too, since it cannot be migrated.
base::Result<SchemaState> migrate(Database &database,
                                  std::span<const Migration> steps = migrations());

// Tables, indexes and triggers as SQL in a fixed order: equal texts mean equal schemas.
base::Result<std::string> schemaText(const Database &database);

} // namespace core::store
