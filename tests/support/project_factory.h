#pragma once

#include <filesystem>
#include <string>

#include "core/model/annotation.h"

namespace tests {

// A data set without files: `videos` videos v_000 … (the first half "validation", the rest "test"),
// classes Run, Jump, Throw, and `segmentsEach` segments a video, none overlapping.
core::model::GroundTruth makeGroundTruth(int videos, int segmentsEach);

// Detections of the same videos and classes with scores, some of no use.
core::model::DetectionSet makeDetections(int videos, int segmentsEach, std::uint64_t seed);

// A project with makeGroundTruth() and one track of pseudo-labels named "base". Aborts the test
// program when it cannot be made.
std::filesystem::path makeProject(const std::filesystem::path &folder, int videos = 4,
                                  int segmentsEach = 5);

// All rows of the tables as text, in a fixed order: equal texts mean equal rows.
std::string dumpTables(const std::filesystem::path &project,
                       std::initializer_list<const char *> tables);

} // namespace tests
