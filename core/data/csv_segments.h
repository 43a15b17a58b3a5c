#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"

namespace core::data {

// Segments as comma-separated text with a header line, which names the columns in any order:
//   video (also video_id, video-id, name), class (label, type), start and end in seconds (t-start,
//   t-end), optionally score and subset; other columns are passed over.
// So our own files are read, G-TAD's and BSN's annotations, and any like them. Fields may stand in
// double quotes, doubled inside. Label "Ambiguous" is treated as everywhere. Errors name the line.

// What the header of a CSV file says it is.
enum class CsvKind { Annotations, Detections, Points, FeatureIndex, Unknown };
base::Result<CsvKind> csvKind(const std::filesystem::path &path);

// Without column score, or passing over it. Videos in order of their first line. Blocking.
base::Result<AnnotationFile> readAnnotationCsv(const std::filesystem::path &path,
                                               const ReadOptions &options = {});
// With column score. Blocking.
base::Result<DetectionFile> readDetectionCsv(const std::filesystem::path &path,
                                             const ReadOptions &options = {});

// One labelled moment of a video (LACP): header class, class_index, start_frame, stop_frame,
// video_id, point.
struct PointLabel
{
    std::string video;
    int classIndex = 0;
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;
    std::int64_t pointFrame = 0;
};
// A file of point labels (one frame inside each action). Class indices are into `classes`.
struct PointLabelFile
{
    std::vector<std::string> classes;
    std::vector<PointLabel> points; // in file order
};
base::Result<PointLabelFile> readPointCsv(const std::filesystem::path &path,
                                          const ReadOptions &options = {});

// A list of feature files with one label each: header file, label and others.
struct FeatureIndexEntry
{
    std::string file;
    std::string label;
};
base::Result<std::vector<FeatureIndexEntry>> readFeatureIndexCsv(const std::filesystem::path &path);

// Header "video,subset,class,start,end"; ambiguous intervals as class Ambiguous. Videos without
// annotations have no line. Atomic, blocking.
base::Result<void> writeAnnotationCsv(const std::filesystem::path &path,
                                      const model::GroundTruth &truth);
// Header "video,class,start,end,score".
base::Result<void> writeDetectionCsv(const std::filesystem::path &path,
                                     const model::DetectionSet &set);

} // namespace core::data
