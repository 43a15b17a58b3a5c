#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/score_curve.h"

namespace core::edit {

// What a dragged edge may jump to. The first two are weak: an edge goes there only where nothing
// stronger is within reach.
enum class SnapKind {
    Frame,   // the start of a frame
    Snippet, // a border of the feature grid
    Playhead,
    Edge,         // of another segment
    Threshold,    // where the score curve crosses a threshold
    CurveMaximum, // a peak of the score curve
};

// A time at which a dragged bound may stop, and why.
struct SnapPoint
{
    base::TimeUs timeUs = 0;
    SnapKind kind = SnapKind::Frame;
    std::string of = {}; // the lane of an edge, the threshold that is crossed

    bool operator==(const SnapPoint &) const = default;
};

// Where a dragged time goes: the nearest strong point within reach, else the nearest weak one.
// Of points at the same distance, the one named first. None where nothing is within reach.
std::optional<SnapPoint> snap(base::TimeUs wantedUs, std::span<const SnapPoint> points,
                              base::TimeUs reachUs);

// Where a channel of a curve crosses the thresholds, straight lines being drawn between the
// centres of snippets, and where it has its peaks (the first snippet of a plateau), within a range
// of time. By time.
std::vector<SnapPoint> curvePoints(const model::ScoreCurve &curve, int channel,
                                   std::span<const double> thresholds, base::TimeRange within);

// The borders of the feature grid within a range of time.
std::vector<SnapPoint> gridPoints(const model::ScoreCurve &curve, base::TimeRange within);

} // namespace core::edit
