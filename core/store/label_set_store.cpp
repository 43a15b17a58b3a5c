#include "core/store/label_set_store.h"

#include "core/base/ids.h"
#include "core/store/revision_store.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

void insertRow(const Database &database, model::LabelSet &set)
{
    SQLite::Statement insert(database.handle(),
                             "INSERT INTO label_set (uuid, name, content_hash, base_run_id, "
                             "base_track, created_at) VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, set.uuid);
    insert.bind(2, set.name);
    insert.bind(3, set.contentHash);
    bindOptional(insert, 4, set.baseRunId);
    insert.bind(5, set.baseTrack);
    insert.bind(6, set.createdAt);
    insert.exec();
    set.id = database.handle().getLastInsertRowid();
}

void insertVideos(const Database &database, const model::LabelSetContent &content)
{
    SQLite::Statement insert(database.handle(), "INSERT INTO label_set_video (label_set_id, "
                                                "video_id, state) VALUES (?, ?, ?)");
    for (const model::LabelSetVideo &video : content.videos) {
        insert.bind(1, content.set.id);
        insert.bind(2, video.videoId);
        insert.bind(3, std::string(model::toText(video.state)));
        insert.exec();
        insert.reset();
    }
}

void insertSegments(const Database &database, const model::LabelSetContent &content)
{
    SQLite::Statement insert(
        database.handle(),
        "INSERT INTO label_set_segment (label_set_id, seq, video_id, class_id, t0_us, t1_us, "
        "score, source, segment_uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    std::int64_t seq = 0;
    for (const model::LabelSetSegment &segment : content.segments) {
        insert.bind(1, content.set.id);
        insert.bind(2, seq++);
        insert.bind(3, segment.videoId);
        insert.bind(4, segment.classId);
        insert.bind(5, segment.range.startUs);
        insert.bind(6, segment.range.endUs);
        bindOptional(insert, 7, segment.score);
        insert.bind(8, std::string(model::toText(segment.source)));
        insert.bind(9, segment.segmentUuid);
        insert.exec();
        insert.reset();
    }
}

} // namespace

Result<std::vector<model::LabelSet>> LabelSetStore::labelSets() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::LabelSet>> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT id, uuid, name, content_hash, base_run_id, base_track, "
                                "created_at FROM label_set ORDER BY id");
        std::vector<model::LabelSet> sets;
        while (query.executeStep()) {
            sets.push_back({.id = query.getColumn(0).getInt64(),
                            .uuid = text(query.getColumn(1)),
                            .name = text(query.getColumn(2)),
                            .contentHash = text(query.getColumn(3)),
                            .baseRunId = optionalInteger(query.getColumn(4)),
                            .baseTrack = text(query.getColumn(5)),
                            .createdAt = text(query.getColumn(6))});
        }
        return sets;
    });
}

Result<model::LabelSetContent> LabelSetStore::content(const model::LabelSet &set) const
{
    return guarded(m_database, [&]() -> Result<model::LabelSetContent> {
        model::LabelSetContent content{.set = set, .videos = {}, .segments = {}};
        SQLite::Statement videos(m_database.handle(), "SELECT video_id, state FROM label_set_video "
                                                      "WHERE label_set_id = ? ORDER BY video_id");
        videos.bind(1, set.id);
        while (videos.executeStep()) {
            content.videos.push_back(
                {.videoId = videos.getColumn(0).getInt64(),
                 .state = model::fromText<model::VideoState>(text(videos.getColumn(1)))
                              .value_or(model::VideoState::Untouched)});
        }
        SQLite::Statement segments(m_database.handle(),
                                   "SELECT video_id, class_id, t0_us, t1_us, score, source, "
                                   "segment_uuid FROM label_set_segment WHERE label_set_id = ? "
                                   "ORDER BY seq");
        segments.bind(1, set.id);
        while (segments.executeStep()) {
            content.segments.push_back(
                {.videoId = segments.getColumn(0).getInt64(),
                 .classId = segments.getColumn(1).getInt64(),
                 .range = {segments.getColumn(2).getInt64(), segments.getColumn(3).getInt64()},
                 .score = optionalReal(segments.getColumn(4)),
                 .source = model::fromText<model::LabelSource>(text(segments.getColumn(5)))
                               .value_or(model::LabelSource::PseudoLabel),
                 .segmentUuid = text(segments.getColumn(6))});
        }
        return content;
    });
}

Result<void> LabelSetStore::insert(model::LabelSetContent &content)
{
    return guarded(m_database, [&]() -> Result<void> {
        content.set.uuid = base::newUuid();
        content.set.createdAt = nowUtc();
        insertRow(m_database, content.set);
        insertVideos(m_database, content);
        insertSegments(m_database, content);
        return {};
    });
}

} // namespace core::store
