#include "ui/models/project_rows.h"

#include <algorithm>
#include <set>
#include <string>
#include <unordered_map>

#include "core/edit/collect.h"
#include "core/edit/project_session.h"

#include "ui/common/qt_convert.h"
#include "ui/models/quality_meter.h"
#include "ui/models/video_content.h"

namespace ui::models {

using common::toQString;
using core::base::Result;
using core::model::Track;
using core::model::TrackRole;

Result<ProjectRows> readRows(const core::edit::ProjectSession &session)
{
    ProjectRows rows;
    const core::edit::Document &document = session.document();
    rows.classes.resize(document.classes().size());
    for (const core::model::ActionClass &item : document.classes()) {
        rows.classes[static_cast<std::size_t>(item.ordinal)] = {toQString(item.name),
                                                                toQString(item.color)};
    }
    std::unordered_map<qint64, std::set<int>> weakLabels;
    for (const core::model::WeakLabel &label : TRY(session.project().weakLabels())) {
        weakLabels[label.videoId].insert(ordinalOf(document, label.classId));
    }
    const std::vector<std::string> names = core::edit::trackNames(session, TrackRole::PseudoLabel);
    rows.ratedTrack = names.empty() ? QString() : toQString(names.back());
    std::unordered_map<qint64, int> groundTruth;
    std::unordered_map<qint64, int> pseudoLabels;
    for (const auto &count : TRY(session.segments().counts())) {
        const Track *track = document.track(count.trackId);
        if (track != nullptr && track->role == TrackRole::GroundTruth) {
            groundTruth[count.videoId] += static_cast<int>(count.count);
        } else if (track != nullptr && track->role == TrackRole::PseudoLabel &&
                   toQString(track->name) == rows.ratedTrack) {
            pseudoLabels[count.videoId] += static_cast<int>(count.count);
        }
    }
    for (const core::model::Video &video : document.videos()) {
        const std::set<int> &labels = weakLabels[video.id];
        rows.videos.push_back({.id = video.id,
                               .name = toQString(video.name),
                               .durationUs = video.durationUs,
                               .state = video.state,
                               .weakLabels = {labels.begin(), labels.end()},
                               .groundTruth = groundTruth[video.id],
                               .pseudoLabels = pseudoLabels[video.id],
                               .f1 = {}});
    }
    return rows;
}

std::optional<core::tal::LabelQuality> rate(const core::edit::ProjectSession &session,
                                            const QString &track)
{
    if (track.isEmpty()) {
        return {};
    }
    auto quality = pseudoLabelQuality(session, common::toUtf8(track));
    return quality ? std::optional(std::move(*quality)) : std::nullopt;
}

int rowOf(const ProjectRows &rows, const QString &name)
{
    const auto found = std::find_if(rows.videos.begin(), rows.videos.end(),
                                    [&](const VideoRow &row) { return row.name == name; });
    return found == rows.videos.end() ? -1 : static_cast<int>(found - rows.videos.begin());
}

void takeQuality(ProjectRows &rows, const core::tal::LabelQuality &quality)
{
    std::unordered_map<std::string, double> f1;
    for (const core::tal::NamedQuality &item : quality.videos) {
        f1.emplace(item.name, item.counts.f1());
    }
    for (VideoRow &row : rows.videos) {
        if (const auto found = f1.find(common::toUtf8(row.name)); found != f1.end()) {
            row.f1 = found->second;
        }
    }
}

} // namespace ui::models
