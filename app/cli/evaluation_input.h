#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"

namespace app::cli {

// Ground truth and detections that a command compares, and which part of them.
struct Comparison
{
    core::model::GroundTruth truth;
    core::model::DetectionSet detections;
    std::string subset;              // as chosen, or as the files suggest; empty: no subsets
    std::vector<std::string> videos; // empty: all
    std::vector<std::string> warnings;
};

// Where a comparison comes from, as given on the command line; empty: not given.
struct ComparisonFiles
{
    std::filesystem::path truth;
    std::filesystem::path detections;
    std::string subset;
    std::filesystem::path videos; // one video a line
};

// Whether detections of videos or classes that the ground truth lacks are an error, or are left to
// the evaluation rule.
enum class Strangers { Refuse, Accept };

// Reads them. Without a subset the likely one is taken, which the result then names.
core::base::Result<Comparison> readComparison(const ComparisonFiles &files, Strangers strangers);

} // namespace app::cli
