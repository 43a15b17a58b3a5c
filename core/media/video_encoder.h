#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/media/picture.h"

namespace core::media {

enum class EncoderCodec { H264, Mpeg4, Vp9 };

// What is written: size, rate, codec and how pictures depend on each other.
struct VideoEncoderOptions
{
    int width = 0; // even
    int height = 0;
    base::Rational fps{25, 1};
    EncoderCodec codec = EncoderCodec::H264; // Mpeg4 instead where FFmpeg has no libx264
    int keyframeInterval = 50;               // frames
    int bFrames = 0;
    bool isOpenGop = false;          // pictures before a keyframe may refer across it
    int quality = 23;                // 0 best … 51 worst; H.264's scale, the others' are mapped
    std::string preset = "veryfast"; // of libx264
};

// Writes pictures as a video file; the container follows from the file's name (.mp4, .mkv, .avi,
// .webm, .ts). One encoder thread and no dates or version texts: the same pictures give the same
// bytes. The file appears at its path by finish(), as a whole; without it nothing is left behind.
// One thread at a time.
class VideoEncoder
{
public:
    // Errors: BadValue (sizes), Unsupported (container or codec not in this FFmpeg), Io, Media.
    static base::Result<VideoEncoder> create(const std::filesystem::path &path,
                                             const VideoEncoderOptions &options);
    ~VideoEncoder();
    VideoEncoder(VideoEncoder &&) noexcept;
    VideoEncoder &operator=(VideoEncoder &&) noexcept;

    // Adds a picture of exactly the options' size, `ticks` frame intervals after the last one
    // (more than one makes the frame rate variable). Errors: BadValue, Io, Media.
    base::Result<void> add(const Picture &picture, std::int64_t ticks = 1);

    base::Result<void> finish();

    // FFmpeg's name of the encoder in use ("libx264").
    std::string codecName() const;

private:
    class Impl;
    explicit VideoEncoder(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace core::media
