#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/enum_text.h"

namespace core::model {

// What people said about a segment. In a pseudo-label track, Rejected is what the filter refused;
// its note holds the reason.
enum class SegmentState { Draft, Confirmed, Rejected };

// Its words.
template <>
struct EnumTexts<SegmentState>
{
    static constexpr std::array<std::string_view, 3> kTexts = {"draft", "confirmed", "rejected"};
};

// How a segment came into being: drawn by a person, read from a file, written by a run, or copied
// from a locked track by a person who accepted or rejected it there.
enum class SegmentOrigin { Human, Import, Run, Reviewed };

// Its words.
template <>
struct EnumTexts<SegmentOrigin>
{
    static constexpr std::array<std::string_view, 4> kTexts = {"human", "import", "run",
                                                               "reviewed"};
};

// A labelled interval [start, end) of a track, as the project stores it.
struct Segment
{
    std::int64_t id = 0;
    std::string uuid = {};
    std::int64_t trackId = 0;
    std::optional<std::int64_t> classId =
        {};                     // none: an ambiguous interval, which evaluation ignores
    base::TimeRange range = {}; // start < end
    std::optional<double> score = {};
    SegmentState state = SegmentState::Draft;
    SegmentOrigin origin = SegmentOrigin::Human;
    std::optional<std::int64_t> originRunId = {}; // the run whose output it is or was copied from
    std::string originSegmentUuid = {};           // the segment it was copied, split or merged from
    std::string note = {};
    std::int64_t createdRevision = 0;
    std::int64_t changedRevision = 0; // the revision that gave it the values it has

    bool operator==(const Segment &) const = default;
};

} // namespace core::model
