// A whole project whose rows say anything: the input is a list of changes that another program made
// to a good one, each naming a table, a column and a row by number, so that every input is valid
// and no byte is spent on the file format. fuzz_project takes care of that.
#include <array>
#include <cstdlib>
#include <cstring>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/edit/label_sets.h"
#include "core/edit/project_session.h"

#include "tests/fuzz/input_file.h"
#include "tests/fuzz/walk_project.h"
#include "tests/support/project_factory.h"

using namespace core;

namespace {

// Takes the input apart from its front; zeros once it is used up.
class Source
{
public:
    Source(const std::uint8_t *data, std::size_t size)
        : m_rest(fuzz::textOf(data, size))
    {
    }

    bool isEmpty() const { return m_rest.empty(); }
    std::size_t below(std::size_t count)
    {
        const std::string_view byte = take(1);
        return byte.empty() ? 0 : static_cast<unsigned char>(byte[0]) % count;
    }
    std::int64_t number()
    {
        std::int64_t value = 0;
        const std::string_view bytes = take(sizeof value);
        std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }
    std::string_view take(std::size_t bytes)
    {
        const std::string_view front = m_rest.substr(0, bytes);
        m_rest.remove_prefix(front.size());
        return front;
    }

private:
    std::string_view m_rest;
};

// A project with every kind of row and a history, whose schema no longer checks anything.
std::string makeTemplate(const std::filesystem::path &folder)
{
    const std::filesystem::path path = tests::makeProject(folder, 2, 2);
    {
        auto session = edit::ProjectSession::open(path, edit::Access::Write, "fuzz").value();
        const std::string uuid = session.segments().segments(3)->front().uuid;
        for (const edit::Edit &edit :
             {edit::Edit{edit::AcceptSegment{.uuid = uuid}},
              edit::Edit{edit::AddSegment{.videoId = 1, .classId = 1, .range = {1, 2'000'000}}}}) {
            if (!session.document().apply(edit)) {
                std::abort();
            }
        }
        std::ignore = session.document().undo();
        std::ignore = edit::takeLabelSet(session, "snapshot", "base");
    }
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
    database.exec(
        "PRAGMA journal_mode = DELETE; PRAGMA writable_schema = ON;"
        "DELETE FROM sqlite_schema WHERE type = 'trigger';"
        "UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ') STRICT, ', ') '), "
        "') STRICT', ')'), ' NOT NULL', '') WHERE type = 'table'");
    return base::readFile(path).value();
}

struct Column
{
    std::string table;
    std::string name;
};

std::vector<Column> columnsOf(SQLite::Database &database)
{
    std::vector<Column> columns;
    SQLite::Statement query(database,
                            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) "
                            "c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'");
    while (query.executeStep()) {
        columns.push_back({query.getColumn(0).getString(), query.getColumn(1).getString()});
    }
    return columns;
}

void bindValue(SQLite::Statement &statement, Source &source)
{
    constexpr std::array<std::int64_t, 8> kEdges = {
        0, 1, 2, 3, -1, INT64_MAX, INT64_MIN, std::int64_t{1} << 40};
    switch (source.below(6)) {
    case 0:
        statement.bind(1, source.number());
        break;
    case 1: {
        const std::int64_t bits = source.number();
        double value = 0.0;
        std::memcpy(&value, &bits, sizeof value);
        statement.bind(1, value);
        break;
    }
    case 2:
        statement.bind(1);
        break;
    case 3:
        statement.bind(1, kEdges.at(source.below(kEdges.size())));
        break;
    case 4: {
        const std::string_view bytes = source.take(source.below(32));
        statement.bind(1, bytes.data(), static_cast<int>(bytes.size()));
        break;
    }
    default:
        statement.bind(1, std::string(source.take(source.below(256))));
    }
}

// One change; what SQLite itself refuses (an unknown key, a number that is taken) does not happen.
void tamper(SQLite::Database &database, const std::vector<Column> &columns, Source &source)
{
    const Column &column = columns.at(source.below(columns.size()));
    const std::size_t row = source.below(8);
    try {
        SQLite::Statement change(
            database, fmt::format("UPDATE {0} SET {1} = ?1 WHERE {1} IS (SELECT {1} FROM {0} "
                                  "LIMIT 1 OFFSET {2} % (SELECT max(1, count(*)) FROM {0}))",
                                  column.table, column.name, row));
        bindValue(change, source);
        change.exec();
    } catch (const SQLite::Exception &) {
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const fuzz::InputFile file(".talo");
    static const std::string intact = makeTemplate(file.folder());
    const auto &path =
        file.write(reinterpret_cast<const std::uint8_t *>(intact.data()), intact.size());
    {
        SQLite::Database database(path.string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; "
                      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
        static const std::vector<Column> columns = columnsOf(database);
        Source source(data, size);
        for (int changes = 0; changes < 16 && !source.isEmpty(); ++changes) {
            tamper(database, columns, source);
        }
    }
    fuzz::walkProject(path);
    return 0;
}
