#include "core/store/run_store.h"

#include <cmath>
#include <cstdlib>

#include "core/base/ids.h"
#include "core/store/revision_store.h"
#include "core/store/sqlite_guard.h"

namespace core::store {

using base::Result;

namespace {

// Of a row that begins with these columns of `artifact a`.
constexpr const char *kArtifactColumns =
    "a.id, a.kind, a.path, a.content_hash, a.bytes, a.meta_json";

model::Artifact readArtifact(SQLite::Statement &row)
{
    return {.id = row.getColumn(0).getInt64(),
            .kind = text(row.getColumn(1)),
            .path = text(row.getColumn(2)),
            .contentHash = text(row.getColumn(3)),
            .sizeBytes = row.getColumn(4).getInt64(),
            .metaJson = text(row.getColumn(5))};
}

} // namespace

Result<std::vector<model::Run>> RunStore::runs() const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Run>> {
        SQLite::Statement query(
            m_database.handle(),
            "SELECT id, uuid, kind, name, recipe, parent_run_id, folder, config_json, "
            "config_hash, code_version, seed, device, status, started_at, ended_at, error_json, "
            "pid, host FROM run ORDER BY id");
        std::vector<model::Run> runs;
        while (query.executeStep()) {
            model::Run run;
            int column = 0;
            run.id = query.getColumn(column++).getInt64();
            run.uuid = text(query.getColumn(column++));
            run.kind = text(query.getColumn(column++));
            run.name = text(query.getColumn(column++));
            run.recipe = text(query.getColumn(column++));
            run.parentRunId = optionalInteger(query.getColumn(column++));
            run.folder = text(query.getColumn(column++));
            run.configJson = text(query.getColumn(column++));
            run.configHash = text(query.getColumn(column++));
            run.codeVersion = text(query.getColumn(column++));
            run.seed = std::strtoull(text(query.getColumn(column++)).c_str(), nullptr, 10);
            run.device = text(query.getColumn(column++));
            run.status = model::fromText<model::RunStatus>(text(query.getColumn(column++)))
                             .value_or(model::RunStatus::Failed);
            run.startedAt = text(query.getColumn(column++));
            run.endedAt = text(query.getColumn(column++));
            run.errorJson = text(query.getColumn(column++));
            run.pid = query.getColumn(column++).getInt64();
            run.host = text(query.getColumn(column++));
            runs.push_back(std::move(run));
        }
        return runs;
    });
}

Result<void> RunStore::insertRun(model::Run &run)
{
    return guarded(m_database, [&]() -> Result<void> {
        if (run.uuid.empty()) {
            run.uuid = base::newUuid();
        }
        if (run.startedAt.empty()) {
            run.startedAt = nowUtc();
        }
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO run (uuid, kind, name, recipe, parent_run_id, folder, config_json, "
            "config_hash, code_version, seed, device, status, started_at, ended_at, error_json, "
            "pid, host) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        int column = 1;
        insert.bind(column++, run.uuid);
        insert.bind(column++, run.kind);
        insert.bind(column++, run.name);
        insert.bind(column++, run.recipe);
        bindOptional(insert, column++, run.parentRunId);
        insert.bind(column++, run.folder);
        insert.bind(column++, run.configJson);
        insert.bind(column++, run.configHash);
        insert.bind(column++, run.codeVersion);
        insert.bind(column++, std::to_string(run.seed)); // 64 bits without a sign
        insert.bind(column++, run.device);
        insert.bind(column++, std::string(model::toText(run.status)));
        insert.bind(column++, run.startedAt);
        insert.bind(column++, run.endedAt);
        insert.bind(column++, run.errorJson);
        insert.bind(column++, run.pid);
        insert.bind(column++, run.host);
        insert.exec();
        run.id = m_database.handle().getLastInsertRowid();
        return {};
    });
}

Result<void> RunStore::updateRun(const model::Run &run)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement update(m_database.handle(),
                                 "UPDATE run SET status = ?, ended_at = ?, error_json = ?, "
                                 "device = ?, pid = ?, host = ? WHERE id = ?");
        update.bind(1, std::string(model::toText(run.status)));
        update.bind(2, run.endedAt);
        update.bind(3, run.errorJson);
        update.bind(4, run.device);
        update.bind(5, run.pid);
        update.bind(6, run.host);
        update.bind(7, run.id);
        update.exec();
        return {};
    });
}

Result<void> RunStore::renameRun(std::int64_t id, const std::string &name)
{
    return guarded(m_database, [&]() -> Result<void> {
        for (const char *text : {"UPDATE run SET name = ? WHERE id = ?",
                                 "UPDATE track SET name = ? WHERE source_run_id = ?"}) {
            SQLite::Statement update(m_database.handle(), text);
            update.bind(1, name);
            update.bind(2, id);
            update.exec();
        }
        return {};
    });
}

Result<void> RunStore::deleteRun(std::int64_t id)
{
    return guarded(m_database, [&]() -> Result<void> {
        for (const char *text : {"UPDATE run SET parent_run_id = NULL WHERE parent_run_id = ?",
                                 "UPDATE label_set SET base_run_id = NULL WHERE base_run_id = ?",
                                 "DELETE FROM run WHERE id = ?"}) {
            SQLite::Statement remove(m_database.handle(), text);
            remove.bind(1, id);
            remove.exec();
        }
        return {};
    });
}

Result<std::int64_t> RunStore::reviewsOfRun(std::int64_t id) const
{
    return guarded(m_database, [&]() -> Result<std::int64_t> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT count(*) FROM segment s JOIN track t ON t.id = s.track_id "
                                "WHERE s.origin_run_id = ?1 AND t.source_run_id IS NOT ?1 "
                                "AND t.ordinal >= 0");
        query.bind(1, id);
        query.executeStep();
        return query.getColumn(0).getInt64();
    });
}

Result<std::vector<model::RunInput>> RunStore::inputs(std::int64_t runId) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::RunInput>> {
        SQLite::Statement query(m_database.handle(),
                                "SELECT role, entity, entity_uuid, content_hash FROM run_input "
                                "WHERE run_id = ? ORDER BY rowid");
        query.bind(1, runId);
        std::vector<model::RunInput> inputs;
        while (query.executeStep()) {
            inputs.push_back({.role = text(query.getColumn(0)),
                              .entity = text(query.getColumn(1)),
                              .entityUuid = text(query.getColumn(2)),
                              .contentHash = text(query.getColumn(3))});
        }
        return inputs;
    });
}

Result<void> RunStore::insertInputs(std::int64_t runId, std::span<const model::RunInput> inputs)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(m_database.handle(),
                                 "INSERT INTO run_input (run_id, role, entity, entity_uuid, "
                                 "content_hash) VALUES (?, ?, ?, ?, ?)");
        for (const model::RunInput &input : inputs) {
            insert.bind(1, runId);
            insert.bind(2, input.role);
            insert.bind(3, input.entity);
            insert.bind(4, input.entityUuid);
            insert.bind(5, input.contentHash);
            insert.exec();
            insert.reset();
        }
        return {};
    });
}

Result<std::vector<model::Metric>> RunStore::metrics(std::int64_t runId) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Metric>> {
        SQLite::Statement query(m_database.handle(), "SELECT name, step, value FROM metric "
                                                     "WHERE run_id = ? ORDER BY name, step");
        query.bind(1, runId);
        std::vector<model::Metric> metrics;
        while (query.executeStep()) {
            metrics.push_back({.name = text(query.getColumn(0)),
                               .step = query.getColumn(1).getInt64(),
                               .value = optionalReal(query.getColumn(2))});
        }
        return metrics;
    });
}

Result<void> RunStore::insertMetrics(std::int64_t runId, std::span<const model::Metric> metrics)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(m_database.handle(),
                                 "INSERT INTO metric (run_id, name, step, value) VALUES (?, ?, ?, "
                                 "?) ON CONFLICT DO UPDATE SET value = excluded.value");
        for (const model::Metric &metric : metrics) {
            insert.bind(1, runId);
            insert.bindNoCopy(2, metric.name);
            insert.bind(3, metric.step);
            const bool isFinite = metric.value && std::isfinite(*metric.value);
            bindOptional(insert, 4, isFinite ? metric.value : std::nullopt);
            insert.exec();
            insert.reset();
        }
        return {};
    });
}

Result<std::vector<model::Artifact>> RunStore::artifacts(std::int64_t runId) const
{
    return guarded(m_database, [&]() -> Result<std::vector<model::Artifact>> {
        SQLite::Statement query(m_database.handle(),
                                std::string("SELECT ") + kArtifactColumns +
                                    " FROM artifact a WHERE a.run_id = ? ORDER BY a.id");
        query.bind(1, runId);
        std::vector<model::Artifact> artifacts;
        while (query.executeStep()) {
            artifacts.push_back(readArtifact(query));
        }
        return artifacts;
    });
}

Result<std::optional<PlacedArtifact>> RunStore::artifact(std::int64_t id) const
{
    return guarded(m_database, [&]() -> Result<std::optional<PlacedArtifact>> {
        SQLite::Statement query(m_database.handle(),
                                std::string("SELECT ") + kArtifactColumns +
                                    ", r.folder FROM artifact a JOIN run r ON r.id = a.run_id "
                                    "WHERE a.id = ?");
        query.bind(1, id);
        if (!query.executeStep()) {
            return std::nullopt;
        }
        return PlacedArtifact{.artifact = readArtifact(query),
                              .runFolder = text(query.getColumn(6))};
    });
}

Result<void> RunStore::insertArtifact(std::int64_t runId, model::Artifact &artifact)
{
    return guarded(m_database, [&]() -> Result<void> {
        SQLite::Statement insert(
            m_database.handle(),
            "INSERT INTO artifact (run_id, kind, path, content_hash, bytes, meta_json) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, path) DO UPDATE SET "
            "kind = excluded.kind, content_hash = excluded.content_hash, bytes = excluded.bytes, "
            "meta_json = excluded.meta_json RETURNING id");
        insert.bind(1, runId);
        insert.bind(2, artifact.kind);
        insert.bind(3, artifact.path);
        insert.bind(4, artifact.contentHash);
        insert.bind(5, artifact.sizeBytes);
        insert.bind(6, artifact.metaJson);
        insert.executeStep();
        artifact.id = insert.getColumn(0).getInt64();
        insert.executeStep(); // a RETURNING statement is complete only when it was stepped through
        return {};
    });
}

} // namespace core::store
