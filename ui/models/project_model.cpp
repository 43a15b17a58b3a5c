#include "ui/models/project_model.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/edit/collect.h"
#include "core/edit/curves.h"
#include "core/edit/project_session.h"
#include "core/model/score_curve.h"

#include "ui/common/qt_convert.h"

namespace ui::models {

using common::toQString;
using core::base::Result;
using core::model::Segment;
using core::model::SegmentState;
using core::model::Track;
using core::model::TrackKind;
using core::model::TrackRole;
using timeline::SegmentItem;
using timeline::SegmentLook;

namespace {

constexpr std::size_t kMaxCurves = 4;
constexpr double kQualityTiou = 0.5;

QString tr(const char *text)
{
    return QCoreApplication::translate("ProjectModel", text);
}

QString titleOf(TrackRole role)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return tr("Ground truth");
    case TrackRole::Curve:
        return tr("CAS");
    case TrackRole::Proposal:
        return tr("Raw proposals");
    case TrackRole::PseudoLabel:
        return tr("Pseudo-labels");
    case TrackRole::Prediction:
        return tr("Student");
    case TrackRole::Manual:
        break;
    }
    return tr("My labels");
}

SegmentLook lookOf(TrackRole role, SegmentState state)
{
    switch (role) {
    case TrackRole::GroundTruth:
        return SegmentLook::GroundTruth;
    case TrackRole::Proposal:
        return SegmentLook::Proposal;
    case TrackRole::PseudoLabel:
        return state == SegmentState::Rejected ? SegmentLook::Ghost : SegmentLook::Kept;
    case TrackRole::Prediction:
        return SegmentLook::Prediction;
    default:
        break;
    }
    switch (state) {
    case SegmentState::Confirmed:
        return SegmentLook::Confirmed;
    case SegmentState::Rejected:
        return SegmentLook::Rejected;
    case SegmentState::Draft:
        break;
    }
    return SegmentLook::Draft;
}

// The rule's letter and its number, from the filter's reason ("density 0.125 < 0.2, …").
QString ghostTag(const QString &reason)
{
    const QStringList words = reason.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    bool isNumber = false;
    const double number = words.size() > 1 ? words[1].toDouble(&isNumber) : 0.0;
    const QString score = isNumber ? QStringLiteral(" ") + common::scoreText(number) : QString();
    if (reason.startsWith(QLatin1String("density"))) {
        return QStringLiteral("γ") + score;
    }
    if (reason.startsWith(QLatin1String("score"))) {
        return QStringLiteral("η") + score;
    }
    return reason.contains(QLatin1String("NMS")) ? QStringLiteral("NMS") : QString();
}

// Why a project may be looked at though it cannot be opened for writing.
bool mayStillBeRead(core::base::ErrorCode code)
{
    using core::base::ErrorCode;
    return code == ErrorCode::Locked || code == ErrorCode::Io || code == ErrorCode::NewerSchema;
}

// Order of the lanes: the order in which the pipeline makes them.
int laneRank(TrackRole role)
{
    return static_cast<int>(role);
}

} // namespace

ProjectModel::ProjectModel(std::unique_ptr<core::edit::ProjectSession> session)
    : m_session(std::move(session))
{
}

ProjectModel::~ProjectModel() = default;

Result<std::unique_ptr<ProjectModel>> ProjectModel::open(const std::filesystem::path &path)
{
    using core::edit::Access;
    using core::edit::ProjectSession;
    QString notice;
    auto session = ProjectSession::open(path, Access::Write, "taloscope");
    if (!session && mayStillBeRead(session.error().code)) {
        notice = tr("Opened for looking only: %1").arg(toQString(session.error().sentence()));
        session = ProjectSession::open(path, Access::Read, "taloscope");
    }
    if (!session) {
        return tl::unexpected(std::move(session).error());
    }
    std::unique_ptr<ProjectModel> model(
        new ProjectModel(std::make_unique<ProjectSession>(std::move(*session))));
    for (const std::string &text : model->m_session->notices()) {
        notice += (notice.isEmpty() ? QString() : QStringLiteral(" ")) + toQString(text);
    }
    model->m_notice = notice;
    TRY(model->readRows());
    TRY(model->rate());
    return model;
}

bool ProjectModel::isReadOnly() const
{
    return m_session->isReadOnly();
}

core::edit::Document &ProjectModel::document()
{
    return m_session->document();
}

Result<core::edit::Applied> ProjectModel::apply(const core::edit::Edit &edit,
                                                const QString &gesture)
{
    auto applied = m_session->document().apply(edit, common::toUtf8(gesture));
    if (applied) {
        announce(applied->changes);
    }
    return applied;
}

Result<std::optional<core::edit::Applied>> ProjectModel::undo()
{
    auto applied = m_session->document().undo();
    if (applied && *applied) {
        announce((*applied)->changes);
    }
    return applied;
}

Result<std::optional<core::edit::Applied>> ProjectModel::redo()
{
    auto applied = m_session->document().redo();
    if (applied && *applied) {
        announce((*applied)->changes);
    }
    return applied;
}

void ProjectModel::announce(const core::edit::ChangeSet &changes)
{
    for (const std::int64_t id : changes.videos) {
        const auto row = std::find_if(m_videos.begin(), m_videos.end(),
                                      [id](const VideoRow &item) { return item.id == id; });
        if (row != m_videos.end()) {
            row->state = m_session->document().video(id)->state;
        }
    }
    emit changed(changes);
}

Result<void> ProjectModel::reload()
{
    TRY(m_session->document().reload());
    m_classes.clear();
    m_videos.clear();
    m_quality.reset();
    TRY(readRows());
    TRY(rate());
    emit contentReplaced();
    return {};
}

QString ProjectModel::name() const
{
    return QFileInfo(path()).completeBaseName();
}

QString ProjectModel::path() const
{
    return common::pathText(m_session->path());
}

int ProjectModel::rowOf(const QString &name) const
{
    const auto found = std::find_if(m_videos.begin(), m_videos.end(),
                                    [&](const VideoRow &row) { return row.name == name; });
    return found == m_videos.end() ? -1 : static_cast<int>(found - m_videos.begin());
}

int ProjectModel::ordinalOf(std::optional<qint64> classId) const
{
    const auto *found = classId ? m_session->document().actionClass(*classId) : nullptr;
    return found != nullptr ? found->ordinal : -1;
}

Result<void> ProjectModel::readRows()
{
    core::edit::Document &document = m_session->document();
    m_classes.resize(document.classes().size());
    for (const core::model::ActionClass &item : document.classes()) {
        m_classes[static_cast<std::size_t>(item.ordinal)] = {toQString(item.name),
                                                             toQString(item.color)};
    }
    std::unordered_map<qint64, std::set<int>> weakLabels;
    for (const core::model::WeakLabel &label : TRY(m_session->project().weakLabels())) {
        weakLabels[label.videoId].insert(ordinalOf(label.classId));
    }
    const std::vector<std::string> names =
        core::edit::trackNames(*m_session, TrackRole::PseudoLabel);
    m_ratedTrack = names.empty() ? QString() : toQString(names.back());
    std::unordered_map<qint64, int> groundTruth;
    std::unordered_map<qint64, int> pseudoLabels;
    for (const auto &count : TRY(m_session->segments().counts())) {
        const Track *track = document.track(count.trackId);
        if (track != nullptr && track->role == TrackRole::GroundTruth) {
            groundTruth[count.videoId] += static_cast<int>(count.count);
        } else if (track != nullptr && track->role == TrackRole::PseudoLabel &&
                   toQString(track->name) == m_ratedTrack) {
            pseudoLabels[count.videoId] += static_cast<int>(count.count);
        }
    }
    for (const core::model::Video &video : document.videos()) {
        const std::set<int> &labels = weakLabels[video.id];
        m_videos.push_back({.id = video.id,
                            .name = toQString(video.name),
                            .durationUs = video.durationUs,
                            .state = video.state,
                            .weakLabels = {labels.begin(), labels.end()},
                            .groundTruth = groundTruth[video.id],
                            .pseudoLabels = pseudoLabels[video.id],
                            .f1 = {}});
    }
    return {};
}

// How good the newest pseudo-labels are in each video. Without ground truth or pseudo-labels there
// is nothing to say, which is no error.
Result<void> ProjectModel::rate()
{
    if (m_ratedTrack.isEmpty()) {
        return {};
    }
    const core::model::GroundTruth truth = TRY(core::edit::collectGroundTruth(*m_session));
    const core::model::DetectionSet labels = TRY(core::edit::collectDetections(
        *m_session, TrackRole::PseudoLabel, common::toUtf8(m_ratedTrack)));
    auto quality = core::tal::labelQuality(truth, labels, {.tiou = kQualityTiou});
    if (!quality) {
        return {};
    }
    std::set<std::string> labelled;
    for (const core::model::VideoDetections &video : labels.videos) {
        labelled.insert(video.video);
    }
    for (const core::tal::NamedQuality &item : quality->videos) {
        const int row = rowOf(toQString(item.name));
        if (row >= 0 && labelled.contains(item.name)) {
            m_videos[static_cast<std::size_t>(row)].f1 = item.counts.f1();
        }
    }
    m_quality = std::move(*quality);
    return {};
}

std::vector<const Track *> ProjectModel::tracksOf(qint64 videoId) const
{
    std::vector<const Track *> tracks;
    for (const Track &track : m_session->document().tracks()) {
        if (track.videoId == videoId) {
            tracks.push_back(&track);
        }
    }
    const auto preference = [this](const Track *track) {
        const qsizetype place = m_laneRuns.indexOf(toQString(track->name));
        return place < 0 ? m_laneRuns.size() : place;
    };
    std::stable_sort(tracks.begin(), tracks.end(), [&](const Track *a, const Track *b) {
        const int first = laneRank(a->role);
        const int second = laneRank(b->role);
        if (first != second) {
            return first < second;
        }
        const qsizetype placeA = preference(a);
        const qsizetype placeB = preference(b);
        return placeA != placeB ? placeA < placeB : a->id > b->id; // newest run first
    });
    return tracks;
}

void ProjectModel::setLaneRuns(const QStringList &names)
{
    m_laneRuns = names;
    emit contentReplaced();
}

Result<VideoContent> ProjectModel::content(qint64 videoId, QString *problem)
{
    const core::model::Video *video = m_session->document().video(videoId);
    if (video == nullptr) {
        return core::base::fail({.code = core::base::ErrorCode::NotFound,
                                 .problem = "the project has no such video",
                                 .file = m_session->path().string()});
    }
    VideoContent content{.file = {},
                         .durationUs = video->durationUs,
                         .framesPerSecond = video->fps.value(),
                         .lanes = {},
                         .curves = {}};
    if (video->rootId) {
        content.file = TRY(m_session->resolve(video->rootId, video->path));
    }
    for (const Track *track : tracksOf(videoId)) {
        if (track->kind == TrackKind::Segments) {
            content.lanes.push_back(TRY(lane(*track)));
        } else if (content.curves.curve == nullptr) {
            auto read = curves(*track);
            if (read) {
                content.curves = std::move(*read);
            } else if (problem != nullptr) {
                *problem = toQString(read.error().sentence());
            }
        }
    }
    return content;
}

Result<SegmentLaneContent> ProjectModel::lane(const Track &track)
{
    SegmentLaneContent content{.role = track.role,
                               .title = titleOf(track.role),
                               .subtitle = {},
                               .isLocked = track.isLocked,
                               .segments = {}};
    int solid = 0;
    int ghosts = 0;
    std::set<std::pair<core::base::TimeRange, int>> unique;
    for (const Segment &segment : TRY(m_session->document().segments(track.id))) {
        SegmentItem item{.id = segment.id,
                         .range = segment.range,
                         .classOrdinal = ordinalOf(segment.classId),
                         .score = segment.score,
                         .look = lookOf(track.role, segment.state),
                         .tag = {},
                         .note = toQString(segment.note)};
        if (item.look == SegmentLook::Ghost) {
            item.tag = ghostTag(item.note);
            item.note = tr("Rejected: %1").arg(item.note);
        }
        ++(item.look == SegmentLook::Ghost ? ghosts : solid);
        unique.emplace(item.range, item.classOrdinal);
        content.segments.push_back(std::move(item));
    }
    switch (track.role) {
    case TrackRole::Proposal:
        content.subtitle = tr("%1 · %2 unique")
                               .arg(common::countText(solid),
                                    common::countText(static_cast<qint64>(unique.size())));
        break;
    case TrackRole::PseudoLabel:
        content.subtitle = tr("%1 kept · %2 ghosts").arg(solid).arg(ghosts);
        break;
    case TrackRole::Prediction:
        content.subtitle = toQString(track.name);
        break;
    default:
        content.subtitle = solid == 1 ? tr("1 segment") : tr("%1 segments").arg(solid);
        break;
    }
    return content;
}

// The classes that the video is known to show, then those with the highest values; attention last.
Result<CurveLaneContent> ProjectModel::curves(const Track &track)
{
    const core::edit::VideoCurves read = TRY(core::edit::readCurves(*m_session, track));
    std::set<int> weak;
    for (const VideoRow &row : m_videos) {
        if (row.id == track.videoId) {
            weak.insert(row.weakLabels.begin(), row.weakLabels.end());
        }
    }
    std::vector<timeline::CurveChannel> channels;
    std::vector<timeline::CurveChannel> attention;
    for (std::size_t i = 0; i < read.channelClasses.size(); ++i) {
        const int ordinal = read.channelClasses[i];
        const int channel = static_cast<int>(i);
        if (ordinal < 0) {
            attention.push_back({channel, -1, tr("attention")});
        } else {
            channels.push_back(
                {channel, ordinal, m_classes[static_cast<std::size_t>(ordinal)].name});
        }
    }
    std::stable_sort(channels.begin(), channels.end(), [&](const auto &a, const auto &b) {
        const bool isWeakA = weak.contains(a.classOrdinal);
        const bool isWeakB = weak.contains(b.classOrdinal);
        if (isWeakA != isWeakB) {
            return isWeakA;
        }
        return read.curve->extremes(a.channel).max > read.curve->extremes(b.channel).max;
    });
    const std::size_t shown = std::min(channels.size(), std::max(weak.size() + 1, std::size_t{2}));
    channels.resize(std::min(shown, kMaxCurves));
    channels.insert(channels.end(), attention.begin(), attention.end());
    return CurveLaneContent{read.curve, std::move(channels)};
}

std::optional<SegmentFacts> ProjectModel::facts(qint64 videoId, qint64 segmentId)
{
    std::optional<SegmentFacts> facts;
    std::vector<Segment> truth;
    for (const Track *track : tracksOf(videoId)) {
        const auto segments = m_session->document().segments(track->id);
        if (track->kind != TrackKind::Segments || !segments) {
            continue;
        }
        if (track->role == TrackRole::GroundTruth) {
            truth.assign(segments->begin(), segments->end());
        }
        for (const Segment &segment : *segments) {
            if (segment.id == segmentId) {
                facts = {.segment = segment,
                         .role = track->role,
                         .classOrdinal = ordinalOf(segment.classId),
                         .trackName = toQString(track->name),
                         .overlap = {}};
            }
        }
    }
    if (facts && facts->role != TrackRole::GroundTruth && !truth.empty()) {
        double best = 0;
        const core::base::TimeRange &own = facts->segment.range;
        for (const Segment &other : truth) {
            const auto shared =
                std::min(own.endUs, other.range.endUs) - std::max(own.startUs, other.range.startUs);
            if (other.classId == facts->segment.classId && shared > 0) {
                const auto joint = own.durationUs() + other.range.durationUs() - shared;
                best = std::max(best, static_cast<double>(shared) / static_cast<double>(joint));
            }
        }
        facts->overlap = best;
    }
    return facts;
}

} // namespace ui::models
