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
    ShotCut,     // the features change all at once
    MotionOnset, // they begin to change more than usual, or stop to
    OtherEdge,   // a segment of another layer begins or ends
};
const char *evidenceKindName(EvidenceKind kind); // "threshold", "inflection", …

struct Evidence
{
    double timeS = 0.0;
    EvidenceKind kind = EvidenceKind::Threshold;
    std::string of = {}; // "CAS at 0.30", a track

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

// By time; of evidence within `apartS` only the first stays.
std::vector<Evidence> ordered(std::vector<Evidence> evidence, double apartS);

// The next evidence after (or before) a time, of what ordered() gives; none at the end.
std::optional<Evidence> nextEvidence(std::span<const Evidence> evidence, double timeS,
                                     bool isForward);

// Keys until an edge lies within `tolerance` frames of where an annotator wants it: one a frame, or
// as many jumps to the next evidence as pay, then one a frame.
struct KeyCount
{
    std::size_t nudging = 0;
    std::size_t snapping = 0;
};
KeyCount keysToReach(std::span<const Evidence> evidence, double fromS, double wantedS, double fps,
                     int tolerance = 2);

} // namespace core::tal
