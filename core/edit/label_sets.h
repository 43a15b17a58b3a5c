#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"
#include "core/model/label_set.h"
#include "core/model/training_set.h"

namespace core::edit {

// The labels of the project as they are now: the pseudo-labels of the track `base` (empty: the
// newest ones, none where there are none) less those that people reviewed, plus every segment of
// manual tracks that is not rejected, plus the state of each video. In a video that is done only
// the corrections are there. Pure reading; `set` has no name, id or uuid yet, but its hash.
base::Result<model::LabelSetContent> currentLabels(const ProjectSession &session,
                                                   const std::string &base = {});

// Takes an immutable snapshot of currentLabels(). Conflict where the name is taken by other
// content; the existing set where name and content are the same. An empty name becomes "labels-N".
base::Result<model::LabelSetContent> takeLabelSet(ProjectSession &session, const std::string &name,
                                                  const std::string &base = {});

// A label set by name, uuid or the beginning (6 characters or more) of uuid or hash.
base::Result<model::LabelSetContent> findLabelSet(const ProjectSession &session,
                                                  const std::string &key);

// A segment that a person rejected, or a detection that a verdict of a person rejected.
struct RejectedLabel
{
    std::int64_t videoId = 0;
    std::int64_t classId = 0;
    base::TimeRange range = {};
};
// All of the project, in the order of the segments.
base::Result<std::vector<RejectedLabel>> rejectedLabels(const ProjectSession &session);
// The same a video, class indices of `classes`, for tal::withoutRejected(); other classes are left
// out.
base::Result<std::vector<model::CorrectedVideo>>
rejectionsByVideo(const ProjectSession &session, const std::vector<std::string> &classes);

} // namespace core::edit
