#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"
#include "core/model/track.h"

namespace app::cli {

// Ground truth and detections that a command compares, and which part of them.
struct Comparison
{
    core::model::GroundTruth truth;
    core::model::DetectionSet detections;
    std::string subset;              // as asked for; empty: not
    std::vector<std::string> videos; // empty: all
    std::string videoList;           // the name of the list that `videos` is, if it has one
    std::vector<std::string> warnings;
};

// Where a comparison comes from, as given on the command line; empty: not given.
struct ComparisonFiles
{
    std::filesystem::path truth;
    std::filesystem::path detections;
    std::string subset;
    std::filesystem::path videos; // one video a line, or the name of a list
};

// Whether detections of videos or classes that the ground truth lacks are an error, or are left to
// the evaluation rule.
enum class Strangers { Refuse, Accept };

// Reads them.
core::base::Result<Comparison> readComparison(const ComparisonFiles &files, Strangers strangers);

// Detections alone; what the reader noticed is appended to `warnings`.
core::base::Result<core::model::DetectionSet> readDetections(const std::filesystem::path &path,
                                                             const core::data::ReadOptions &options,
                                                             std::vector<std::string> &warnings);

// Ground truth alone, likewise.
core::base::Result<core::model::GroundTruth>
readGroundTruthFile(const std::filesystem::path &path, std::vector<std::string> &warnings);

// The same from a project: its ground truth, and the segments of `track`, a role or the name of a
// track; without it those of `role`. A project without ground truth gives an empty one.
core::base::Result<Comparison> readProjectComparison(const std::filesystem::path &project,
                                                     const std::string &track,
                                                     core::model::TrackRole role,
                                                     const ComparisonFiles &restrictions);

// What a command that measures predictions against ground truth compares: a project's track (by
// default its predictions) or both files. The subset is chosen where none is asked for; a project's
// segments in videos of other subsets are left out. Error: Usage for both or neither.
core::base::Result<Comparison> readEvaluated(const std::filesystem::path &project,
                                             const std::string &track,
                                             const ComparisonFiles &files);

// Adds ambiguous segments from a file to the ground truth. A video that it lacks is added, in the
// comparison's subset and without instances.
core::base::Result<void> addAmbiguous(const std::filesystem::path &path, Comparison &comparison);

// What a --videos option takes, the named lists included.
std::string videoListHelp();

// Values of a --tiou option: "0.5", "0.3,0.5" or "0.1:0.1:0.9". Error: Usage.
core::base::Result<std::vector<double>> tiouValues(const std::string &text);

} // namespace app::cli
