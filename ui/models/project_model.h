#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/edit/change_set.h"
#include "core/edit/document.h"
#include "core/model/segment.h"
#include "core/model/track.h"
#include "core/model/video.h"
#include "core/tal/label_quality.h"

#include "ui/common/class_style.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_item.h"

namespace core::edit {
class ProjectSession;
}

namespace ui::models {

// A video as the list shows it.
struct VideoRow
{
    qint64 id = 0;
    QString name;
    core::base::TimeUs durationUs = 0;
    core::model::VideoState state = core::model::VideoState::Untouched;
    std::vector<int> weakLabels; // class ordinals, ascending
    int groundTruth = 0;         // segments
    int pseudoLabels = 0;        // kept ones
    std::optional<double> f1;    // of the pseudo-labels against the ground truth, tIoU 0.5
};

// One track of a video, ready to be drawn.
struct SegmentLaneContent
{
    core::model::TrackRole role = core::model::TrackRole::Manual;
    QString title;
    QString subtitle;
    bool isLocked = false;
    std::vector<timeline::SegmentItem> segments;
};

struct CurveLaneContent
{
    std::shared_ptr<const core::model::ScoreCurve> curve;
    std::vector<timeline::CurveChannel> channels;
};

// Everything that the timeline shows of one video. A role without a track has no lane content.
struct VideoContent
{
    std::filesystem::path file; // empty: the project names none
    core::base::TimeUs durationUs = 0;
    double framesPerSecond = 0.0;
    std::vector<SegmentLaneContent> lanes; // in the order of the timeline
    CurveLaneContent curves;
};

// What the inspector says about a segment.
struct SegmentFacts
{
    core::model::Segment segment;
    core::model::TrackRole role = core::model::TrackRole::Manual;
    int classOrdinal = -1;
    QString trackName;
    std::optional<double> overlap; // best tIoU with ground truth of the same class
};

// An open project: what lists and lanes show of it, and the one door through which the window
// changes it. GUI thread; opening, loading a video and an edit block for some milliseconds.
class ProjectModel : public QObject
{
    Q_OBJECT

public:
    // Opens for writing; where another program has the project, or it may not be written, for
    // looking only, and notice() says so.
    static core::base::Result<std::unique_ptr<ProjectModel>>
    open(const std::filesystem::path &path);
    ~ProjectModel() override;

    bool isReadOnly() const;
    // What opening did that the person should know; empty: nothing.
    const QString &notice() const { return m_notice; }
    // For bulk changes (imports, runs, label sets); replaced() must be told afterwards.
    core::edit::ProjectSession &session() { return *m_session; }
    core::edit::Document &document();

    // Carries out an edit, or takes one back; durable when it returns. Announced by changed().
    core::base::Result<core::edit::Applied> apply(const core::edit::Edit &edit,
                                                  const QString &gesture = {});
    // None where there is nothing left.
    core::base::Result<std::optional<core::edit::Applied>> undo();
    core::base::Result<std::optional<core::edit::Applied>> redo();
    // Reads everything again after a bulk change and announces contentReplaced().
    core::base::Result<void> reload();

    QString name() const;
    QString path() const;
    const std::vector<common::ClassName> &classes() const { return m_classes; }
    const std::vector<VideoRow> &videos() const { return m_videos; }
    // Name of the pseudo-labels whose quality the rows tell; empty: there are none.
    const QString &ratedTrack() const { return m_ratedTrack; }
    // Their quality over all videos with ground truth, tIoU 0.5; none where that cannot be told.
    const std::optional<core::tal::LabelQuality> &quality() const { return m_quality; }
    // Row of a video by name; -1 none.
    int rowOf(const QString &name) const;

    // A curve that cannot be read is left out; `problem` says why.
    core::base::Result<VideoContent> content(qint64 videoId, QString *problem = nullptr);
    std::optional<SegmentFacts> facts(qint64 videoId, qint64 segmentId);

    // Runs whose tracks come before the others in content(), in this order; empty: the newest
    // first. Announced by contentReplaced().
    void setLaneRuns(const QStringList &names);

signals:
    // An edit was carried out or taken back; rows and quality are up to date.
    void changed(const core::edit::ChangeSet &changes);
    // Anything may be different: videos, classes, tracks.
    void contentReplaced();

private:
    explicit ProjectModel(std::unique_ptr<core::edit::ProjectSession> session);
    void announce(const core::edit::ChangeSet &changes);
    core::base::Result<void> readRows();
    core::base::Result<void> rate();
    core::base::Result<SegmentLaneContent> lane(const core::model::Track &track);
    core::base::Result<CurveLaneContent> curves(const core::model::Track &track);
    std::vector<const core::model::Track *> tracksOf(qint64 videoId) const;
    int ordinalOf(std::optional<qint64> classId) const;

    std::unique_ptr<core::edit::ProjectSession> m_session;
    QString m_notice;
    std::vector<common::ClassName> m_classes;
    std::vector<VideoRow> m_videos;
    QStringList m_laneRuns;
    QString m_ratedTrack;
    std::optional<core::tal::LabelQuality> m_quality;
};

} // namespace ui::models
