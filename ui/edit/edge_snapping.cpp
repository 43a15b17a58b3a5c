#include "ui/edit/edge_snapping.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/common/qt_convert.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

namespace ui::edit {

using core::base::TimeRange;
using core::base::TimeUs;
using core::edit::SnapKind;
using core::edit::SnapPoint;
using timeline::CurveLane;
using timeline::SegmentLane;

namespace {

constexpr double kReachPx = 8.0;
constexpr double kLeastGridPx = 24.0; // a denser grid would catch every edge

// SnapTexts::tr() for functions without a class.
struct SnapTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::edit::SnapTexts)
};

QString textOf(const SnapPoint &point)
{
    switch (point.kind) {
    case SnapKind::Frame:
        return {};
    case SnapKind::Snippet:
        return SnapTexts::tr("the feature grid");
    case SnapKind::Playhead:
        return SnapTexts::tr("the playhead");
    case SnapKind::Edge:
        return common::toQString(point.of);
    case SnapKind::Threshold:
        return SnapTexts::tr("the curve at %1").arg(common::toQString(point.of));
    case SnapKind::CurveMaximum:
        break;
    }
    return SnapTexts::tr("a peak of the curve");
}

TimeUs nearestFrame(const player::PlaybackController &player, TimeUs time)
{
    if (player.framesPerSecond() <= 0) {
        return time;
    }
    const qint64 frame = player.frameAt(time);
    const TimeUs before = player.timeOf(frame);
    const TimeUs after = player.timeOf(frame + 1);
    return time - before <= after - time ? before : after;
}

void addEdges(const SegmentLane &lane, TimeRange near, std::vector<SnapPoint> &points)
{
    const timeline::SegmentDrag *drag = lane.gestures().drag();
    for (const timeline::SegmentItem &item : lane.segments()) {
        const bool isDragged =
            drag != nullptr &&
            std::any_of(drag->before().begin(), drag->before().end(),
                        [&](const timeline::RangeWish &wish) { return wish.id == item.id; });
        if (isDragged || item.look == timeline::SegmentLook::Proposal) {
            continue;
        }
        for (const TimeUs edge : {item.range.startUs, item.range.endUs}) {
            if (near.startUs <= edge && edge <= near.endUs) {
                points.push_back({edge, SnapKind::Edge, common::toUtf8(lane.title())});
            }
        }
    }
}

void addCurve(const CurveLane &lane, int classOrdinal, TimeRange near, double leastGridUs,
              std::vector<SnapPoint> &points)
{
    if (lane.curve() == nullptr) {
        return;
    }
    for (const timeline::CurveChannel &channel : lane.channels()) {
        if (channel.classOrdinal == classOrdinal) {
            const auto found =
                core::edit::curvePoints(*lane.curve(), channel.channel, lane.thresholds(), near);
            points.insert(points.end(), found.begin(), found.end());
        }
    }
    if (lane.curve()->stepUs() >= leastGridUs) {
        const auto grid = core::edit::gridPoints(*lane.curve(), near);
        points.insert(points.end(), grid.begin(), grid.end());
    }
}

} // namespace

std::vector<SnapPoint> snapPointsNear(const timeline::TimelineView &timeline,
                                      const player::PlaybackController &player, TimeUs time,
                                      TimeUs reachUs)
{
    const TimeRange near = {time - reachUs, time + reachUs};
    std::vector<SnapPoint> points = {{player.time(), SnapKind::Playhead, {}}};
    const timeline::SegmentItem *selected = timeline.selectedItem();
    const int ordinal = selected != nullptr ? selected->classOrdinal : timeline.context().drawClass;
    const double leastGridUs = kLeastGridPx * timeline.context().axis->scale().usPerPixel;
    for (const timeline::Lane *lane : timeline.lanes()) {
        if (const auto *segments = qobject_cast<const SegmentLane *>(lane)) {
            addEdges(*segments, near, points);
        } else if (const auto *curves = qobject_cast<const CurveLane *>(lane)) {
            addCurve(*curves, ordinal, near, leastGridUs, points);
        }
    }
    points.push_back({nearestFrame(player, time), SnapKind::Frame, {}});
    return points;
}

timeline::Snapper edgeSnapper(timeline::TimelineView &timeline,
                              const player::PlaybackController &player)
{
    return [&timeline, &player](TimeUs wanted) {
        const auto reach = static_cast<TimeUs>(kReachPx * timeline.axis().scale().usPerPixel);
        const std::vector<SnapPoint> points = snapPointsNear(timeline, player, wanted, reach);
        if (const auto point = core::edit::snap(wanted, points, reach)) {
            return timeline::SnapHit{point->timeUs, textOf(*point)};
        }
        // However far the view is zoomed in, an edge lies on a frame.
        return timeline::SnapHit{nearestFrame(player, wanted), {}};
    };
}

} // namespace ui::edit
