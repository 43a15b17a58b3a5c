#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/segment.h"
#include "core/model/track.h"
#include "core/store/database.h"

namespace core::store {

// Number of segments of one video in tracks of one role; rejected ones are not counted.
struct SegmentCount
{
    std::int64_t videoId = 0;
    std::int64_t trackId = 0;
    std::int64_t count = 0;
};

// Tracks and their segments. A view of a connection, as ProjectStore. Writing functions run in the
// caller's Transaction.
class SegmentStore
{
public:
    explicit SegmentStore(Database &database)
        : m_database(database)
    {
    }

    // All tracks in the order of video, ordinal, id.
    base::Result<std::vector<model::Track>> tracks() const;
    // Fills in id and, where empty, uuid; an id that is given is kept (a deleted track comes back).
    base::Result<void> insertTrack(model::Track &track);
    base::Result<void> deleteTrack(std::int64_t id);
    // All tracks of a run, or those of one role, with their segments.
    base::Result<void> deleteTracksOfRun(std::int64_t runId,
                                         std::optional<model::TrackRole> role = {});
    base::Result<std::optional<model::Track>> trackByUuid(const std::string &uuid) const;

    // Segments of a track by start, then id.
    base::Result<std::vector<model::Segment>> segments(std::int64_t trackId) const;
    // Segments of all tracks with this role and name, by video, start, id; without a name, of all
    // with this role.
    base::Result<std::vector<model::Segment>>
    segments(model::TrackRole role, const std::optional<std::string> &trackName) const;
    base::Result<std::vector<SegmentCount>> counts() const;

    base::Result<std::optional<model::Segment>> segment(const std::string &uuid) const;
    // The uuids that start with a text; at most two, which is enough to tell one from several.
    base::Result<std::vector<std::string>> uuidsStartingWith(const std::string &prefix) const;
    // Segments of unlocked tracks that people made from this one when they reviewed it.
    base::Result<std::vector<model::Segment>> reviewsOf(const std::string &uuid) const;

    // Many at once (100,000 in well under a second); ids and empty uuids are filled in, ids that
    // are given are kept.
    base::Result<void> insertSegments(std::span<model::Segment> segments);
    // Gives those without a uuid one, ascending: whoever inserts many in parts does it for all of
    // them first, since parts of random ids would each write most pages of the index of ids.
    static void fillInUuids(std::span<model::Segment> segments);
    // Every column but id and uuid.
    base::Result<void> updateSegment(const model::Segment &segment);
    base::Result<void> deleteSegment(const std::string &uuid);

private:
    Database &m_database;
};

} // namespace core::store
