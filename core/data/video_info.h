#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/read_options.h"

namespace core::data {

// What a file tells about a video without annotating it.
struct VideoInfo
{
    std::string video;
    std::string subset;
    std::optional<double> durationS;
    std::optional<double> fps;
    std::optional<std::int64_t> frames;
    std::optional<int> width;
    std::optional<int> height;

    bool operator==(const VideoInfo &) const = default;
};

// What a table of videos tells, and which of the formats it is written in.
struct VideoInfoFile
{
    std::string format;               // "fps-dict", "video-info" or "wtalc"
    std::vector<VideoInfo> videos;    // in file order
    std::vector<std::string> classes; // of "wtalc", in its order
    ReadNotes notes;
};

// {video: fps} (LACP) or {video: {"fps", "duration", "num_frame", "width", "height", "subset"}}
// (mmtad). Errors name the place as "video_1.fps". Blocking.
base::Result<VideoInfoFile> readVideoInfoJson(const std::filesystem::path &path);

// A folder of W-TALC's arrays: videoname.npy, and where present duration.npy, original_fps.npy,
// subset.npy, classlist.npy. Its labels.npy, labels_all.npy and segments.npy hold pickled Python
// objects, which are never loaded; they are listed as skipped. Blocking.
base::Result<VideoInfoFile> readWtalcFolder(const std::filesystem::path &folder);

} // namespace core::data
