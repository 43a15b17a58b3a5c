#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"
#include "core/model/track.h"
#include "core/tal/pseudo_filter.h"

namespace app::cli {

// Which videos a command looks at.
struct VideoRestriction
{
    std::string subset;              // as asked for; empty: not
    std::vector<std::string> videos; // empty: all
    std::string videoList;           // the name of the list that `videos` is, if it has one
};

// Ground truth and detections that a command compares, and which part of them.
struct Comparison : VideoRestriction
{
    core::model::GroundTruth truth;
    core::model::DetectionSet detections;
    // A project's, or those that a file's ground truth implies.
    core::tal::WeakLabels weakLabels;
    // Of a project: its test split, as far as there is ground truth.
    std::vector<std::string> testVideos;
    std::vector<std::string> warnings;
};

// Where a comparison comes from, as given on the command line; empty: not given. Either a project
// or files.
struct ComparisonSource
{
    std::filesystem::path project;
    std::string track; // of the project: a role or a name
    std::filesystem::path truth;
    std::filesystem::path detections;
    std::string subset;
    std::filesystem::path videos; // one video a line, or the name of a list
    bool allowsNegative = false;  // detections of a file may start before 0 s
};

// What a command says about these options; --videos says the same everywhere.
struct ComparisonHelp
{
    const char *project;
    const char *track;
    const char *truth;
    const char *detectionsOption; // "--predictions"
    const char *detections;
    const char *subset;
};

void addComparisonOptions(CLI::App &command, ComparisonSource &source, const ComparisonHelp &help);

// For commands that measure files of other programs as they are.
void addNegativeOption(CLI::App &command, ComparisonSource &source);

// Whether detections of videos or classes that the ground truth lacks are an error, or are left to
// the evaluation rule.
enum class Strangers { Refuse, Accept };

// Reads them.
core::base::Result<Comparison> readComparison(const ComparisonSource &source, Strangers strangers);

// Detections alone (classes and videos as `options` says); what the reader noticed is appended to
// `warnings`.
core::base::Result<core::model::DetectionSet> readDetections(const std::filesystem::path &path,
                                                             const core::data::ReadOptions &options,
                                                             std::vector<std::string> &warnings);

// Ground truth alone, likewise.
core::base::Result<core::model::GroundTruth>
readGroundTruthFile(const std::filesystem::path &path, std::vector<std::string> &warnings);

// What --subset and --videos say; a note on a named list that the ground truth lacks videos of is
// appended to `warnings`.
core::base::Result<VideoRestriction> readRestriction(const ComparisonSource &source,
                                                     const core::model::GroundTruth &truth,
                                                     std::vector<std::string> &warnings);

// What a command that measures predictions against ground truth compares: a project's track (by
// default its predictions) or both files. Where no subset is asked for it is chosen, for a
// project's track that covers several the test split; a project's segments in videos of other
// subsets are left out. Error: Usage for both or neither.
core::base::Result<Comparison> readEvaluated(const ComparisonSource &source);

// Adds ambiguous segments from a file to the ground truth. A video that it lacks is added, in the
// comparison's subset and without instances.
core::base::Result<void> addAmbiguous(const std::filesystem::path &path, Comparison &comparison);

// What a --videos option takes, the named lists included.
std::string videoListHelp();

// Values of a --tiou option: "0.5", "0.3,0.5" or "0.1:0.1:0.9". Error: Usage.
core::base::Result<std::vector<double>> tiouValues(const std::string &text);

// The value of a --tiou option where quality is measured, which is at one. Error: Usage.
core::base::Result<double> oneTiou(const std::string &text);

} // namespace app::cli
