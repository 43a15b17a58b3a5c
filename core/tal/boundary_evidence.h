#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace core::tal {

// Where the bounds of an action may lie, as the data says: a key moves an edge to the next such
// place instead of frame by frame. Pure.

enum class EvidenceKind {
    Threshold,   // a score curve crosses a threshold
    Inflection,  // its slope stops growing or falling
    ShotCut,     // the picture, or the features, change all at once
    MotionOnset, // they begin to change more than before, or less
    OtherEdge,   // a segment of another layer begins or ends
};
const char *evidenceKindName(EvidenceKind kind); // "threshold", "inflection", …

// A time at which something speaks for a bound of an action.
struct Evidence
{
    double timeS = 0.0;
    EvidenceKind kind = EvidenceKind::Threshold;
    std::string of = {}; // "CAS at 0.30", a track
    // How sharp it is, where that says how likely an action begins or ends there: of pictures. 0
    // for the rest, which is taken in its order.
    double strength = 0.0;

    bool operator==(const Evidence &) const = default;
};

// Values at firstS, firstS + stepS, …; straight lines between them.
struct SampledSignal
{
    std::span<const float> values = {};
    double firstS = 0.0;
    double stepS = 1.0;
};

// Crossings of thresholds, which are shares of the signal's extent (0 its least, 1 its greatest
// value), and inflections: changes of the sign of the second difference. `name` says of what.
std::vector<Evidence> curveEvidence(const SampledSignal &signal, std::span<const double> thresholds,
                                    const std::string &name);

// How much each row of T×dim features differs from the one before (Euclidean distance, T − 1
// values; none for fewer than two rows).
std::vector<float> featureChange(std::span<const float> rows, std::size_t dim);

// Of such a signal: peaks above its mean by three standard deviations are cuts; where it rises
// above its mean by one, or falls below that again, motion begins or ends.
std::vector<Evidence> changeEvidence(const SampledSignal &change);

// How much the picture changed from one frame to the next.
struct FrameChange
{
    double timeS = 0.0;  // of the later frame
    double change = 0.0; // mean absolute difference of luma, 0 … 255
};

// Where the pictures say that something begins, ends or is cut: on the logarithm of the change, the
// difference of its means in the half second after and before a frame, plus how far it rises there
// above the median of both. From 0.5 on it is evidence, of that strength; a rise of 1.2, which is
// 3.3 times the neighbours' change, is called a cut.
std::vector<Evidence> frameEvidence(std::span<const FrameChange> changes);

// By time; of evidence within `apartS` the strongest stays, of equally strong the first.
std::vector<Evidence> ordered(std::vector<Evidence> evidence, double apartS);

// The next evidence after (or before) a time, of what ordered() gives; none at the end.
std::optional<Evidence> nextEvidence(std::span<const Evidence> evidence, double timeS,
                                     bool isForward);

// Where a key moves an edge at a time: forward or back to the strongest evidence between `leastS`
// and `reachS` away, of equally strong to the nearest; where there is none, to the next one beyond.
struct JumpReach
{
    double leastS = 0.1;
    double reachS = 1.0;
};
std::optional<Evidence> jumpEvidence(std::span<const Evidence> evidence, double timeS,
                                     bool isForward, const JumpReach &reach = {});

// Keys until an edge lies within `tolerance` frames of where an annotator wants it: one a frame;
// five frames at a time and then one; or as many jumps to evidence as pay (back, too, where one
// went too far), then one a frame.
struct KeyCount
{
    std::size_t nudging = 0;
    std::size_t fiveFrames = 0;
    std::size_t snapping = 0;
};
KeyCount keysToReach(std::span<const Evidence> evidence, double fromS, double wantedS, double fps,
                     int tolerance = 2);

} // namespace core::tal
