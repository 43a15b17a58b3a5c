#include "ui/models/project_model.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>

#include "core/edit/class_list.h"
#include "core/edit/project_session.h"

#include "ui/common/core_texts.h"
#include "ui/common/qt_convert.h"
#include "ui/models/history_text.h"

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

// For reading on another thread.
Result<core::edit::ProjectSession> openBeside(const std::filesystem::path &path)
{
    return core::edit::ProjectSession::open(path, core::edit::Access::Read, "taloscope");
}

// Order of the lanes: the order in which the pipeline makes them.
int laneRank(TrackRole role)
{
    return static_cast<int>(role);
}

} // namespace

Result<OpenedProject> openForModel(const std::filesystem::path &path)
{
    using core::edit::Access;
    using core::edit::ProjectSession;
    OpenedProject opened;
    auto session = ProjectSession::open(path, Access::Write, "taloscope");
    if (!session && mayStillBeRead(session.error().code)) {
        opened.notice =
            ProjectModel::tr("Opened for looking only: %1").arg(common::errorText(session.error()));
        session = ProjectSession::open(path, Access::Read, "taloscope");
    }
    if (!session) {
        return tl::unexpected(session.error());
    }
    opened.session = std::make_shared<ProjectSession>(std::move(*session));
    for (const std::string &text : opened.session->notices()) {
        opened.notice +=
            (opened.notice.isEmpty() ? QString() : QStringLiteral(" ")) + common::coreText(text);
    }
    opened.rows = TRY(readRows(*opened.session));
    return opened;
}

ProjectModel::ProjectModel(OpenedProject opened)
    : m_session(std::move(opened.session))
    , m_notice(std::move(opened.notice))
    , m_rows(std::move(opened.rows))
{
    connect(&m_meter, &QualityMeter::measured, this, &ProjectModel::takeCorrected);
    rateSoon();
}

ProjectModel::~ProjectModel() = default;

Result<std::unique_ptr<ProjectModel>> ProjectModel::open(const std::filesystem::path &path)
{
    return std::make_unique<ProjectModel>(TRY(openForModel(path)));
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
        const auto row = std::find_if(m_rows.videos.begin(), m_rows.videos.end(),
                                      [id](const VideoRow &item) { return item.id == id; });
        if (row != m_rows.videos.end()) {
            row->state = m_session->document().video(id)->state;
        }
    }
    emit changed(changes);
    measure();
}

void ProjectModel::reload()
{
    m_reading.start([this, path = m_session->path()](const auto &, const auto &) {
        auto session = openBeside(path);
        auto rows =
            session ? readRows(*session) : Result<ProjectRows>(tl::unexpected(session.error()));
        if (!rows) {
            return std::function<void()>(
                [this, reason = common::errorText(rows.error())] { emit reloadFailed(reason); });
        }
        rows->quality = rate(*session, rows->ratedTrack);
        // A function object must be copyable, which a document is not meant to be.
        auto document = std::make_shared<core::edit::Document>(std::move(session->document()));
        return std::function<void()>(
            [this, document, read = std::move(*rows)] { takeOver(std::move(*document), read); });
    });
}

void ProjectModel::takeOver(core::edit::Document newer, ProjectRows rows)
{
    if (newer.lastRevision() < m_session->document().lastRevision()) {
        reload(); // an edit was made while it read
        return;
    }
    m_session->document().adopt(std::move(newer));
    m_rows = std::move(rows);
    takeRating(m_rows.quality);
    emit contentReplaced();
}

// The newest pseudo-labels, after opening; the window is there already.
void ProjectModel::rateSoon()
{
    m_reading.start(
        [this, path = m_session->path(), track = m_rows.ratedTrack](const auto &, const auto &) {
            const auto session = openBeside(path);
            auto quality = session ? rate(*session, track) : std::nullopt;
            return std::function<void()>([this, found = std::move(quality)] {
                takeRating(found);
                emit qualityChanged();
            });
        });
}

void ProjectModel::takeRating(std::optional<core::tal::LabelQuality> quality)
{
    m_rows.quality = std::move(quality);
    m_corrected.reset();
    if (!m_rows.quality) {
        return;
    }
    models::takeQuality(m_rows, *m_rows.quality);
    const auto &tracks = m_session->document().tracks();
    if (std::any_of(tracks.begin(), tracks.end(),
                    [](const Track &track) { return track.role == TrackRole::Manual; })) {
        measure();
    }
}

QString ProjectModel::name() const
{
    return QFileInfo(path()).completeBaseName();
}

QString ProjectModel::path() const
{
    return common::pathText(m_session->path());
}

void ProjectModel::measure()
{
    if (m_rows.quality) {
        m_meter.measure(m_session->path(), common::toUtf8(m_rows.ratedTrack));
    }
}

void ProjectModel::takeCorrected(const core::tal::LabelQuality &quality)
{
    models::takeQuality(m_rows, quality);
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

Result<int> ProjectModel::addClass(const QString &name)
{
    const auto added = TRY(core::edit::addClass(*m_session, common::toUtf8(name)));
    m_rows.classes.push_back({toQString(added.name), toQString(added.color)});
    emit classesChanged();
    return added.ordinal;
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
    for (const Track &track : m_session->document().tracks()) {
        content.roles.insert(track.role);
    }
    for (const Track *track : tracksOf(videoId)) {
        if (track->kind == TrackKind::Segments) {
            content.lanes.push_back(TRY(readLane(m_session->document(), *track)));
        } else if (content.curves.curve == nullptr) {
            const auto row =
                std::find_if(m_rows.videos.begin(), m_rows.videos.end(),
                             [videoId](const VideoRow &item) { return item.id == videoId; });
            auto read = readCurveLane(*m_session, *track, m_rows.classes, row->weakLabels);
            if (read) {
                content.curves = std::move(*read);
            } else if (problem != nullptr) {
                *problem = common::errorText(read.error());
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

const Track *ProjectModel::manualTrack(qint64 videoId, const std::string &name) const
{
    for (const Track *track : tracksOf(videoId)) {
        if (track->role == TrackRole::Manual && track->name == name) {
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
    return found && *found ? historyText((*found)->label) : QString();
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
