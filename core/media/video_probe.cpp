#include "core/media/video_probe.h"

#include <algorithm>
#include <cmath>
#include <system_error>

#include "core/media/frame_index.h"
#include "core/media/media_source.h"
#include "core/media/video_reader.h"

namespace core::media {

namespace {

using base::Result;

int countStreams(const AVFormatContext &format, AVMediaType type)
{
    return static_cast<int>(
        std::count_if(format.streams, format.streams + format.nb_streams, [&](AVStream *stream) {
            return stream->codecpar->codec_type == type &&
                   (stream->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
        }));
}

void describePicture(VideoInfo &info, AVFormatContext *format, AVStream *stream)
{
    info.width = stream->codecpar->width;
    info.height = stream->codecpar->height;
    const AVRational aspect = av_guess_sample_aspect_ratio(format, stream, nullptr);
    if (aspect.num > 0 && aspect.den > 0) {
        info.sampleAspect = {aspect.num, aspect.den};
    }
    info.orientation = orientationOf(*stream);
    info.displayWidth = static_cast<int>(std::lround(info.width * info.sampleAspect.value()));
    info.displayHeight = info.height;
    if (info.orientation.swapsSides()) {
        std::swap(info.displayWidth, info.displayHeight);
    }
}

} // namespace

VideoInfo describeVideo(const MediaSource &source, const FrameTable &table)
{
    VideoInfo info;
    info.container = source.format()->iformat->name;
    info.codec = avcodec_get_name(source.stream()->codecpar->codec_id);
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(source.path(), error);
    info.sizeBytes = error ? 0 : static_cast<std::int64_t>(size);
    info.durationUs = table.durationUs;
    info.startUs = table.startUs;
    info.frameCount = table.frameCount();
    info.keyframeCount = static_cast<std::int64_t>(table.keyframes.size());
    info.fps = table.fps;
    info.isVfr = table.isVfr;
    describePicture(info, source.format(), source.stream());
    info.stream = table.stream;
    info.videoStreams = countStreams(*source.format(), AVMEDIA_TYPE_VIDEO);
    info.audioStreams = countStreams(*source.format(), AVMEDIA_TYPE_AUDIO);
    info.missingFrames = std::max<std::int64_t>(table.declaredFrames - table.frameCount(), 0);
    return info;
}

Result<VideoInfo> probeVideo(const std::filesystem::path &path, int stream)
{
    VideoReader reader = TRY(VideoReader::open(path, {.stream = stream}));
    TRY(reader.read(0));
    return reader.info();
}

} // namespace core::media
