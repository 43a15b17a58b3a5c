#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/edit/tracked_detections.h"
#include "core/model/annotation.h"
#include "core/model/track.h"

namespace core::edit {

// A track of a project against its ground truth, and on which videos. `talo evaluate`, `talo
// diagnose` and the studio's panels measure the same.

// Which part of a ground truth is compared.
struct VideoChoice
{
    std::string subset = {};              // empty: not by subset
    std::vector<std::string> videos = {}; // empty: all
    bool isTestSplit = false;             // nobody asked: a track that covers several subsets
};

// The videos of the project's test split that have ground truth.
std::vector<std::string> testVideosOf(const ProjectSession &session,
                                      const model::GroundTruth &truth);

// Where nobody named a subset: the one that the detections cover, but for a track that covers
// several the test split, whatever the subsets are called. Errors as tal::likelySubset().
base::Result<VideoChoice> chooseVideos(const model::GroundTruth &truth,
                                       const model::DetectionSet &detections,
                                       const std::vector<std::string> &testVideos,
                                       VideoChoice asked);

// A project's track may cover several subsets: its videos that the ground truth has in another one
// than the evaluated take no part, where a file's would count as false positives by the published
// rule.
std::set<std::string, std::less<>> videosOfOtherSubsets(const model::GroundTruth &truth,
                                                        const std::string &subset);

// What an evaluation compares: both sides, and the part of the videos that was chosen.
struct TrackComparison
{
    model::GroundTruth truth = {};
    TrackedDetections detections = {};
    VideoChoice choice = {};
};

// The labels as they are now, traceable to the segments that they are copies of: corrections and
// the pseudo-labels that nobody reviewed (as `labels` of `talo export`). Blocking.
base::Result<TrackedDetections> currentDetections(const ProjectSession &session);

// Reads both and chooses the videos. For role Manual, the labels as they are now.
// Blocking. NotFound without such a track or without ground truth; errors as chooseVideos().
base::Result<TrackComparison> compareTrack(const ProjectSession &session, model::TrackRole role,
                                           const std::string &name, VideoChoice asked = {});

} // namespace core::edit
