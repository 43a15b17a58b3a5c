#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/track.h"
#include "core/store/database.h"

namespace core::store {

// Staged tracks: in the file, but not there for any function of SegmentStore, so that their
// segments may be written in several transactions before one that publishes them. Their ordinal is
// negative. A view of a connection; all functions run in the caller's Transaction.
class TrackStaging
{
public:
    explicit TrackStaging(Database &database)
        : m_database(database)
    {
    }

    // Fills in id and uuid.
    base::Result<void> insert(model::Track &track);
    // Staged tracks become what they were inserted as. Database where a video has such a track.
    base::Result<void> publish(std::span<const model::Track> tracks);
    // Makes staged tracks of those that a run shows in a role; their ids.
    base::Result<std::vector<std::int64_t>> withdraw(std::int64_t runId, model::TrackRole role);
    // Removes up to `most` segments of a track if it is staged; their number. Less than `most`: the
    // track is removed, too.
    base::Result<std::int64_t> remove(std::int64_t trackId, std::int64_t most);
    // Removes all of them: for who knows that nobody is writing them.
    base::Result<void> removeAll();

private:
    Database &m_database;
};

} // namespace core::store
