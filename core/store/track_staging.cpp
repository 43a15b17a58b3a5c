#include "core/store/track_staging.h"

#include "core/base/ids.h"
#include "core/store/segment_store.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

constexpr int kStagedOrdinal = -1;

} // namespace

// Under its uuid, as the name may be taken until it is published, and of no run, so that nothing
// that concerns the run's tracks finds it.
Result<void> TrackStaging::insert(model::Track &track)
{
    track.uuid = track.uuid.empty() ? base::newUuid() : track.uuid;
    model::Track staged = track;
    staged.name = track.uuid;
    staged.sourceRunId.reset();
    staged.ordinal = kStagedOrdinal;
    TRY(SegmentStore(m_database).insertTrack(staged));
    track.id = staged.id;
    return {};
}

Result<void> TrackStaging::publish(std::span<const model::Track> tracks)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(m_database.handle(), "UPDATE track SET name = ?, ordinal = ?, "
                                                      "source_run_id = ? WHERE id = ?");
        for (const model::Track &track : tracks) {
            update.bindNoCopy(1, track.name);
            update.bind(2, track.ordinal);
            bindOptional(update, 3, track.sourceRunId);
            update.bind(4, track.id);
            update.exec();
            update.reset();
        }
        return {};
    });
}

Result<std::vector<std::int64_t>> TrackStaging::withdraw(std::int64_t runId, model::TrackRole role)
{
    return guarded(m_database, [&]() -> Result<std::vector<std::int64_t>> {
        SQLite::Statement update(m_database.handle(),
                                 "UPDATE track SET name = uuid, ordinal = ?, source_run_id = NULL "
                                 "WHERE source_run_id = ? AND role = ? RETURNING id");
        update.bind(1, kStagedOrdinal);
        update.bind(2, runId);
        update.bind(3, std::string(model::toText(role)));
        std::vector<std::int64_t> ids;
        while (update.executeStep()) {
            ids.push_back(update.getColumn(0).getInt64());
        }
        return ids;
    });
}

Result<std::int64_t> TrackStaging::remove(std::int64_t trackId, std::int64_t most)
{
    return guarded(m_database, [&]() -> Result<std::int64_t> {
        SQLite::Statement segments(
            m_database.handle(),
            "DELETE FROM segment WHERE id IN (SELECT s.id FROM segment s JOIN track t ON "
            "t.id = s.track_id WHERE t.id = ? AND t.ordinal < 0 LIMIT ?)");
        segments.bind(1, trackId);
        segments.bind(2, most);
        const std::int64_t removed = segments.exec();
        if (removed == most) {
            return removed;
        }
        SQLite::Statement track(m_database.handle(),
                                "DELETE FROM track WHERE id = ? AND ordinal < 0");
        track.bind(1, trackId);
        track.exec();
        return removed;
    });
}

Result<void> TrackStaging::removeAll()
{
    return guarded(m_database, [&]() -> Result<void> {
        for (const char *text : {"DELETE FROM segment WHERE track_id IN (SELECT id FROM track "
                                 "WHERE ordinal < 0)",
                                 "DELETE FROM track WHERE ordinal < 0"}) {
            m_database.handle().exec(text);
        }
        return {};
    });
}

} // namespace core::store
