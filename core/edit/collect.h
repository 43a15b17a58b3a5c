#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"
#include "core/model/label_set.h"
#include "core/tal/pseudo_filter.h"

namespace core::edit {

// From the project back to what the field's files hold: seconds, class indices in the project's
// order of classes. With `only`, videos whose names are not in it are left out.
using VideoFilter = std::optional<std::set<std::string>>;

// What annotation files tell about a video, without instances.
model::VideoGroundTruth describeVideo(const model::Video &video);

// The ground truth, every video that has a ground-truth track.
base::Result<model::GroundTruth> collectGroundTruth(const ProjectSession &session,
                                                    const VideoFilter &only = {});

// Segments of all tracks of a role and name that are not rejected, in the order in which they were
// imported. Without a name: the only one, or (Usage) an error that lists the names.
base::Result<model::DetectionSet> collectDetections(const ProjectSession &session,
                                                    model::TrackRole role,
                                                    const std::string &trackName = {},
                                                    const VideoFilter &only = {});

// The names of tracks of a role, each once, oldest first.
std::vector<std::string> trackNames(const ProjectSession &session, model::TrackRole role);

// The weak labels of every video that has any, class indices ascending: those that were imported,
// of a video without such those that follow from its ground truth.
base::Result<tal::WeakLabels> collectWeakLabels(const ProjectSession &session);

// The uuids of segments of which people made others, whichever these are by now.
base::Result<std::unordered_set<std::string>> reviewedSegments(const ProjectSession &session);

// A label set as scored detections, where a correction without a score counts 1.
model::DetectionSet labelsAsDetections(const ProjectSession &session,
                                       const model::LabelSetContent &labels,
                                       const VideoFilter &only = {});

// The split of each video: what split files said where there were any, else what the subsets' names
// mean. "train…" trains where it occurs and "val…" tests then (unless something is called "test…");
// otherwise "val…" trains, as in THUMOS'14. "test…" tests.
std::vector<std::optional<model::Split>> splitsOf(const std::vector<model::Video> &videos);

} // namespace core::edit
