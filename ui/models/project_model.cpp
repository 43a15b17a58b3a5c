#include "ui/models/project_model.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <QFileInfo>

#include "core/edit/collect.h"
#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"

namespace ui::models {

using common::toQString;
using core::base::Result;
using core::model::Segment;
using core::model::Track;
using core::model::TrackKind;
using core::model::TrackRole;

namespace {

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
    connect(&m_meter, &QualityMeter::measured, this, &ProjectModel::takeQuality);
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
    model->rate();
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
    measure();
}

Result<void> ProjectModel::reload()
{
    TRY(m_session->document().reload());
    m_classes.clear();
    m_videos.clear();
    TRY(readRows());
    rate();
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
        weakLabels[label.videoId].insert(ordinalOf(document, label.classId));
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
void ProjectModel::rate()
{
    m_quality.reset();
    m_corrected.reset();
    if (m_ratedTrack.isEmpty()) {
        return;
    }
    auto quality = pseudoLabelQuality(*m_session, common::toUtf8(m_ratedTrack));
    if (!quality) {
        return;
    }
    rateRows(*quality);
    m_quality = std::move(*quality);
    const auto &tracks = m_session->document().tracks();
    if (std::any_of(tracks.begin(), tracks.end(),
                    [](const Track &track) { return track.role == TrackRole::Manual; })) {
        measure();
    }
}

void ProjectModel::rateRows(const core::tal::LabelQuality &quality)
{
    for (const core::tal::NamedQuality &item : quality.videos) {
        const int row = rowOf(toQString(item.name));
        if (row >= 0) {
            m_videos[static_cast<std::size_t>(row)].f1 = item.counts.f1();
        }
    }
}

void ProjectModel::measure()
{
    if (m_quality) {
        m_meter.measure(m_session->path(), common::toUtf8(m_ratedTrack));
    }
}

void ProjectModel::takeQuality(const core::tal::LabelQuality &quality)
{
    rateRows(quality);
    m_corrected = quality;
    emit qualityChanged();
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
            content.lanes.push_back(TRY(readLane(m_session->document(), *track)));
        } else if (content.curves.curve == nullptr) {
            const auto row =
                std::find_if(m_videos.begin(), m_videos.end(),
                             [videoId](const VideoRow &item) { return item.id == videoId; });
            auto read = readCurveLane(*m_session, *track, m_classes, row->weakLabels);
            if (read) {
                content.curves = std::move(*read);
            } else if (problem != nullptr) {
                *problem = toQString(read.error().sentence());
            }
        }
    }
    return content;
}

Result<SegmentLaneContent> ProjectModel::lane(qint64 trackId)
{
    const Track *track = m_session->document().track(trackId);
    if (track == nullptr) {
        return core::base::fail(
            {.code = core::base::ErrorCode::NotFound, .problem = "the project has no such track"});
    }
    return readLane(m_session->document(), *track);
}

const Track *ProjectModel::manualTrack(qint64 videoId) const
{
    for (const Track *track : tracksOf(videoId)) {
        if (track->role == TrackRole::Manual && track->name == core::model::kManualTrackName) {
            return track;
        }
    }
    return nullptr;
}

std::optional<Segment> ProjectModel::segment(qint64 videoId, qint64 segmentId)
{
    for (const Track *track : tracksOf(videoId)) {
        const auto segments = m_session->document().segments(track->id);
        if (track->kind != TrackKind::Segments || !segments) {
            continue;
        }
        const auto found =
            std::find_if(segments->begin(), segments->end(),
                         [segmentId](const Segment &item) { return item.id == segmentId; });
        if (found != segments->end()) {
            return *found;
        }
    }
    return {};
}

std::optional<Segment> ProjectModel::segment(const std::string &uuid)
{
    auto found = m_session->document().segment(uuid);
    return found ? std::optional(std::move(*found)) : std::nullopt;
}

QString ProjectModel::labelOf(std::optional<std::int64_t> revision) const
{
    if (!revision) {
        return {};
    }
    const auto found = m_session->revisions().revision(*revision);
    return found && *found ? toQString((*found)->label) : QString();
}

QString ProjectModel::undoText() const
{
    return labelOf(m_session->document().nextUndo());
}

QString ProjectModel::redoText() const
{
    return labelOf(m_session->document().nextRedo());
}

std::optional<SegmentFacts> ProjectModel::facts(qint64 videoId, qint64 segmentId)
{
    return readFacts(*m_session, videoId, segmentId);
}

} // namespace ui::models
