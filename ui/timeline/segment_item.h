#pragma once

#include <optional>

#include <QString>
#include <QtGlobal>

#include "core/base/time.h"
#include "core/tal/error_types.h"

namespace ui::timeline {

// Life state of a segment as a lane shows it (border and fill; the hue is the class).
enum class SegmentLook {
    GroundTruth,
    Proposal,   // grey to class colour by score
    Kept,       // pseudo-label
    Ghost,      // what the filter refused
    Prediction, //
    Draft,
    Confirmed,
    Rejected,
    Leaves, // a pseudo-label that other settings of the filter would refuse
    Enters, // a proposal that they would keep
};

// A segment as lanes draw it. `id` is the project's; -1 where there is none.
struct SegmentItem
{
    qint64 id = -1;
    core::base::TimeRange range = {};
    int classOrdinal = -1;
    std::optional<double> score = {};
    SegmentLook look = SegmentLook::Kept;
    // What is wrong with it, where there is ground truth; of ground truth: whether nothing finds
    // it.
    std::optional<core::tal::ErrorType> error = {};
    bool isMissed = false;
    // Whether the other of two compared runs has it too; none: nothing is compared.
    std::optional<bool> agrees = {};
    QString tag = {};  // short text inside a ghost: "η .27"
    QString note = {}; // shown in the tooltip: the reason, a person's note
};

} // namespace ui::timeline
