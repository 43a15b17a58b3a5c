#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/score_curve.h"
#include "core/model/segment.h"
#include "core/model/track.h"

#include "ui/common/class_style.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_item.h"

namespace core::edit {
class Document;
class ProjectSession;
} // namespace core::edit

namespace ui::models {

// One track of a video, ready to be drawn.
struct SegmentLaneContent
{
    qint64 trackId = 0;
    core::model::TrackRole role = core::model::TrackRole::Manual;
    QString name; // of the track
    QString title;
    QString subtitle;
    bool isLocked = false;
    std::vector<timeline::SegmentItem> segments;
};

struct CurveLaneContent
{
    std::shared_ptr<const core::model::ScoreCurve> curve = {};
    // Every class: those that the video is known to show, then by their highest value. The first
    // `shown` ones are worth looking at.
    std::vector<timeline::CurveChannel> classes = {};
    std::size_t shown = 0;
    std::vector<timeline::CurveChannel> attention = {};
    timeline::CurveCuts cuts = {}; // of the run
    std::string recipe = {};       // of the run, as it was named; empty: not known
    // Where the run cut its attention, ascending; read at every call. None: nothing is known of it.
    std::function<std::vector<core::base::TimeRange>()> attentionCuts = {};
};

// Everything that the timeline shows of one video. A role without a track has no lane content.
struct VideoContent
{
    std::filesystem::path file; // empty: the project names none
    core::base::TimeUs durationUs = 0;
    double framesPerSecond = 0.0;
    std::vector<SegmentLaneContent> lanes; // in the order of the timeline
    CurveLaneContent curves;
    std::set<core::model::TrackRole> roles = {}; // that any video of the project has tracks of
};

// Reads the segments of a track as a lane shows them.
core::base::Result<SegmentLaneContent> readLane(core::edit::Document &document,
                                                const core::model::Track &track);

// Reads the curves of a track: the classes that the video is known to show (weakLabels, ordinals),
// then those with the highest values; attention last. The session must outlive the content.
core::base::Result<CurveLaneContent> readCurveLane(const core::edit::ProjectSession &session,
                                                   const core::model::Track &track,
                                                   std::span<const common::ClassName> classes,
                                                   std::span<const int> weakLabels);

// What a ghost shows of the filter's reason: the letter of the rule and its number, "γ .12".
QString ghostTag(const QString &reason);

// Ordinal of a class; -1: none.
int ordinalOf(const core::edit::Document &document, std::optional<qint64> classId);

} // namespace ui::models
