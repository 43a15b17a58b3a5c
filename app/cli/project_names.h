#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/track.h"

namespace app::cli {

// From the names that people type to the rows of a project. Every failure is an error with what is
// there instead.

// "ground-truth", "proposals", "pseudo_label", "predictions", "labels" …: the role they mean.
std::optional<core::model::TrackRole> roleOf(const std::string &word);

// What people call a role ("pseudo-labels"), for sentences and for the option's help.
std::string roleTitle(core::model::TrackRole role);

core::base::Result<std::int64_t> videoId(const core::edit::ProjectSession &session,
                                         const std::string &name);
core::base::Result<std::int64_t> classId(const core::edit::ProjectSession &session,
                                         const std::string &key);
// A segment by its id or the beginning of one (4 characters or more) that only it has.
core::base::Result<std::string> segmentId(const core::edit::ProjectSession &session,
                                          const std::string &idOrPrefix);
// Names of videos to restrict something to; none for an empty list. Each must exist.
core::base::Result<std::optional<std::set<std::string>>>
videoFilter(const core::edit::ProjectSession &session, const std::vector<std::string> &names);

// Seconds that were typed, to microseconds; refused when not finite or too large.
core::base::Result<core::base::TimeUs> timeOf(double seconds, const std::string &option);

} // namespace app::cli
