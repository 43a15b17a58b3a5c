#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/read_options.h"

namespace core::data {

// For callers who know whether a file is ground truth or detections, but not in which format;
// faster than sniff.h, which finds out both. The formats are those of resources/doc/formats.md.
// Blocking.

// JSON, a CSV table, a THUMOS'14 text file or a folder of them, a file of a labelling program.
base::Result<AnnotationFile> readGroundTruth(const std::filesystem::path &path,
                                             const ReadOptions &options = {});

// JSON, a CSV table or a file of a labelling program.
base::Result<DetectionFile> readDetections(const std::filesystem::path &path,
                                           const ReadOptions &options = {});

} // namespace core::data
