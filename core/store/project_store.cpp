#include "core/store/project_store.h"

#include "core/base/ids.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

std::optional<std::string> valueOf(const Database &database, const char *sql,
                                   const std::string &key)
{
    SQLite::Statement query(database.handle(), sql);
    query.bind(1, key);
    return query.executeStep() ? std::optional(text(query.getColumn(0))) : std::nullopt;
}

void execute(const Database &database, const char *sql, const std::string &first,
             const std::string &second)
{
    SQLite::Statement statement(database.handle(), sql);
    statement.bind(1, first);
    statement.bind(2, second);
    statement.exec();
}

model::Video readVideo(SQLite::Statement &row)
{
    model::Video video;
    int column = 0;
    video.id = row.getColumn(column++).getInt64();
    video.uuid = text(row.getColumn(column++));
    video.name = text(row.getColumn(column++));
    video.rootId = optionalInteger(row.getColumn(column++));
    video.path = text(row.getColumn(column++));
    video.sizeBytes = row.getColumn(column++).getInt64();
    video.mtimeNs = row.getColumn(column++).getInt64();
    video.headHash = text(row.getColumn(column++));
    video.durationUs = row.getColumn(column++).getInt64();
    video.frameCount = row.getColumn(column++).getInt64();
    video.fps.num = row.getColumn(column++).getInt64();
    video.fps.den = row.getColumn(column++).getInt64();
    video.isVariableRate = row.getColumn(column++).getInt() != 0;
    video.width = row.getColumn(column++).getInt();
    video.height = row.getColumn(column++).getInt();
    video.subset = text(row.getColumn(column++));
    video.split = model::fromText<model::Split>(text(row.getColumn(column++)));
    video.state = model::fromText<model::VideoState>(text(row.getColumn(column++)))
                      .value_or(model::VideoState::Untouched);
    return video;
}

// Binds every column but id and uuid from `column` on.
void bindVideo(SQLite::Statement &statement, int column, const model::Video &video)
{
    statement.bind(column++, video.name);
    bindOptional(statement, column++, video.rootId);
    statement.bind(column++, video.path);
    statement.bind(column++, video.sizeBytes);
    statement.bind(column++, video.mtimeNs);
    statement.bind(column++, video.headHash);
    statement.bind(column++, video.durationUs);
    statement.bind(column++, video.frameCount);
    statement.bind(column++, video.fps.num);
    statement.bind(column++, video.fps.den);
    statement.bind(column++, video.isVariableRate ? 1 : 0);
    statement.bind(column++, video.width);
    statement.bind(column++, video.height);
    statement.bind(column++, video.subset);
    if (video.split) {
        statement.bind(column++, std::string(model::toText(*video.split)));
    } else {
        statement.bind(column++);
    }
    statement.bind(column, std::string(model::toText(video.state)));
}

} // namespace

Result<std::optional<std::string>> ProjectStore::meta(const std::string &key) const
{
    return guarded(m_database, [&]() -> Result<std::optional<std::string>> {
        return valueOf(m_database, "SELECT value FROM meta WHERE key = ?", key);
    });
}

Result<void> ProjectStore::setMeta(const std::string &key, const std::string &value)
{
    return guarded(m_database, [&]() -> Result<void> {
        execute(m_database,
                "INSERT INTO meta (key, value) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                key, value);
        return {};
    });
}

Result<std::optional<std::string>> ProjectStore::uiState(const std::string &key) const
{
    return guarded(m_database, [&]() -> Result<std::optional<std::string>> {
        return valueOf(m_database, "SELECT value_json FROM ui_state WHERE key = ?", key);
    });
}

Result<void> ProjectStore::setUiState(const std::string &key, const std::string &valueJson)
{
    return guarded(m_database, [&]() -> Result<void> {
        execute(m_database,
                "INSERT INTO ui_state (key, value_json) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json",
                key, valueJson);
        return {};
    });
}

Result<std::vector<model::MediaRoot>> ProjectStore::mediaRoots() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::MediaRoot>> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT id, name, path FROM media_root ORDER BY id");
        std::vector<model::MediaRoot> roots;
        while (query.executeStep()) {
            roots.push_back({.id = query.getColumn(0).getInt64(),
                             .name = text(query.getColumn(1)),
                             .path = text(query.getColumn(2))});
        }
        return roots;
    });
}

Result<void> ProjectStore::insertMediaRoot(model::MediaRoot &root)
{
    return guarded(m_database, [&]() -> Result<void> {
        execute(m_database, "INSERT INTO media_root (name, path) VALUES (?, ?)", root.name,
                root.path);
        root.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<std::vector<model::Video>> ProjectStore::videos() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Video>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT id, uuid, name, root_id, path, size_bytes, mtime_ns, head_hash, duration_us, "
            "frame_count, fps_num, fps_den, is_vfr, width, height, subset, split, state "
            "FROM video ORDER BY id");
        std::vector<model::Video> videos;
        while (query.executeStep()) {
            videos.push_back(readVideo(query));
        }
        return videos;
    });
}

Result<void> ProjectStore::insertVideo(model::Video &video)
{
    return guarded(m_database, [&]() -> Result<void> {
        if (video.uuid.empty()) {
            video.uuid = base::newUuid();
        }
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO video (uuid, name, root_id, path, size_bytes, mtime_ns, head_hash, "
            "duration_us, frame_count, fps_num, fps_den, is_vfr, width, height, subset, split, "
            "state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, video.uuid);
        bindVideo(insert, 2, video);
        insert.exec();
        video.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<void> ProjectStore::updateVideo(const model::Video &video)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(
            m_database.handle(),
            "UPDATE video SET name = ?, root_id = ?, path = ?, size_bytes = ?, mtime_ns = ?, "
            "head_hash = ?, duration_us = ?, frame_count = ?, fps_num = ?, fps_den = ?, "
            "is_vfr = ?, width = ?, height = ?, subset = ?, split = ?, state = ? WHERE id = ?");
        bindVideo(update, 1, video);
        update.bind(17, video.id);
        update.exec();
        return {};
    });
}

Result<std::vector<model::ActionClass>> ProjectStore::classes() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::ActionClass>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT id, key, name, color, ordinal FROM action_class ORDER BY ordinal");
        std::vector<model::ActionClass> classes;
        while (query.executeStep()) {
            classes.push_back({.id = query.getColumn(0).getInt64(),
                               .key = text(query.getColumn(1)),
                               .name = text(query.getColumn(2)),
                               .color = text(query.getColumn(3)),
                               .ordinal = query.getColumn(4).getInt()});
        }
        return classes;
    });
}

Result<void> ProjectStore::insertClass(model::ActionClass &actionClass)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(m_database.handle(),
                                 "INSERT INTO action_class (class_list_id, key, name, color, "
                                 "ordinal) VALUES (1, ?, ?, ?, ?)");
        insert.bind(1, actionClass.key);
        insert.bind(2, actionClass.name.empty() ? actionClass.key : actionClass.name);
        insert.bind(3, actionClass.color);
        insert.bind(4, actionClass.ordinal);
        insert.exec();
        actionClass.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<std::vector<model::WeakLabel>> ProjectStore::weakLabels() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::WeakLabel>> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT video_id, class_id, origin FROM video_label "
                                "ORDER BY video_id, class_id, origin");
        std::vector<model::WeakLabel> labels;
        while (query.executeStep()) {
            labels.push_back({.videoId = query.getColumn(0).getInt64(),
                              .classId = query.getColumn(1).getInt64(),
                              .origin = text(query.getColumn(2))});
        }
        return labels;
    });
}

Result<void> ProjectStore::insertWeakLabels(std::span<const model::WeakLabel> labels)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(m_database.handle(),
                                 "INSERT INTO video_label (video_id, class_id, origin) "
                                 "VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
        for (const model::WeakLabel &label : labels) {
            insert.bind(1, label.videoId);
            insert.bind(2, label.classId);
            insert.bind(3, label.origin);
            insert.exec();
            insert.reset();
        }
        return {};
    });
}

Result<std::vector<model::FeatureSet>> ProjectStore::featureSets() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::FeatureSet>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT id, name, extractor, modality, dim, stride_frames, window_frames, sample_fps, "
            "is_transposed, params_json FROM feature_set ORDER BY id");
        std::vector<model::FeatureSet> sets;
        while (query.executeStep()) {
            sets.push_back({.id = query.getColumn(0).getInt64(),
                            .name = text(query.getColumn(1)),
                            .extractor = text(query.getColumn(2)),
                            .modality = text(query.getColumn(3)),
                            .grid = {.sampleFps = query.getColumn(7).getDouble(),
                                     .windowFrames = query.getColumn(6).getInt(),
                                     .strideFrames = query.getColumn(5).getInt(),
                                     .dim = query.getColumn(4).getInt()},
                            .isTransposed = query.getColumn(8).getInt() != 0,
                            .paramsJson = text(query.getColumn(9))});
        }
        return sets;
    });
}

Result<void> ProjectStore::insertFeatureSet(model::FeatureSet &set)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO feature_set (name, extractor, modality, dim, stride_frames, "
            "window_frames, sample_fps, is_transposed, params_json) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, set.name);
        insert.bind(2, set.extractor);
        insert.bind(3, set.modality);
        insert.bind(4, set.grid.dim);
        insert.bind(5, set.grid.strideFrames);
        insert.bind(6, set.grid.windowFrames);
        insert.bind(7, set.grid.sampleFps);
        insert.bind(8, set.isTransposed ? 1 : 0);
        insert.bind(9, set.paramsJson);
        insert.exec();
        set.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<std::vector<model::Feature>> ProjectStore::features(std::int64_t featureSetId) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Feature>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT f.id, f.video_id, f.snippets, p.root_id, p.path, p.content_hash "
            "FROM feature f JOIN feature_part p ON p.feature_id = f.id "
            "WHERE f.feature_set_id = ? ORDER BY f.id, p.ordinal");
        query.bind(1, featureSetId);
        std::vector<model::Feature> features;
        while (query.executeStep()) {
            const std::int64_t id = query.getColumn(0).getInt64();
            if (features.empty() || features.back().id != id) {
                features.push_back({.id = id,
                                    .videoId = query.getColumn(1).getInt64(),
                                    .featureSetId = featureSetId,
                                    .snippets = query.getColumn(2).getInt64(),
                                    .parts = {}});
            }
            features.back().parts.push_back({.rootId = query.getColumn(3).getInt64(),
                                             .path = text(query.getColumn(4)),
                                             .contentHash = text(query.getColumn(5))});
        }
        return features;
    });
}

Result<void> ProjectStore::insertFeature(model::Feature &feature)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO feature (video_id, feature_set_id, snippets) VALUES (?, ?, ?)");
        insert.bind(1, feature.videoId);
        insert.bind(2, feature.featureSetId);
        insert.bind(3, feature.snippets);
        insert.exec();
        feature.id = m_database.handle().getLastInsertRowid();
        SQLite::Statement part(m_database.handle(),
                               "INSERT INTO feature_part (feature_id, ordinal, root_id, path, "
                               "content_hash) VALUES (?, ?, ?, ?, ?)");
        int ordinal = 0;
        for (const model::FeaturePart &item : feature.parts) {
            part.bind(1, feature.id);
            part.bind(2, ordinal++);
            part.bind(3, item.rootId);
            part.bind(4, item.path);
            part.bind(5, item.contentHash);
            part.exec();
            part.reset();
        }
        return {};
    });
}

Result<void> ProjectStore::moveFeaturePart(std::int64_t featureId, std::int64_t part,
                                           std::int64_t rootId, const std::string &path)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(
            m_database.handle(),
            "UPDATE feature_part SET root_id = ?, path = ? WHERE feature_id = ? AND ordinal = ?");
        update.bind(1, rootId);
        update.bind(2, path);
        update.bind(3, featureId);
        update.bind(4, part);
        update.exec();
        return {};
    });
}

} // namespace core::store
