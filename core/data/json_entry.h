#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/data/json_cursor.h"

namespace core::data {

// The fields that annotations and detections share, as the JSON forms spell them.
struct JsonEntry
{
    std::string label;
    std::optional<long long> labelId;
    bool hasLabel = false;
    bool hasSegment = false;
    bool isSegmentText = false; // times were texts, as BaS-Net writes them
    double start = 0.0;
    double end = 0.0;
};

// Reads `key` where it is one of these fields. False with cursor.hasFailed() after an error; false
// without one where the key is another, whose value is still to be read.
bool readEntryField(JsonCursor &cursor, std::string_view key, JsonEntry &entry);

// Refuses an entry that lacks its segment, or that lacks label and label_id both.
bool checkEntry(JsonCursor &cursor, const JsonEntry &entry);

} // namespace core::data
