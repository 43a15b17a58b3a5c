#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace SQLite {
class Database;
class Transaction;
} // namespace SQLite

namespace core::store {

// Marks a file as a Taloscope project ("TALO"), whatever its name.
inline constexpr int kApplicationId = 0x54414c4f;

// A connection to a project file. SQLite's exceptions end at the functions of this folder. One
// thread at a time; every thread that needs the project opens its own. Calls block.
class Database
{
public:
    // What may be done with the file.
    enum class Mode {
        ReadOnly,
        ReadWrite,
        Create, // the file must not exist
    };

    // Opens with foreign keys on, a busy timeout, and WAL where the disk can do it (else the
    // rollback journal, with a warning in the log). A missing file, a folder, an empty file and a
    // file of another kind are refused with what they are. The schema is not looked at.
    static base::Result<Database> open(const std::filesystem::path &path, Mode mode);

    Database(Database &&) noexcept;
    Database &operator=(Database &&) noexcept;
    ~Database();

    const std::filesystem::path &path() const { return m_path; }
    bool isReadOnly() const { return m_isReadOnly; }

    // For the sources of this folder and its tests only.
    SQLite::Database &handle() const { return *m_handle; }

private:
    Database() = default;

    std::filesystem::path m_path;
    bool m_isReadOnly = false;
    std::unique_ptr<SQLite::Database> m_handle;
};

// One IMMEDIATE transaction: everything until commit() happens or nothing does. The stores' writing
// functions do not open one by themselves; whoever calls them decides what belongs together.
class Transaction
{
public:
    // Takes the write lock now, so that what is read inside stays true until commit(). Locked where
    // another program writes for longer than the busy timeout; Io where the project is read-only.
    static base::Result<Transaction> begin(Database &database);

    Transaction(Transaction &&) noexcept;
    Transaction &operator=(Transaction &&) noexcept;
    // Rolls back unless committed.
    ~Transaction();

    base::Result<void> commit();

private:
    Transaction(Database &database, std::unique_ptr<SQLite::Transaction> transaction);

    Database *m_database;
    std::unique_ptr<SQLite::Transaction> m_transaction;
};

// Everything SQLite can verify (integrity_check, foreign_key_check); the first finding as an error.
base::Result<void> checkIntegrity(const Database &database);

} // namespace core::store
