#include "ui/timeline_lanes.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "ui/common/class_style.h"
#include "ui/common/qt_convert.h"
#include "ui/cut_preview.h"
#include "ui/models/lane_errors.h"
#include "ui/models/project_model.h"
#include "ui/models/run_agreement.h"
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

// Names a lane in what is remembered of it: "prediction-2" is the second run of the student.
QString keyOf(TrackRole role, std::size_t place)
{
    const std::string_view text = core::model::toText(role);
    const QString name = common::toQString(text);
    return place == 0 ? name : QStringLiteral("%1-%2").arg(name).arg(place + 1);
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

} // namespace

TimelineLanes::TimelineLanes(timeline::TimelineView &timeline, player::DecodeWorker &thumbnails,
                             QObject *parent)
    : QObject(parent)
    , m_timeline(timeline)
    , m_thumbnails(thumbnails)
    , m_cut(new CutPreview(this))
    , m_leastScore(models::kLeastScore)
{
    connect(m_cut, &CutPreview::said, this, &TimelineLanes::said);
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
    m_curveLane = nullptr;
    m_curves = {};
    m_lanes.clear();
    m_cut->clear();
    m_speaking.clear();
    m_preview.reset();
}

void TimelineLanes::forgetClasses()
{
    m_hiddenClasses.clear();
    m_pinned.clear();
    m_cut->forget();
}

QString TimelineLanes::ownTitle() const
{
    return m_track == core::model::kManualTrackName ? tr("My labels") : common::toQString(m_track);
}

QString TimelineLanes::lockedText(const models::SegmentLaneContent &content) const
{
    switch (content.role) {
    case TrackRole::GroundTruth:
        return tr("Locked: it is ground truth. Alt+↓ copies to %1.").arg(ownTitle());
    case TrackRole::Manual:
        return tr("Locked: edits go to %1, not to %2. View, Edit the labels of this lane changes "
                  "that; Alt+↓ copies.")
            .arg(ownTitle(), content.title);
    default:
        return tr("Locked: it is output of %1. Alt+↓ copies to %2.").arg(content.name, ownTitle());
    }
}

std::string TimelineLanes::labelsOf(const timeline::Lane *lane) const
{
    const auto shown = std::find_if(m_lanes.begin(), m_lanes.end(),
                                    [lane](const Shown &item) { return item.lane == lane; });
    return shown != m_lanes.end() ? shown->labels : std::string();
}

void TimelineLanes::show(const models::VideoContent &content, const std::string &track,
                         bool compact)
{
    clear();
    m_track = track;
    m_isCompact = compact;
    addFilmStrip(!content.file.empty());
    addSegmentLanes(content, TrackRole::GroundTruth, 1);
    addCurves(content);
    addSegmentLanes(content, TrackRole::Proposal, 1);
    addSegmentLanes(content, TrackRole::PseudoLabel, 1);
    // Two runs of the student side by side, one of everything else.
    addSegmentLanes(content, TrackRole::Prediction,
                    m_isCompact && !m_comparesRuns ? 1 : kMaxStudents);
    addOtherLabels(content);
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

void TimelineLanes::addCurves(const models::VideoContent &content)
{
    if (content.curves.curve == nullptr) {
        addEmptyLane(TrackRole::Curve, content.roles.contains(TrackRole::Curve));
        return;
    }
    m_curves = content.curves;
    auto lane = std::make_unique<timeline::CurveLane>(tr("CAS"), m_timeline.context(), nullptr);
    lane->setKey(keyOf(TrackRole::Curve, 0));
    m_curveLane = lane.get();
    m_cut->watch(*m_curveLane, m_curves);
    showCurves();
    m_timeline.addLane(std::move(lane), heightOf(TrackRole::Curve, m_isCompact));
}

// The classes that are worth looking at, those that a person pinned, and attention.
void TimelineLanes::showCurves()
{
    if (m_curveLane == nullptr) {
        return;
    }
    std::vector<timeline::CurveChannel> channels;
    for (std::size_t i = 0; i < m_curves.classes.size(); ++i) {
        const int ordinal = m_curves.classes[i].classOrdinal;
        const bool isWanted = i < m_curves.shown || m_pinned.contains(ordinal);
        if (isWanted && !m_hiddenClasses.contains(ordinal)) {
            channels.push_back(m_curves.classes[i]);
        }
    }
    channels.insert(channels.end(), m_curves.attention.begin(), m_curves.attention.end());
    m_curveLane->setCurve(m_curves.curve, std::move(channels), m_curves.cuts);
    m_cut->apply();
}

std::vector<double> TimelineLanes::triedThresholds() const
{
    return m_cut->tried();
}

SegmentLane *TimelineLanes::addLane(const QString &title, TrackRole role, const QString &key)
{
    const SegmentRows rows =
        role == TrackRole::Proposal ? SegmentRows::Packed : SegmentRows::Shared;
    auto lane = std::make_unique<SegmentLane>(title, rows, heightOf(role, m_isCompact),
                                              m_timeline.context(), nullptr);
    lane->setKey(key);
    SegmentLane *raw = lane.get();
    m_timeline.addLane(std::move(lane));
    return raw;
}

bool TimelineLanes::isShown(const Shown &shown, const SegmentItem &item) const
{
    const bool isFaint =
        shown.role == TrackRole::Prediction && item.score.value_or(1.0) < m_leastScore;
    return !isFaint && !m_hiddenClasses.contains(item.classOrdinal);
}

std::vector<SegmentItem> TimelineLanes::filtered(const Shown &shown) const
{
    std::vector<SegmentItem> items;
    std::copy_if(shown.all.begin(), shown.all.end(), std::back_inserter(items),
                 [&](const SegmentItem &item) { return isShown(shown, item); });
    return items;
}

// What the filters let through; the subtitle tells how much that is.
void TimelineLanes::showSegments(const Shown &shown)
{
    if (shown.role == TrackRole::PseudoLabel && m_preview) {
        showPreview(shown);
        return;
    }
    if (shown.role == TrackRole::Prediction && showComparison()) {
        return;
    }
    std::vector<SegmentItem> items = filtered(shown);
    QString subtitle = shown.subtitle;
    if (shown.role == TrackRole::Prediction && !shown.all.empty()) {
        subtitle += tr(" · %1 from %2")
                        .arg(common::countText(static_cast<qint64>(items.size())),
                             common::scoreText(m_leastScore));
    }
    shown.lane->setSegments(std::move(items));
    shown.lane->setSubtitle(subtitle);
    if (shown.role == TrackRole::Proposal || shown.role == TrackRole::PseudoLabel) {
        m_cut->show(*shown.lane, subtitle);
    }
}

void TimelineLanes::setComparesRuns(bool isOn)
{
    m_comparesRuns = isOn;
    for (const Shown &shown : m_lanes) {
        if (shown.role == TrackRole::Prediction) {
            showSegments(shown);
        }
    }
}

// Both lanes of students at once; false where nothing is to be compared.
bool TimelineLanes::showComparison()
{
    std::vector<const Shown *> students;
    for (const Shown &shown : m_lanes) {
        if (shown.role == TrackRole::Prediction) {
            students.push_back(&shown);
        }
    }
    if (!m_comparesRuns || students.size() != 2) {
        return false;
    }
    std::vector<SegmentItem> first = filtered(*students[0]);
    std::vector<SegmentItem> second = filtered(*students[1]);
    models::markDisagreement(first, second);
    for (auto *items : {&first, &second}) {
        const auto disputed =
            std::count_if(items->begin(), items->end(),
                          [](const SegmentItem &item) { return item.agrees == false; });
        for (SegmentItem &item : *items) {
            if (item.agrees == false) {
                item.note = tr("The other run has no such segment here.");
            }
        }
        const Shown &shown = items == &first ? *students[0] : *students[1];
        shown.lane->setSubtitle(
            shown.subtitle +
            tr(" · %1 of %2 disagree").arg(common::countText(disputed)).arg(items->size()));
        shown.lane->setSegments(std::move(*items));
    }
    return true;
}

void TimelineLanes::setPreview(const std::vector<SegmentItem> *items)
{
    m_preview = items != nullptr ? std::optional(*items) : std::nullopt;
    for (const Shown &shown : m_lanes) {
        if (shown.role == TrackRole::PseudoLabel) {
            showSegments(shown);
        }
    }
}

void TimelineLanes::showPreview(const Shown &shown)
{
    std::vector<SegmentItem> items;
    int stay = 0;
    int enter = 0;
    int leave = 0;
    for (const SegmentItem &item : *m_preview) {
        if (isShown(shown, item)) {
            stay += item.look == SegmentLook::Kept ? 1 : 0;
            enter += item.look == SegmentLook::Enters ? 1 : 0;
            leave += item.look == SegmentLook::Leaves ? 1 : 0;
            items.push_back(item);
        }
    }
    shown.lane->setSubtitle(tr("what if: %1 kept +%2 −%3").arg(stay + enter).arg(enter).arg(leave));
    shown.lane->setSegments(std::move(items));
}

void TimelineLanes::setLeastScore(double score)
{
    m_leastScore = score;
    for (const Shown &shown : m_lanes) {
        showSegments(shown);
    }
}

bool TimelineLanes::hasPredictions(const timeline::Lane *lane) const
{
    return std::any_of(m_lanes.begin(), m_lanes.end(), [lane](const Shown &shown) {
        return shown.lane == lane && shown.role == TrackRole::Prediction;
    });
}

void TimelineLanes::setPinned(int classOrdinal, bool isPinned)
{
    if (isPinned) {
        m_pinned.insert(classOrdinal);
    } else {
        m_pinned.erase(classOrdinal);
    }
    showCurves();
}

void TimelineLanes::setClassHidden(int classOrdinal, bool isHidden)
{
    if (isHidden) {
        m_hiddenClasses.insert(classOrdinal);
    } else {
        m_hiddenClasses.erase(classOrdinal);
    }
    for (const Shown &shown : m_lanes) {
        showSegments(shown);
    }
    showCurves();
}

// Newest run first. Of a person's labels the one track that edits go to.
void TimelineLanes::addSegmentLanes(const models::VideoContent &content, TrackRole role,
                                    std::size_t most)
{
    std::size_t added = 0;
    for (const models::SegmentLaneContent &item : content.lanes) {
        const bool isElsewhere = role == TrackRole::Manual && common::toUtf8(item.name) != m_track;
        if (item.role != role || isElsewhere || added >= most) {
            continue;
        }
        SegmentLane *lane = addLane(item.title, role, keyOf(role, added));
        lane->setLocked(item.isLocked);
        lane->setLockedText(lockedText(item));
        m_lanes.push_back({item.trackId, role, lane, item.segments, item.subtitle,
                           role == TrackRole::Manual ? m_track : std::string()});
        showSegments(m_lanes.back());
        if (added == 0 && role != TrackRole::Proposal) {
            m_speaking.emplace_back(item.title, lane);
        }
        ++added;
    }
    if (added == 0) {
        addEmptyLane(role, content.roles.contains(role));
    }
}

// Labels of people that edits do not go to (`talo label --track`): to be seen, copied from, and
// chosen for edits. My labels is always among the labels.
void TimelineLanes::addOtherLabels(const models::VideoContent &content)
{
    const QString mine = QString::fromLatin1(core::model::kManualTrackName);
    std::size_t added = 0;
    bool hasMine = m_track == core::model::kManualTrackName;
    for (const models::SegmentLaneContent &item : content.lanes) {
        if (item.role == TrackRole::Manual && common::toUtf8(item.name) != m_track) {
            addOtherLabels(item, ++added);
            hasMine = hasMine || item.name == mine;
        }
    }
    if (!hasMine) {
        addOtherLabels({.name = mine, .title = tr("My labels"), .subtitle = {}, .segments = {}},
                       ++added);
    }
}

void TimelineLanes::addOtherLabels(const models::SegmentLaneContent &item, std::size_t place)
{
    SegmentLane *lane = addLane(item.title, item.role, keyOf(item.role, place));
    lane->setLocked(true);
    lane->setLockedText(lockedText(item));
    m_lanes.push_back(
        {item.trackId, item.role, lane, item.segments, item.subtitle, common::toUtf8(item.name)});
    showSegments(m_lanes.back());
}

// A lane that says what is missing and how to get it; other videos may have it (isElsewhere).
void TimelineLanes::addEmptyLane(TrackRole role, bool isElsewhere)
{
    QString title;
    QString text;
    switch (role) {
    case TrackRole::GroundTruth:
        title = tr("Ground truth");
        text = isElsewhere ? tr("No ground truth for this video; others have some.")
                           : tr("No ground truth. Everything works without it; precision, recall "
                                "and mAP stay empty.");
        break;
    case TrackRole::Curve:
        title = tr("CAS");
        text =
            tr("No score curves for this video. A generator run makes them (Run, Train a run); it "
               "needs features (File, Compute features or Import).");
        break;
    case TrackRole::Proposal:
        title = tr("Raw proposals");
        text = isElsewhere ? tr("No proposals for this video; others have some.")
                           : tr("No proposals yet. They come from a generator run (Run, Train a "
                                "run) or a file (File, Import).");
        break;
    case TrackRole::PseudoLabel:
        title = tr("Pseudo-labels");
        text = isElsewhere ? tr("No pseudo-labels for this video; others have some. Runs make them "
                                "for the videos that they train on.")
                           : tr("No pseudo-labels yet. The filter needs proposals of a generator "
                                "run or a file.");
        break;
    case TrackRole::Prediction:
        title = tr("Student");
        text = isElsewhere ? tr("No predictions for this video; others have some.")
                           : tr("No predictions yet. A run trains the student from the "
                                "pseudo-labels (Run, Train a run).");
        break;
    case TrackRole::Manual:
        title = ownTitle();
        text = tr("Nothing labelled. Press I and O to mark a segment, or Alt+↓ to copy the "
                  "selected pseudo-label.");
        break;
    }
    // A line of text needs no more height than predictions do.
    const TrackRole shape = role == TrackRole::Manual ? role : TrackRole::Prediction;
    SegmentLane *lane = addLane(title, shape, keyOf(role, 0));
    lane->setEmptyText(text);
    if (role == TrackRole::Manual) {
        m_speaking.emplace_back(title, lane);
    } else {
        lane->setLocked(true);
    }
    if (role == TrackRole::Manual || role == TrackRole::PseudoLabel) {
        // May get segments without the project's.
        m_lanes.push_back(
            {0, role, lane, {}, {}, role == TrackRole::Manual ? m_track : std::string()});
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
        if (!shown.labels.empty() && changes.hasTrackListChanged) {
            const core::model::Track *track = project.manualTrack(videoId, shown.labels);
            shown.track = track != nullptr ? track->id : 0;
        } else if (!std::binary_search(changes.tracks.begin(), changes.tracks.end(), shown.track)) {
            continue;
        }
        const auto content = project.lane(shown.track);
        shown.subtitle = content ? content->subtitle : QString();
        shown.all = content ? content->segments : std::vector<SegmentItem>();
        showSegments(shown);
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
