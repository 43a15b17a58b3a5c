#include "ui/timeline_lanes.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "ui/common/qt_convert.h"
#include "ui/models/project_model.h"
#include "ui/player/decode_worker.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/film_strip_lane.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

namespace ui {

using core::base::TimeUs;
using core::model::TrackRole;
using timeline::SegmentItem;
using timeline::SegmentLane;
using timeline::SegmentLook;
using timeline::SegmentRows;

namespace {

constexpr std::size_t kMaxStudents = 2;
constexpr int kCompactFilmStrip = 34;

// Heights of lanes in a large and in a small window.
int heightOf(TrackRole role, bool isCompact)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return isCompact ? 26 : 30;
    case TrackRole::Curve:
        return isCompact ? 62 : 90;
    case TrackRole::Proposal:
        return isCompact ? 46 : 76;
    case TrackRole::PseudoLabel:
        return isCompact ? 48 : 54;
    case TrackRole::Prediction:
        return isCompact ? 32 : 34;
    case TrackRole::Manual:
        break;
    }
    return isCompact ? 38 : 44;
}

// What a caption says about a segment at a time.
QString captionOf(const SegmentItem &item, TimeUs time)
{
    switch (item.look) {
    case SegmentLook::GroundTruth:
        return QStringLiteral("%1/%2 s")
            .arg(core::base::usToSeconds(time - item.range.startUs), 0, 'f', 1)
            .arg(core::base::usToSeconds(item.range.durationUs()), 0, 'f', 1);
    case SegmentLook::Confirmed:
        return TimelineLanes::tr("confirmed");
    case SegmentLook::Draft:
        return TimelineLanes::tr("draft");
    case SegmentLook::Rejected:
        return TimelineLanes::tr("rejected");
    default:
        return item.score ? common::scoreText(*item.score) : QString();
    }
}

QString lockedText(const models::SegmentLaneContent &content)
{
    return content.role == TrackRole::GroundTruth
               ? TimelineLanes::tr("Locked: it is ground truth. Alt+↓ copies to My labels.")
               : TimelineLanes::tr("Locked: it is output of %1. Alt+↓ copies to My labels.")
                     .arg(content.name);
}

} // namespace

TimelineLanes::TimelineLanes(timeline::TimelineView &timeline, player::DecodeWorker &thumbnails,
                             QObject *parent)
    : QObject(parent)
    , m_timeline(timeline)
    , m_thumbnails(thumbnails)
{
    using player::DecodeWorker;
    connect(&m_thumbnails, &DecodeWorker::opened, this, [this](const player::OpenedVideo &video) {
        if (m_filmStrip != nullptr && !video.displaySize.isEmpty()) {
            m_filmStrip->reset(double(video.displaySize.width()) / video.displaySize.height());
        }
    });
    connect(&m_thumbnails, &DecodeWorker::thumbnailReady, this,
            [this](TimeUs time, const QImage &image) {
                if (m_filmStrip != nullptr) {
                    m_filmStrip->setThumbnail(time, image);
                }
            });
}

void TimelineLanes::clear()
{
    m_timeline.clearLanes();
    m_filmStrip = nullptr;
    m_lanes.clear();
    m_speaking.clear();
}

void TimelineLanes::show(const models::VideoContent &content, const QString &project, bool compact)
{
    clear();
    m_project = project;
    m_isCompact = compact;
    addFilmStrip(!content.file.empty());
    addSegmentLanes(content, TrackRole::GroundTruth, 1);
    if (content.curves.curve != nullptr) {
        auto lane = std::make_unique<timeline::CurveLane>(tr("CAS"), m_timeline.context(), nullptr);
        lane->setCurve(content.curves.curve, content.curves.channels, {});
        m_timeline.addLane(std::move(lane), heightOf(TrackRole::Curve, m_isCompact));
    } else {
        addEmptyLane(TrackRole::Curve);
    }
    addSegmentLanes(content, TrackRole::Proposal, 1);
    addSegmentLanes(content, TrackRole::PseudoLabel, 1);
    // Two runs of the student side by side, one of everything else.
    addSegmentLanes(content, TrackRole::Prediction, m_isCompact ? 1 : kMaxStudents);
    addSegmentLanes(content, TrackRole::Manual, 1);
    showOverview(content);
}

void TimelineLanes::addFilmStrip(bool hasFile)
{
    auto lane =
        std::make_unique<timeline::FilmStripLane>(tr("Film strip"), m_timeline.context(), nullptr);
    m_filmStrip = lane.get();
    m_filmStrip->setEmptyText(hasFile ? tr("No pictures: the video file cannot be read.")
                                      : tr("The project names no video file."));
    connect(m_filmStrip, &timeline::FilmStripLane::thumbnailsWanted, &m_thumbnails,
            &player::DecodeWorker::requestThumbnails);
    m_timeline.addLane(std::move(lane), m_isCompact ? kCompactFilmStrip : 0);
}

SegmentLane *TimelineLanes::addLane(const QString &title, TrackRole role)
{
    const SegmentRows rows =
        role == TrackRole::Proposal ? SegmentRows::Packed : SegmentRows::Shared;
    auto lane = std::make_unique<SegmentLane>(title, rows, heightOf(role, m_isCompact),
                                              m_timeline.context(), nullptr);
    SegmentLane *raw = lane.get();
    m_timeline.addLane(std::move(lane));
    return raw;
}

// Newest run first. Of a person's labels the one track that edits go to.
void TimelineLanes::addSegmentLanes(const models::VideoContent &content, TrackRole role,
                                    std::size_t most)
{
    std::size_t added = 0;
    for (const models::SegmentLaneContent &item : content.lanes) {
        const bool isElsewhere =
            role == TrackRole::Manual && item.name != QLatin1String(core::model::kManualTrackName);
        if (item.role != role || isElsewhere || added >= most) {
            continue;
        }
        SegmentLane *lane = addLane(item.title, role);
        lane->setSubtitle(item.subtitle);
        lane->setLocked(item.isLocked);
        lane->setLockedText(lockedText(item));
        lane->setSegments(item.segments);
        m_lanes.push_back({item.trackId, role, lane});
        if (added == 0 && role != TrackRole::Proposal) {
            m_speaking.emplace_back(item.title, lane);
        }
        ++added;
    }
    if (added == 0) {
        addEmptyLane(role);
    }
}

// A lane that says what is missing and how to get it.
void TimelineLanes::addEmptyLane(TrackRole role)
{
    QString title;
    QString text;
    switch (role) {
    case TrackRole::GroundTruth:
        title = tr("Ground truth");
        text = tr("No ground truth. Everything works without it; precision, recall and mAP stay "
                  "empty.");
        break;
    case TrackRole::Curve:
        title = tr("CAS");
        text = tr("No score curves for this video. “talo train %1” makes them.").arg(m_project);
        break;
    case TrackRole::Proposal:
        title = tr("Raw proposals");
        text = tr("No proposals yet. They come from a generator run (“talo train”) or a file "
                  "(“talo import”).");
        break;
    case TrackRole::PseudoLabel:
        title = tr("Pseudo-labels");
        text = tr("No pseudo-labels yet. The filter needs proposals of a generator run or a file.");
        break;
    case TrackRole::Prediction:
        title = tr("Student");
        text = tr("No predictions yet. “talo train” trains the student from the pseudo-labels.");
        break;
    case TrackRole::Manual:
        title = tr("My labels");
        text = tr("Nothing labelled. Press I and O to mark a segment, or Alt+↓ to copy the "
                  "selected pseudo-label.");
        break;
    }
    SegmentLane *lane =
        addLane(title, role == TrackRole::Manual ? TrackRole::Manual : TrackRole::Prediction);
    lane->setEmptyText(text);
    if (role == TrackRole::Manual) {
        m_lanes.push_back({0, role, lane});
        m_speaking.emplace_back(title, lane);
    } else {
        lane->setLocked(true);
    }
}

void TimelineLanes::showOverview(const models::VideoContent &content)
{
    const auto overview =
        std::find_if(content.lanes.begin(), content.lanes.end(), [](const auto &item) {
            return item.role == TrackRole::GroundTruth || item.role == TrackRole::PseudoLabel;
        });
    std::vector<SegmentItem> solid;
    if (overview != content.lanes.end()) {
        std::copy_if(overview->segments.begin(), overview->segments.end(),
                     std::back_inserter(solid),
                     [](const SegmentItem &item) { return item.look != SegmentLook::Ghost; });
    }
    m_timeline.setOverview(std::move(solid));
}

void TimelineLanes::refresh(models::ProjectModel &project, qint64 videoId,
                            const core::edit::ChangeSet &changes)
{
    for (Shown &shown : m_lanes) {
        const bool isOwn = shown.role == TrackRole::Manual;
        if (isOwn && changes.hasTrackListChanged) {
            const core::model::Track *track = project.manualTrack(videoId);
            shown.track = track != nullptr ? track->id : 0;
        } else if (!std::binary_search(changes.tracks.begin(), changes.tracks.end(), shown.track)) {
            continue;
        }
        const auto content = project.lane(shown.track);
        shown.lane->setSubtitle(content ? content->subtitle : QString());
        shown.lane->setSegments(content ? content->segments : std::vector<SegmentItem>());
    }
}

std::vector<player::Caption> TimelineLanes::captionsAt(TimeUs time) const
{
    std::vector<player::Caption> captions;
    for (const auto &[title, lane] : m_speaking) {
        player::Caption caption{.title = title, .classOrdinal = -1, .value = {}};
        if (const SegmentItem *best = lane->solidItemAt(time)) {
            caption.classOrdinal = best->classOrdinal;
            caption.value = captionOf(*best, time);
        }
        captions.push_back(std::move(caption));
    }
    return captions;
}

bool TimelineLanes::hasFilmStrip() const
{
    return m_filmStrip != nullptr && !m_filmStrip->isEmpty() && m_filmStrip->isComplete();
}

} // namespace ui
