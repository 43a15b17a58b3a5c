#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/edit/detection_rows.h"
#include "core/edit/project_session.h"
#include "core/store/track_staging.h"

namespace core::edit {

// Private to core/edit: many rows that become visible at once without keeping others from writing.
// They are written in slices, each a short transaction, into staged tracks, which nothing shows
// (store::TrackStaging). Between two slices the project is free for a moment, so that an edit made
// meanwhile waits for one of them at most. What a program leaves when it dies is removed at the
// next opening. Blocking; the thread of the session.
class StagedRows
{
public:
    explicit StagedRows(ProjectSession &session)
        : m_session(&session)
    {
    }
    StagedRows(const StagedRows &) = delete;
    StagedRows &operator=(const StagedRows &) = delete;
    // Removes what was not published, and what replace() hid, in slices as well.
    ~StagedRows();

    // Outside of a transaction. The rows' revision must be in the project already.
    base::Result<void> stage(DetectionRows rows);
    // In the caller's transaction: hides what a run has shown in this role until now.
    base::Result<void> replace(std::int64_t runId, model::TrackRole role);
    // In the caller's transaction: everything that was staged is to be seen.
    base::Result<void> publish();

private:
    store::TrackStaging staging() const { return store::TrackStaging(m_session->database()); }
    base::Result<void> removeHidden();

    ProjectSession *m_session;
    std::vector<model::Track> m_tracks;   // staged
    std::vector<std::int64_t> m_replaced; // hidden by replace()
};

} // namespace core::edit
