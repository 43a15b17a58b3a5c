#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/video.h"
#include "core/tal/label_quality.h"

#include "ui/common/class_style.h"

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
    // Of the pseudo-labels, as corrected, against the ground truth, tIoU 0.5.
    std::optional<double> f1;
};

// What lists show of a whole project. A plain value.
struct ProjectRows
{
    std::vector<common::ClassName> classes = {}; // by ordinal
    std::vector<VideoRow> videos = {};
    QString ratedTrack = {}; // newest pseudo-labels; empty: there are none
    // Of the rated track; none where there is no ground truth.
    std::optional<core::tal::LabelQuality> quality = {};
};

// Reads them, without the quality. Blocking, any thread.
core::base::Result<ProjectRows> readRows(const core::edit::ProjectSession &session);
// Measures the rated track, which takes long in a large project. Without ground truth or
// pseudo-labels there is nothing to measure, which is no error. Blocking, any thread.
std::optional<core::tal::LabelQuality> rate(const core::edit::ProjectSession &session,
                                            const QString &track);
// Row of a video by name; -1 none.
int rowOf(const ProjectRows &rows, const QString &name);
// Writes the quality of each video into its row.
void takeQuality(ProjectRows &rows, const core::tal::LabelQuality &quality);

} // namespace ui::models
