#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/enum_text.h"
#include "core/model/video.h"

namespace core::model {

// One action class of the project. The ordinals of all classes are 0 … n-1: they are the class
// indices of training sets and of every set that the project exports.
struct ActionClass
{
    std::int64_t id = 0;
    std::string key = {};   // as annotation files spell it, unique
    std::string name = {};  // for people; the key where nobody named it
    std::string color = {}; // "#rrggbb", empty: the theme chooses
    int ordinal = 0;

    bool operator==(const ActionClass &) const = default;
};

// That a class occurs in a video, without saying when (a weak label).
struct WeakLabel
{
    std::int64_t videoId = 0;
    std::int64_t classId = 0;
    std::string origin = {}; // "import", or "ground truth" where derived from it

    bool operator==(const WeakLabel &) const = default;
};

// Where a segment of a label set comes from.
enum class LabelSource { PseudoLabel, Correction };

// Its words.
template <>
struct EnumTexts<LabelSource>
{
    static constexpr std::array<std::string_view, 2> kTexts = {"pseudo-label", "correction"};
};

// A segment of a label set, frozen: later edits of the project do not change it.
struct LabelSetSegment
{
    std::int64_t videoId = 0;
    std::int64_t classId = 0;
    base::TimeRange range = {};
    std::optional<double> score = {};
    LabelSource source = LabelSource::PseudoLabel;
    std::string segmentUuid = {}; // the segment of the project that it is a copy of

    bool operator==(const LabelSetSegment &) const = default;
};

// What a video's state was when the set was made.
struct LabelSetVideo
{
    std::int64_t videoId = 0;
    VideoState state = VideoState::Untouched;

    bool operator==(const LabelSetVideo &) const = default;
};

// An immutable snapshot of what a student may learn from: base pseudo-labels, less those that
// people replaced, plus their corrections, plus the state of every video.
struct LabelSet
{
    std::int64_t id = 0;
    std::string uuid = {};
    std::string name = {};
    std::string contentHash = {}; // of videos, classes, segments and states; not of the name
    std::optional<std::int64_t> baseRunId = {};
    std::string baseTrack = {}; // name of the pseudo-label tracks it started from, empty: from none
    std::string createdAt = {}; // UTC, ISO 8601
};

// A label set with what it holds, in the order of videos, start, end, class.
struct LabelSetContent
{
    LabelSet set = {};
    std::vector<LabelSetVideo> videos = {};
    std::vector<LabelSetSegment> segments = {};
};

} // namespace core::model
