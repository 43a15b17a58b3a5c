#include "core/store/segment_store.h"

#include <algorithm>
#include <utility>

#include "core/base/ids.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

constexpr const char *kTrackColumns =
    "t.id, t.uuid, t.video_id, t.kind, t.role, t.name, t.source_run_id, t.artifact_id, t.locked, "
    "t.ordinal";
constexpr const char *kSegmentColumns =
    "s.id, s.uuid, s.track_id, s.class_id, s.t0_us, s.t1_us, s.score, s.state, s.origin, "
    "s.origin_run_id, s.origin_segment_uuid, s.note, s.created_rev, s.changed_rev";

model::Track readTrack(SQLite::Statement &row)
{
    return {.id = row.getColumn(0).getInt64(),
            .uuid = text(row.getColumn(1)),
            .videoId = row.getColumn(2).getInt64(),
            .kind = model::fromText<model::TrackKind>(text(row.getColumn(3)))
                        .value_or(model::TrackKind::Segments),
            .role = model::fromText<model::TrackRole>(text(row.getColumn(4)))
                        .value_or(model::TrackRole::Manual),
            .name = text(row.getColumn(5)),
            .sourceRunId = optionalInteger(row.getColumn(6)),
            .artifactId = optionalInteger(row.getColumn(7)),
            .isLocked = row.getColumn(8).getInt() != 0,
            .ordinal = row.getColumn(9).getInt()};
}

model::Segment readSegment(SQLite::Statement &row)
{
    return {.id = row.getColumn(0).getInt64(),
            .uuid = text(row.getColumn(1)),
            .trackId = row.getColumn(2).getInt64(),
            .classId = optionalInteger(row.getColumn(3)),
            .range = {row.getColumn(4).getInt64(), row.getColumn(5).getInt64()},
            .score = optionalReal(row.getColumn(6)),
            .state = model::fromText<model::SegmentState>(text(row.getColumn(7)))
                         .value_or(model::SegmentState::Draft),
            .origin = model::fromText<model::SegmentOrigin>(text(row.getColumn(8)))
                          .value_or(model::SegmentOrigin::Human),
            .originRunId = optionalInteger(row.getColumn(9)),
            .originSegmentUuid = text(row.getColumn(10)),
            .note = text(row.getColumn(11)),
            .createdRevision = row.getColumn(12).getInt64(),
            .changedRevision = row.getColumn(13).getInt64()};
}

// Binds every column but id and uuid from `column` on.
void bindSegment(SQLite::Statement &statement, int column, const model::Segment &segment)
{
    statement.bind(column++, segment.trackId);
    bindOptional(statement, column++, segment.classId);
    statement.bind(column++, segment.range.startUs);
    statement.bind(column++, segment.range.endUs);
    bindOptional(statement, column++, segment.score);
    statement.bindNoCopy(column++, model::toText(segment.state).data());
    statement.bindNoCopy(column++, model::toText(segment.origin).data());
    bindOptional(statement, column++, segment.originRunId);
    if (segment.originSegmentUuid.empty()) {
        statement.bind(column++);
    } else {
        statement.bindNoCopy(column++, segment.originSegmentUuid);
    }
    statement.bindNoCopy(column++, segment.note);
    statement.bind(column++, segment.createdRevision);
    statement.bind(column, segment.changedRevision);
}

template <typename Bind>
std::vector<model::Segment> selectSegments(const Database &database, const std::string &rest,
                                           Bind &&bind)
{
    SQLite::Statement query(database.handle(),
                            std::string("SELECT ") + kSegmentColumns + " FROM segment s " + rest);
    bind(query);
    std::vector<model::Segment> segments;
    while (query.executeStep()) {
        segments.push_back(readSegment(query));
    }
    return segments;
}

} // namespace

Result<std::vector<model::Track>> SegmentStore::tracks() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Track>> {
        SQLite::Statement query(
            m_database.handle(),
            std::string("SELECT ") + kTrackColumns +
                " FROM track t WHERE t.ordinal >= 0 ORDER BY t.video_id, t.ordinal, "
                "t.id");
        std::vector<model::Track> tracks;
        while (query.executeStep()) {
            tracks.push_back(readTrack(query));
        }
        return tracks;
    });
}

Result<void> SegmentStore::insertTrack(model::Track &track)
{
    return guarded(m_database, [&]() -> Result<void> {
        if (track.uuid.empty()) {
            track.uuid = base::newUuid();
        }
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO track (id, uuid, video_id, kind, role, name, class_list_id, "
            "source_run_id, artifact_id, locked, ordinal) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, "
            "?)");
        bindOptional(insert, 1,
                     track.id == 0 ? std::nullopt : std::optional<std::int64_t>(track.id));
        insert.bind(2, track.uuid);
        insert.bind(3, track.videoId);
        insert.bind(4, std::string(model::toText(track.kind)));
        insert.bind(5, std::string(model::toText(track.role)));
        insert.bind(6, track.name);
        bindOptional(insert, 7, track.sourceRunId);
        bindOptional(insert, 8, track.artifactId);
        insert.bind(9, track.isLocked ? 1 : 0);
        insert.bind(10, track.ordinal);
        insert.exec();
        track.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<void> SegmentStore::deleteTrack(std::int64_t id)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement remove(m_database.handle(), "DELETE FROM track WHERE id = ?");
        remove.bind(1, id);
        remove.exec();
        return {};
    });
}

Result<void> SegmentStore::deleteTracksOfRun(std::int64_t runId,
                                             std::optional<model::TrackRole> role)
{
    return guarded(m_database, [&]() -> Result<void> {
        const std::string chosen = "source_run_id = ?1 AND (?2 = '' OR role = ?2)";
        for (const std::string &text :
             {"DELETE FROM segment WHERE track_id IN (SELECT id FROM track WHERE " + chosen + ")",
              "DELETE FROM track WHERE " + chosen}) {
            SQLite::Statement remove(m_database.handle(), text);
            remove.bind(1, runId);
            remove.bind(2, role ? std::string(model::toText(*role)) : std::string());
            remove.exec();
        }
        return {};
    });
}

Result<std::optional<model::Track>> SegmentStore::trackByUuid(const std::string &uuid) const
{
    return guarded(m_database, [&]() -> Result<std::optional<model::Track>> {
        SQLite::Statement query(m_database.handle(), std::string("SELECT ") + kTrackColumns +
                                                         " FROM track t WHERE t.uuid = ? AND "
                                                         "t.ordinal >= 0");
        query.bind(1, uuid);
        return query.executeStep() ? std::optional(readTrack(query)) : std::nullopt;
    });
}

Result<std::vector<model::Segment>> SegmentStore::segments(std::int64_t trackId) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Segment>> {
        return selectSegments(m_database, "WHERE s.track_id = ? ORDER BY s.t0_us, s.id",
                              [&](SQLite::Statement &query) { query.bind(1, trackId); });
    });
}

Result<std::vector<model::Segment>>
SegmentStore::segments(model::TrackRole role, const std::optional<std::string> &trackName) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Segment>> {
        return selectSegments(
            m_database,
            "JOIN track t ON t.id = s.track_id "
            "WHERE t.role = ?1 AND (?2 IS NULL OR t.name = ?2) AND t.ordinal >= 0 "
            "ORDER BY t.video_id, s.t0_us, s.id",
            [&](SQLite::Statement &query) {
                query.bind(1, std::string(model::toText(role)));
                bindOptional(query, 2, trackName);
            });
    });
}

Result<std::vector<SegmentCount>> SegmentStore::counts() const
{
    return guarded(m_database, [&]() -> Result<std::vector<SegmentCount>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT t.video_id, t.id, count(s.id) FROM track t "
            "LEFT JOIN segment s ON s.track_id = t.id AND s.state <> "
            "'rejected' WHERE t.ordinal >= 0 GROUP BY t.id ORDER BY t.video_id, t.id");
        std::vector<SegmentCount> counts;
        while (query.executeStep()) {
            counts.push_back({.videoId = query.getColumn(0).getInt64(),
                              .trackId = query.getColumn(1).getInt64(),
                              .count = query.getColumn(2).getInt64()});
        }
        return counts;
    });
}

Result<std::optional<model::Segment>> SegmentStore::segment(const std::string &uuid) const
{
    return guarded(m_database, [&]() -> Result<std::optional<model::Segment>> {
        std::vector<model::Segment> found = selectSegments(
            m_database, "JOIN track t ON t.id = s.track_id WHERE s.uuid = ? AND t.ordinal >= 0",
            [&](SQLite::Statement &query) { query.bind(1, uuid); });
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    });
}

Result<std::vector<std::string>> SegmentStore::uuidsStartingWith(const std::string &prefix) const
{
    return guarded(m_database, [&]() -> Result<std::vector<std::string>> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT uuid FROM segment WHERE uuid >= ? "
                                "AND uuid < ? AND track_id IN (SELECT id FROM track "
                                "WHERE ordinal >= 0) ORDER BY uuid LIMIT 2");
        query.bind(1, prefix);
        query.bind(2, prefix + "~"); // behind every hexadecimal digit and the hyphen
        std::vector<std::string> uuids;
        while (query.executeStep()) {
            uuids.push_back(text(query.getColumn(0)));
        }
        return uuids;
    });
}

Result<std::vector<model::Segment>> SegmentStore::reviewsOf(const std::string &uuid) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Segment>> {
        return selectSegments(m_database,
                              "JOIN track t ON t.id = s.track_id WHERE s.origin_segment_uuid = ? "
                              "AND s.origin = 'reviewed' AND t.locked = 0 AND t.ordinal >= 0 "
                              "ORDER BY s.id",
                              [&](SQLite::Statement &query) { query.bind(1, uuid); });
    });
}

void SegmentStore::fillInUuids(std::span<model::Segment> segments)
{
    const auto isEmpty = [](const model::Segment &segment) { return segment.uuid.empty(); };
    const auto missing = std::count_if(segments.begin(), segments.end(), isEmpty);
    std::vector<std::string> uuids = base::newUuids(static_cast<std::size_t>(missing));
    auto next = uuids.begin();
    for (model::Segment &segment : segments) {
        if (isEmpty(segment)) {
            segment.uuid = std::move(*next++);
        }
    }
}

Result<void> SegmentStore::insertSegments(std::span<model::Segment> segments)
{
    fillInUuids(segments);
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO segment (id, uuid, track_id, class_id, t0_us, t1_us, score, state, "
            "origin, origin_run_id, origin_segment_uuid, note, created_rev, changed_rev) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (model::Segment &segment : segments) {
            bindOptional(insert, 1,
                         segment.id == 0 ? std::nullopt : std::optional<std::int64_t>(segment.id));
            insert.bindNoCopy(2, segment.uuid);
            bindSegment(insert, 3, segment);
            insert.exec();
            insert.reset();
            segment.id = m_database.handle().getLastInsertRowid();
        }
        return {};
    });
}

Result<void> SegmentStore::updateSegment(const model::Segment &segment)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(
            m_database.handle(),
            "UPDATE segment SET track_id = ?, class_id = ?, t0_us = ?, t1_us = ?, score = ?, "
            "state = ?, origin = ?, origin_run_id = ?, origin_segment_uuid = ?, note = ?, "
            "created_rev = ?, changed_rev = ? WHERE uuid = ?");
        bindSegment(update, 1, segment);
        update.bindNoCopy(13, segment.uuid);
        update.exec();
        return {};
    });
}

Result<void> SegmentStore::deleteSegment(const std::string &uuid)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement remove(m_database.handle(), "DELETE FROM segment WHERE uuid = ?");
        remove.bind(1, uuid);
        remove.exec();
        return {};
    });
}

} // namespace core::store
