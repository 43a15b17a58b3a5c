#include "core/store/class_store.h"

#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

std::int64_t count(Database &database, const char *sql, std::int64_t classId)
{
    SQLite::Statement query(database.handle(), sql);
    query.bind(1, classId);
    query.executeStep();
    return query.getColumn(0).getInt64();
}

} // namespace

Result<ClassUses> ClassStore::uses(std::int64_t classId) const
{
    return guarded(m_database, [&]() -> Result<ClassUses> {
        const auto times = [&](const char *sql) { return count(m_database, sql, classId); };
        return ClassUses{
            .segments = times("SELECT count(*) FROM segment WHERE class_id = ?"),
            .videoLabels = times("SELECT count(*) FROM video_label WHERE class_id = ?"),
            .labelSetSegments = times("SELECT count(*) FROM label_set_segment WHERE class_id = ?"),
            .edits = times("SELECT count(DISTINCT revision_id) FROM revision_change "
                           "WHERE entity = 'segment' AND ?1 IN (json_extract(before_json, "
                           "'$.class'), json_extract(after_json, '$.class'))")};
    });
}

Result<void> ClassStore::rename(std::int64_t classId, const std::string &key)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(m_database.handle(),
                                 "UPDATE action_class SET key = ?2, name = ?2 WHERE id = ?1");
        update.bind(1, classId);
        update.bind(2, key);
        update.exec();
        return {};
    });
}

Result<void> ClassStore::remove(std::int64_t classId)
{
    return guarded(m_database, [&]() -> Result<void> {
        const auto place =
            count(m_database, "SELECT ordinal FROM action_class WHERE id = ?", classId);
        SQLite::Statement erase(m_database.handle(), "DELETE FROM action_class WHERE id = ?");
        erase.bind(1, classId);
        erase.exec();
        // No two may have one place, not even in between: through the negative numbers.
        SQLite::Statement away(m_database.handle(),
                               "UPDATE action_class SET ordinal = -ordinal WHERE ordinal > ?");
        away.bind(1, place);
        away.exec();
        SQLite::Statement back(m_database.handle(),
                               "UPDATE action_class SET ordinal = -ordinal - 1 WHERE ordinal < 0");
        back.exec();
        return {};
    });
}

} // namespace core::store
