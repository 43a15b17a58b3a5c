#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/media/frame_index.h"
#include "core/media/hardware_device.h"
#include "core/media/video_frame.h"
#include "core/media/video_probe.h"

namespace core::media {

// How a video is decoded; none of it changes which frames come out.
struct VideoReaderOptions
{
    int stream = -1; // -1: the best video stream
    int threads = 1; // of the decoder; 0: one a core. More start later after a seek
    // Decoded frames that are kept, so that a step back does not decode its group of pictures
    // again.
    std::int64_t cacheBytes = 0;
    // Decodes as much as it is able to; what it does not, and all that follows, is decoded by
    // software. Null: software.
    std::shared_ptr<const HardwareDevice> hardware = {};
};

// Frames first … last.
struct FrameStretch
{
    std::int64_t first = 0;
    std::int64_t last = 0;

    bool operator==(const FrameStretch &) const = default;
};

// What reading cost so far.
struct ReaderStatistics
{
    std::int64_t seeks = 0;
    std::int64_t backOffs = 0; // seeks that landed too late and were repeated further ahead
    std::int64_t restarts = 0; // times the file was read from its start again
    std::int64_t decodedFrames = 0;
    std::int64_t hardwareFrames = 0; // of those, by the hardware
};

// Gives frame n of a video, exactly: every picture is recognised by its timestamp, never counted
// from where a seek was supposed to land. Not thread-safe; one reader a thread. All calls block.
class VideoReader
{
public:
    // Errors: as readFrameTable(), and Unsupported where there is no decoder.
    static base::Result<VideoReader> open(const std::filesystem::path &path,
                                          const VideoReaderOptions &options = {});
    // With a table that was read before from the same file, e.g. by another reader.
    static base::Result<VideoReader> open(const std::filesystem::path &path,
                                          std::shared_ptr<const FrameTable> table,
                                          const VideoReaderOptions &options = {});
    ~VideoReader();
    VideoReader(VideoReader &&) noexcept;
    VideoReader &operator=(VideoReader &&) noexcept;

    const FrameTable &table() const;
    VideoInfo info() const;

    // Frame n, 0 <= n < frameCount() (otherwise BadValue). Where frame n does not decode because
    // the file is damaged, the nearest frame before it that does is given (or, at the start, the
    // first after it); frame->index() always tells the truth. Media where nothing decodes.
    base::Result<std::shared_ptr<const VideoFrame>> read(std::int64_t frame);

    // Stretches of frames that are kept decoded, ascending.
    std::vector<FrameStretch> kept() const;
    // Frames that were found not to decode, ascending.
    std::vector<std::int64_t> gaps() const;

    const ReaderStatistics &statistics() const;

private:
    class Impl;
    explicit VideoReader(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace core::media
