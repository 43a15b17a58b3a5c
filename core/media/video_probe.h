#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/media/picture.h"

namespace core::media {

struct FrameTable;
class MediaSource;

// What a video file holds. Sizes in pixels, times in microseconds from frame 0.
struct VideoInfo
{
    std::string container; // FFmpeg's name: "mov,mp4,m4a,3gp,3g2,mj2"
    std::string codec;     // FFmpeg's name: "h264"
    std::int64_t sizeBytes = 0;

    base::TimeUs durationUs = 0; // to the end of the last frame
    base::TimeUs startUs = 0;    // container time of frame 0
    std::int64_t frameCount = 0;
    std::int64_t keyframeCount = 0;
    base::Rational fps;
    bool isVfr = false; // frame n is not at n / fps: only the frame table knows

    int width = 0; // of the stored picture
    int height = 0;
    base::Rational sampleAspect{1, 1}; // width : height of one stored pixel
    Orientation orientation;           // how the stored picture is turned to be shown
    int displayWidth = 0;              // upright, with square pixels
    int displayHeight = 0;

    int stream = 0; // the chosen one
    int videoStreams = 0;
    int audioStreams = 0;
    std::int64_t missingFrames = 0; // frames that the header declares but the file does not hold
};

// Opens a video, reads its frame table and decodes its first picture, so that a file that passes
// can be shown. stream: -1 for the best video stream. Blocking (tens of milliseconds). Errors:
// NotFound, BadFormat (empty, folder, text), Media (FFmpeg cannot read it), Unsupported (no
// decoder); each names the file.
base::Result<VideoInfo> probeVideo(const std::filesystem::path &path, int stream = -1);

// The same of a file that is open already; nothing is decoded.
VideoInfo describeVideo(const MediaSource &source, const FrameTable &table);

} // namespace core::media
