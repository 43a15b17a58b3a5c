#pragma once

#include <optional>
#include <string>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/result.h"
#include "core/store/database.h"

// Private to core/store: where SQLite's exceptions become errors.
namespace core::store {

// What an exception of SQLite means to the user of the project at `path`.
base::Error toError(const SQLite::Exception &exception, const std::filesystem::path &path);

// Runs `work`, which returns a Result, and turns an exception of SQLite into its error.
template <typename Work>
auto guarded(const std::filesystem::path &path, Work &&work) -> decltype(work())
{
    try {
        return std::forward<Work>(work)();
    } catch (const SQLite::Exception &exception) {
        return base::fail(toError(exception, path));
    }
}

// The same, of an open project.
template <typename Work>
auto guarded(const Database &database, Work &&work) -> decltype(work())
{
    return guarded(database.path(), std::forward<Work>(work));
}

// Binds an optional value, NULL where there is none.
template <typename T>
void bindOptional(SQLite::Statement &statement, int index, const std::optional<T> &value)
{
    if (value) {
        statement.bind(index, *value);
    } else {
        statement.bind(index);
    }
}

// The value of a column, nothing for NULL.
inline std::optional<std::int64_t> optionalInteger(const SQLite::Column &column)
{
    return column.isNull() ? std::nullopt : std::optional<std::int64_t>(column.getInt64());
}

// The value of a column, nothing for NULL.
inline std::optional<double> optionalReal(const SQLite::Column &column)
{
    return column.isNull() ? std::nullopt : std::optional<double>(column.getDouble());
}

// A text column without its exception-prone conversions; NULL is empty.
inline std::string text(const SQLite::Column &column)
{
    return column.isNull() ? std::string() : column.getString();
}

} // namespace core::store
