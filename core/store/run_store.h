#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/run.h"
#include "core/store/database.h"

namespace core::store {

// A file of a run, and where the run lies (Run::folder).
struct PlacedArtifact
{
    model::Artifact artifact = {};
    std::string runFolder = {};
};

// Runs with what they read, measured and wrote. A view of a connection, as ProjectStore; writing
// functions run in the caller's Transaction.
class RunStore
{
public:
    explicit RunStore(Database &database)
        : m_database(database)
    {
    }

    // All runs, oldest first.
    base::Result<std::vector<model::Run>> runs() const;
    // Fills in id and, where empty, uuid and start time.
    base::Result<void> insertRun(model::Run &run);
    // Status, end time, error, device and process of a run.
    base::Result<void> updateRun(const model::Run &run);

    // Gives a run another name, which its tracks carry too. The name must be free.
    base::Result<void> renameRun(std::int64_t id, const std::string &name);
    // Removes a run with its inputs, metrics and artifacts; its tracks must be gone. Runs and label
    // sets that came from it forget that.
    base::Result<void> deleteRun(std::int64_t id);
    // Segments of people's tracks that were made from the run's.
    base::Result<std::int64_t> reviewsOfRun(std::int64_t id) const;

    base::Result<std::vector<model::RunInput>> inputs(std::int64_t runId) const;
    base::Result<void> insertInputs(std::int64_t runId, std::span<const model::RunInput> inputs);

    // By name, then step.
    base::Result<std::vector<model::Metric>> metrics(std::int64_t runId) const;
    // A value that is there already is replaced: a resumed run repeats its last steps.
    base::Result<void> insertMetrics(std::int64_t runId, std::span<const model::Metric> metrics);

    base::Result<std::vector<model::Artifact>> artifacts(std::int64_t runId) const;
    // One by its id, with the folder of its run; none where there is no such artifact.
    base::Result<std::optional<PlacedArtifact>> artifact(std::int64_t id) const;
    base::Result<void> insertArtifact(std::int64_t runId, model::Artifact &artifact);

private:
    Database &m_database;
};

} // namespace core::store
