#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/score_curve.h"
#include "core/model/track.h"

namespace core::edit {

// The curves of a video that one run wrote.
struct VideoCurves
{
    std::shared_ptr<const model::ScoreCurve> curve = {};
    // What each channel is: the ordinal of its class, or -1 for attention, which is the last one
    // where there is one.
    std::vector<int> channelClasses = {};
};

// Reads the file of a curve track: T×C scores, the classes and the time grid that the run recorded
// with it, and its attention. Blocking. Errors: NotFound where the run's files are gone, BadFormat
// where they do not fit what was recorded.
base::Result<VideoCurves> readCurves(const ProjectSession &session, const model::Track &track);

} // namespace core::edit
