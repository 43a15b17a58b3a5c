#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"

namespace core::data {

// Proposals, pseudo-labels and predictions as JSON: the ActivityNet results form
//   {"version", "external_data", "results": {video: [{"label", "score", "segment": [s, e]}]}},
// of which FuSTAL's proposals ({"method", "results"}), P-MIL's, MMAction2's and OpenTAD's files are
// kinds, and ActionFormer's form
//   {"database": {video: [{"label_id" | "label", "scores" | "score", "segment"}]}}.
// Times are seconds, numbers or texts.

struct DetectionFile
{
    std::string
        format; // "activitynet-predictions", "fustal-proposals" or "actionformer-predictions"
    std::string origin; // the file's "method", "version" or the like; may be empty
    model::DetectionSet detections;
    ReadNotes notes;
};

// Reads either form; videos and detections keep the file's order. Where a file gives classes by
// number only, ReadOptions::classes says which they are; without it the numbers become their names,
// with a warning. Errors name the place as "results.video_1[3].segment". 42,000 detections take
// about 15 ms. Blocking.
base::Result<DetectionFile> readDetectionJson(const std::filesystem::path &path,
                                              const ReadOptions &options = {});
// The same on a text; errors name no file.
base::Result<DetectionFile> parseDetectionJson(std::string_view text,
                                               const ReadOptions &options = {});

enum class DetectionForm {
    ActivityNet,     // with the three top keys that DETAD demands
    FustalProposals, // what FuSTAL's own code writes and reads
    ActionFormer,    // label_id is the index of the class
};

// The file's text, in one line as Python's json module writes it, numbers included; videos and
// detections in the order of the set. Refuses what no reader takes: duplicate videos, times or
// scores that are not finite, reversed times, unknown classes.
base::Result<std::string> detectionJson(const model::DetectionSet &set, DetectionForm form);
// Writes it atomically. Blocking.
base::Result<void> writeDetectionJson(const std::filesystem::path &path,
                                      const model::DetectionSet &set, DetectionForm form);

} // namespace core::data
