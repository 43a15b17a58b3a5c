#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/media/ffmpeg_ptr.h"
#include "core/media/hardware_device.h"
#include "core/media/picture.h"

namespace core::media {

// An opened file with one of its video streams chosen; the private ground under FrameTable and
// VideoReader. All other streams are discarded. One thread at a time.
class MediaSource
{
public:
    // stream: index in the container, or -1 for the best video stream (FFmpeg's choice; pictures
    // attached to music do not count). Only local files are opened, and playlists and text art are
    // refused although FFmpeg would take them. Errors: NotFound, BadFormat, Media, Unsupported.
    static base::Result<MediaSource> open(const std::filesystem::path &path, int stream = -1);

    AVFormatContext *format() const { return m_format.get(); }
    AVStream *stream() const { return m_format->streams[m_stream]; }
    int streamIndex() const { return m_stream; }
    const std::filesystem::path &path() const { return m_path; }

    // A decoder for the stream. threads: 0 for one a core. hardware: decodes what it is able to,
    // null for software.
    base::Result<CodecPtr> openDecoder(int threads, const HardwareDevice *hardware = nullptr) const;

    // The next packet of the stream; false at the end of what can be read. Damaged stretches are
    // skipped.
    bool readPacket(AVPacket &packet);

    // Goes to the keyframe at or before a timestamp of the stream's time base. False where the
    // container cannot; the position is then undefined. Whether it landed there is for the caller
    // to see: MPEG-TS lands late at times.
    bool seek(std::int64_t timestamp);

private:
    MediaSource(FormatPtr format, int stream, std::filesystem::path path);

    FormatPtr m_format;
    int m_stream;
    std::filesystem::path m_path;
};

// Sends FFmpeg's own log lines to the "media" logger. Once is enough; any thread.
void routeFfmpegLog();

// How the container says that the stream's pictures are turned; turns that are no multiple of 90
// degrees count as none.
Orientation orientationOf(const AVStream &stream);

// Whether the packet becomes a picture that is shown: not one before the start of an edit list, a
// hidden reference picture of VP8, or an empty packet that stands for a repeated picture.
bool isShown(const AVPacket &packet, AVCodecID codec);

} // namespace core::media
