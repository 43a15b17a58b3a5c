#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/enum_text.h"

namespace core::model {

enum class TrackKind { Segments, Curve };

// Its words.
template <>
struct EnumTexts<TrackKind>
{
    static constexpr std::array<std::string_view, 2> kTexts = {"segments", "curve"};
};

enum class TrackRole { GroundTruth, Curve, Proposal, PseudoLabel, Prediction, Manual };

// Its words.
template <>
struct EnumTexts<TrackRole>
{
    static constexpr std::array<std::string_view, 6> kTexts = {
        "ground_truth", "curve", "proposal", "pseudo_label", "prediction", "manual"};
};

// Name of the track that corrections go to unless another is asked for.
inline constexpr const char *kManualTrackName = "My labels";
inline constexpr const char *kGroundTruthTrackName = "Ground truth";

// An ordered list of segments, or a score curve, of one video. Tracks of several videos that came
// from one run or import share their name.
struct Track
{
    std::int64_t id = 0;
    std::string uuid = {};
    std::int64_t videoId = 0;
    TrackKind kind = TrackKind::Segments;
    TrackRole role = TrackRole::Manual;
    std::string name = {}; // unique for a video and role
    std::optional<std::int64_t> sourceRunId = {};
    std::optional<std::int64_t> artifactId = {}; // a curve's file
    bool isLocked = false;                       // what a run or an import wrote is never edited
    int ordinal = 0;

    bool operator==(const Track &) const = default;
};

} // namespace core::model
