#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_options.h"
#include "core/model/annotation.h"

namespace core::data {

// Ground truth as JSON. Understood are, with any subset names:
//   ActivityNet      {"version", "taxonomy", "database": {video: {"subset", "duration",
//                    "annotations": [{"segment": [s, e], "label"}]}}}
//   FTCL's gt.json   the same with "frames"
//   BaS-Net's        the same with times as texts and no duration
//   ActionFormer's   the same with "fps" and "label_id"
//   DETAD's extra characteristics, the same with "length", "coverage", …
//   MMAction2's      {video: {"duration_second" | "duration", "fps", "annotations": …}} without
//                    "database"
//   BBFormer's       {"GT": {"video.npy": {…}}}
// Intervals labelled "Ambiguous" become VideoGroundTruth::ambiguous, never a class.

// DETAD's characteristics of one instance; nothing where the file has null or no such key.
struct InstanceTraits
{
    std::optional<double> length;
    std::optional<double> coverage;
    std::optional<double> instanceCount; // "num-instances" or "num_instances"
    std::optional<double> contextSize;
    std::optional<double> contextDistance;
    std::optional<double> agreement;

    bool operator==(const InstanceTraits &) const = default;
};

// A file of ground truth as it was read, and which of the formats it is written in.
struct AnnotationFile
{
    // "activitynet-gt", "ftcl", "basnet", "actionformer", "detad-extra", "mmaction2" or "bbformer".
    std::string format;
    std::string version; // as the file says; may be empty
    model::GroundTruth groundTruth;
    // The file's "label_id" of each class; empty where it has none or not of every class.
    std::vector<long long> labelIds;
    // Parallel to groundTruth.videos and their instances; empty unless the format is "detad-extra".
    std::vector<std::vector<InstanceTraits>> traits;
    ReadNotes notes;
};

// Reads any of these forms; videos and instances keep the file's order. Zero-length instances and
// instances that end after their video are accepted with a warning that counts them. Errors name
// the place as "database.video_1.annotations[3].segment". Blocking.
base::Result<AnnotationFile> readAnnotationJson(const std::filesystem::path &path,
                                                const ReadOptions &options = {});
// The same on a text; errors name no file.
base::Result<AnnotationFile> parseAnnotationJson(std::string_view text,
                                                 const ReadOptions &options = {});

enum class AnnotationForm {
    ActivityNet,  // with the three top keys that DETAD demands; frames and fps where known
    ActionFormer, // label_id is the index of the class; every video needs duration and fps
};

// The file's text as Python's json module writes it. The ActivityNet form holds ambiguous intervals
// as annotations labelled "Ambiguous"; ActionFormer's, whose classes are numbered, leaves them out.
base::Result<std::string> annotationJson(const model::GroundTruth &truth, AnnotationForm form);
// Writes it atomically. Blocking.
base::Result<void> writeAnnotationJson(const std::filesystem::path &path,
                                       const model::GroundTruth &truth, AnnotationForm form);

} // namespace core::data
