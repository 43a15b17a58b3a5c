#pragma once

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <QObject>
#include <QString>

#include "core/base/time.h"
#include "core/edit/change_set.h"
#include "core/model/track.h"

#include "ui/models/video_content.h"
#include "ui/player/caption_strip.h"

namespace ui::models {
class ProjectModel;
}
namespace ui::player {
class DecodeWorker;
}
namespace ui::timeline {
class CurveLane;
class FilmStripLane;
class Lane;
class SegmentLane;
class TimelineView;
} // namespace ui::timeline

namespace ui {

class CutPreview;

// The lanes of the shown video: makes them from what the project knows of it, a lane that says what
// is missing where it knows nothing, and reads one again when an edit touched its track. GUI
// thread.
class TimelineLanes : public QObject
{
    Q_OBJECT

public:
    // Both must outlive the lanes.
    TimelineLanes(timeline::TimelineView &timeline, player::DecodeWorker &thumbnails,
                  QObject *parent = nullptr);

    void clear();
    // Another project: class ordinals mean something else.
    void forgetClasses();

    // What the lanes leave out: predictions below a score, segments and curves of classes.
    double leastScore() const { return m_leastScore; }
    void setLeastScore(double score);
    // Shows other pseudo-labels than the project's, as settings of the filter would make them;
    // none: the project's again. Forgotten with the video.
    void setPreview(const std::vector<timeline::SegmentItem> *items);
    // Whether two lanes of students show where they agree and where not.
    void setComparesRuns(bool isOn);
    bool comparesRuns() const { return m_comparesRuns; }
    bool isClassHidden(int ordinal) const { return m_hiddenClasses.contains(ordinal); }
    void setClassHidden(int ordinal, bool isHidden);
    // Classes whose curves are always shown.
    bool isPinned(int ordinal) const { return m_pinned.contains(ordinal); }
    void setPinned(int ordinal, bool isPinned);
    const models::CurveLaneContent &curves() const { return m_curves; }
    // Every threshold of a run that cuts the curves where a person moved the lines; empty: nobody
    // did.
    std::vector<double> triedThresholds() const;
    bool hasPredictions(const timeline::Lane *lane) const;

    // track: of the labels that edits go to; compact: a low window gets lower lanes.
    void show(const models::VideoContent &content, const std::string &track, bool compact);
    // The track of the labels that a lane shows; empty: it shows no labels of people.
    std::string labelsOf(const timeline::Lane *lane) const;
    void refresh(models::ProjectModel &project, qint64 videoId,
                 const core::edit::ChangeSet &changes);

    // What the lanes say about a time, best segment of each.
    std::vector<player::Caption> captionsAt(core::base::TimeUs time) const;
    // Whether every picture of the film strip has arrived.
    bool hasFilmStrip() const;

signals:
    // What came of moving a threshold: a sentence.
    void said(const QString &text);

private:
    struct Shown
    {
        qint64 track = 0; // 0: of labels that nobody made yet
        core::model::TrackRole role = core::model::TrackRole::Manual;
        timeline::SegmentLane *lane = nullptr;
        std::vector<timeline::SegmentItem> all; // what the filters leave out, too
        QString subtitle;
        std::string labels; // the track's name, of labels of people
    };

    void addFilmStrip(bool hasFile);
    void addCurves(const models::VideoContent &content);
    void showCurves();
    std::vector<timeline::SegmentItem> filtered(const Shown &shown) const;
    void showSegments(const Shown &shown);
    void showPreview(const Shown &shown);
    bool showComparison();
    bool isShown(const Shown &shown, const timeline::SegmentItem &item) const;
    void addSegmentLanes(const models::VideoContent &content, core::model::TrackRole role,
                         std::size_t most);
    void addOtherLabels(const models::VideoContent &content);
    void addOtherLabels(const models::SegmentLaneContent &item, std::size_t place);
    QString ownTitle() const;
    QString lockedText(const models::SegmentLaneContent &content) const;
    void addEmptyLane(core::model::TrackRole role, bool isElsewhere);
    timeline::SegmentLane *addLane(const QString &title, core::model::TrackRole role,
                                   const QString &key);
    void showOverview(const models::VideoContent &content);

    timeline::TimelineView &m_timeline;
    player::DecodeWorker &m_thumbnails;
    std::string m_track; // of the labels that edits go to
    bool m_isCompact = false;
    timeline::FilmStripLane *m_filmStrip = nullptr;
    timeline::CurveLane *m_curveLane = nullptr;
    models::CurveLaneContent m_curves;
    std::vector<Shown> m_lanes;
    std::optional<std::vector<timeline::SegmentItem>> m_preview; // of the pseudo-labels
    bool m_comparesRuns = false;
    CutPreview *m_cut;
    double m_leastScore;           // of predictions that are shown
    std::set<int> m_hiddenClasses; // ordinals
    std::set<int> m_pinned;        // classes whose curves are always shown
    // First lane of each role that says something in the caption strip.
    std::vector<std::pair<QString, timeline::SegmentLane *>> m_speaking;
};

} // namespace ui
