#pragma once

#include <array>

#include <QWidget>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/edit/track_comparison.h"
#include "core/model/track.h"

class QComboBox;
class QLabel;

namespace ui::analysis {

// What a person compares with the ground truth, and on which videos.
struct ComparisonChoice
{
    core::model::TrackRole role = core::model::TrackRole::Prediction;
    std::string track = {};
    std::string subset = {}; // empty: not by subset
    std::string list = {};   // a named list of videos; empty: none
};

// As `talo evaluate P.talo --track … --subset … --videos …` reads it. Blocking.
core::base::Result<core::edit::TrackComparison>
readComparison(const core::edit::ProjectSession &session, const ComparisonChoice &choice);

// "train-3 · test · 212 videos", for what was measured.
QString frameOf(const ComparisonChoice &choice, const core::edit::TrackComparison &comparison);

// Two lists: the tracks that can be measured (predictions, pseudo-labels, proposals, the labels as
// they are now), newest first, and the parts of the ground truth.
class ComparisonBar : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonBar(QWidget *parent = nullptr);

    // Fills the lists; what was chosen stays chosen while it is there.
    void setProject(const core::edit::ProjectSession &session);
    bool isEmpty() const;
    ComparisonChoice choice() const;

signals:
    // A person chose something else.
    void changed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QComboBox *m_tracks;
    QComboBox *m_videos;
    std::array<QLabel *, 2> m_names;
};

} // namespace ui::analysis
