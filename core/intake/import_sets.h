#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/csv_segments.h"
#include "core/data/read_options.h"
#include "core/data/video_info.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"

namespace core::intake {

// What a project lets in.
struct Admission
{
    bool mustBeKnown = false;        // videos and classes that the project knows only
    bool takesPoints = false;        // labelled moments count as labels without times
    bool skipsUnknownVideos = false; // unknown videos are left out and listed instead of refused
};

// A file of ground truth, read and ready to be imported.
struct GroundTruthInput
{
    std::string format;
    model::GroundTruth set;
    std::map<std::string, std::string> sources = {}; // by video: the path that names it
    data::ReadNotes notes;
};

// A file of scored segments, read and ready to be imported.
struct DetectionInput
{
    std::string format;
    model::DetectionSet set;
    data::ReadNotes notes;
};

// Reads files for a project, several as one set. An empty format is found out from the content.
base::Result<GroundTruthInput> readGroundTruth(const edit::ProjectSession &session,
                                               const std::vector<std::string> &paths,
                                               const std::string &format,
                                               const Admission &admission);
base::Result<DetectionInput> readDetections(const edit::ProjectSession &session,
                                            const std::vector<std::string> &paths,
                                            const std::string &format, const Admission &admission);

// Whether a path is a table of videos rather than a video: a JSON file, or a folder of .npy arrays.
bool isVideoTable(const std::string &path);

// Reads tables of videos (frame rates, lengths, subsets) as annotations without instances.
base::Result<GroundTruthInput> readVideoTables(const std::vector<std::string> &paths,
                                               const std::string &format);

// Videos without instances; their rates and lengths are what counts.
model::GroundTruth asGroundTruth(const data::VideoInfoFile &table);

// The classes of each video's points; the times of the instances mean nothing.
model::GroundTruth asWeakLabels(const data::PointLabelFile &points);

} // namespace core::intake
