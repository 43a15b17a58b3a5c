#pragma once

#include <vector>

#include "core/base/time.h"
#include "core/model/track.h"

#include "ui/models/video_content.h"

namespace core::edit {
class ProjectSession;
}

namespace ui::models {

// The thresholds at which the run that wrote the curve track cut the class activation sequence into
// proposals, and the run's recipe. Nothing where the run is not known to cut at fixed ones.
void addThresholds(const core::edit::ProjectSession &session, const core::model::Track &track,
                   CurveLaneContent &content);

// Where the run cut its attention, at any of its thresholds, ascending: proposals with such a range
// owe nothing to the class activation sequence. Empty where the run's files do not tell. Blocking,
// some milliseconds.
std::vector<core::base::TimeRange> attentionCuts(const core::edit::ProjectSession &session,
                                                 const core::model::Track &track);

} // namespace ui::models
