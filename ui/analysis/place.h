#pragma once

#include <optional>

#include <QString>

#include "core/base/time.h"
#include "core/model/track.h"

namespace ui::analysis {

// Something in the project that a person can be brought to.
struct Place
{
    QString video = {};
    // Empty: the video as a whole.
    core::base::TimeRange range = {};
    // The segment there, by uuid, or by the role of its lane and its range; neither: only the time.
    QString segment = {};
    std::optional<core::model::TrackRole> role = {};
};

} // namespace ui::analysis
