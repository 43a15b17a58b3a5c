#pragma once

#include <optional>

#include <QDateTime>
#include <QString>

#include "core/model/segment.h"
#include "core/model/track.h"

namespace core::edit {
class ProjectSession;
}

namespace ui::models {

// What the inspector says about a segment.
struct SegmentFacts
{
    core::model::Segment segment;
    core::model::TrackRole role = core::model::TrackRole::Manual;
    bool isLocked = false;
    int classOrdinal = -1;
    QString trackName;
    // What it was copied from, as far as the project still has it.
    std::optional<core::model::Segment> source = {};
    core::model::TrackRole sourceRole = core::model::TrackRole::Manual;
    // Best tIoU with ground truth of the same class, of the segment and of its source; none without
    // ground truth.
    std::optional<double> overlap = {};
    std::optional<double> sourceOverlap = {};
    // The verdict of a person on a segment of a locked track; none: there is none.
    std::optional<core::model::SegmentState> review = {};
    int edits = 0;           // revisions that changed it
    QDateTime editedAt = {}; // UTC; invalid: never
};

// Of a segment of a video; none where there is no such segment.
std::optional<SegmentFacts> readFacts(core::edit::ProjectSession &session, qint64 videoId,
                                      qint64 segmentId);

} // namespace ui::models
