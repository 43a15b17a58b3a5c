#pragma once

#include "core/model/track.h"

#include "ui/models/video_content.h"

namespace core::edit {
class ProjectSession;
}

namespace ui::models {

// The lowest and the highest threshold at which the run that wrote the curve track cut the class
// activation sequence into proposals. Nothing where the run is not known to cut at fixed ones.
void addThresholds(const core::edit::ProjectSession &session, const core::model::Track &track,
                   CurveLaneContent &content);

} // namespace ui::models
