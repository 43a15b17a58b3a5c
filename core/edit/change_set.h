#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace core::edit {

// What an edit changed, for views that refresh only that.
struct ChangeSet
{
    std::int64_t revision = 0;
    std::vector<std::string> addedSegments = {};   // uuids
    std::vector<std::string> changedSegments = {}; // uuids
    std::vector<std::string> removedSegments = {}; // uuids
    std::vector<std::int64_t> tracks = {};         // whose segments changed, ascending, each once
    bool hasTrackListChanged = false;              // a track was added or removed
    std::vector<std::int64_t> videos = {};         // whose state changed

    void addTrack(std::int64_t track)
    {
        const auto place = std::lower_bound(tracks.begin(), tracks.end(), track);
        if (place == tracks.end() || *place != track) {
            tracks.insert(place, track);
        }
    }
};

} // namespace core::edit
