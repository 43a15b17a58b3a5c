#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/edit/project_session.h"
#include "core/model/annotation.h"

namespace app::cli {

// What a project lets in.
struct Admission
{
    bool mustBeKnown = false;        // videos and classes that the project knows only
    bool skipsUnknownVideos = false; // unknown videos are left out and listed instead of refused
};

struct GroundTruthInput
{
    std::string format;
    core::model::GroundTruth set;
    core::data::ReadNotes notes;
};

struct DetectionInput
{
    std::string format;
    core::model::DetectionSet set;
    core::data::ReadNotes notes;
};

// Reads files for a project, several as one set. An empty format is found out from the content.
core::base::Result<GroundTruthInput> readGroundTruth(const core::edit::ProjectSession &session,
                                                     const std::vector<std::string> &paths,
                                                     const std::string &format,
                                                     const Admission &admission);
core::base::Result<DetectionInput> readDetections(const core::edit::ProjectSession &session,
                                                  const std::vector<std::string> &paths,
                                                  const std::string &format,
                                                  const Admission &admission);

} // namespace app::cli
