#include "core/media/video_encoder.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/base/file.h"
#include "core/media/media_source.h"

extern "C" {
#include <libavutil/opt.h>
}

namespace core::media {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

// A muxer and its open file.
struct MuxerFreer
{
    void operator()(AVFormatContext *context) const
    {
        avio_closep(&context->pb);
        avformat_free_context(context);
    }
};
using MuxerPtr = std::unique_ptr<AVFormatContext, MuxerFreer>;

base::Error encodeError(const std::filesystem::path &path, const char *what, int result)
{
    const bool isIo = result == AVERROR(ENOSPC) || result == AVERROR(EACCES) ||
                      result == AVERROR(EIO) || result == AVERROR(ENOENT) ||
                      result == AVERROR(EROFS);
    return {.code = isIo ? ErrorCode::Io : ErrorCode::Media,
            .problem = std::string(what) + " (" + ffmpegMessage(result) + ")",
            .file = path.string()};
}

const AVCodec *findEncoder(EncoderCodec codec)
{
    const AVCodec *found = nullptr;
    switch (codec) {
    case EncoderCodec::H264:
        found = avcodec_find_encoder_by_name("libx264");
        return found != nullptr ? found : avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    case EncoderCodec::Vp9:
        return avcodec_find_encoder_by_name("libvpx-vp9");
    case EncoderCodec::Mpeg4:
        break;
    }
    return avcodec_find_encoder(AV_CODEC_ID_MPEG4);
}

// Settings that only one of the encoders knows.
void setPrivateOptions(AVCodecContext &context, const VideoEncoderOptions &options)
{
    const std::string_view name = context.codec->name;
    if (name == "libx264") {
        av_opt_set(context.priv_data, "preset", options.preset.c_str(), 0);
        av_opt_set_double(context.priv_data, "crf", options.quality, 0);
        // Keyframes where the interval says, nowhere else.
        av_opt_set_int(context.priv_data, "sc_threshold", 0, 0);
        if (options.isOpenGop) {
            av_opt_set(context.priv_data, "x264-params", "open-gop=1", 0);
        }
    } else if (name == "libvpx-vp9") {
        av_opt_set_int(context.priv_data, "crf", options.quality, 0);
        av_opt_set(context.priv_data, "deadline", "realtime", 0);
        av_opt_set_int(context.priv_data, "cpu-used", 8, 0);
        context.bit_rate = 0;
    } else {
        context.flags |= AV_CODEC_FLAG_QSCALE;
        context.global_quality = FF_QP2LAMBDA * std::clamp(options.quality / 5, 1, 31);
    }
}

} // namespace

class VideoEncoder::Impl
{
public:
    Impl(const std::filesystem::path &path, VideoEncoderOptions options)
        : m_path(path)
        , m_options(std::move(options))
        , m_file(path)
        , m_packet(av_packet_alloc())
        , m_frame(av_frame_alloc())
    {
    }

    Result<void> open()
    {
        const AVOutputFormat *container =
            av_guess_format(nullptr, m_path.filename().c_str(), nullptr);
        const AVCodec *codec = findEncoder(m_options.codec);
        if (container == nullptr || codec == nullptr) {
            return fail({.code = ErrorCode::Unsupported,
                         .problem = container == nullptr ? "FFmpeg knows no such container"
                                                         : "this FFmpeg lacks the video encoder",
                         .file = m_path.string(),
                         .expected = "a name that ends in .mp4, .mkv, .avi, .webm or .ts"});
        }
        TRY(openEncoder(codec, (container->flags & AVFMT_GLOBALHEADER) != 0));
        TRY(openMuxer(container));
        return openFrame();
    }

    Result<void> add(const Picture &picture, std::int64_t ticks)
    {
        if (picture.width != m_options.width || picture.height != m_options.height || ticks < 1) {
            return fail(
                {.code = ErrorCode::BadValue,
                 .problem = "the picture has another size than the video, or no time passes",
                 .file = m_path.string()});
        }
        const int writable = av_frame_make_writable(m_frame.get());
        SwsContext *scaler = writable < 0 ? nullptr : scalerFor(picture.layout);
        if (scaler == nullptr) {
            return fail(encodeError(m_path, "a picture cannot be converted", AVERROR(ENOMEM)));
        }
        const std::array<const std::uint8_t *, 4> planes = {picture.pixels.data(), nullptr, nullptr,
                                                            nullptr};
        const std::array<int, 4> strides = {picture.width * picture.channels(), 0, 0, 0};
        sws_scale(scaler, planes.data(), strides.data(), 0, picture.height, m_frame->data,
                  m_frame->linesize);
        m_tick += m_hasFrames ? ticks : 0;
        m_hasFrames = true;
        m_frame->pts = m_tick;
        return encode(m_frame.get());
    }

    Result<void> finish()
    {
        TRY(encode(nullptr));
        int result = av_write_trailer(m_muxer.get());
        if (result >= 0) {
            result = avio_closep(&m_muxer->pb);
        }
        if (result < 0) {
            return fail(encodeError(m_path, "the video cannot be completed", result));
        }
        return m_file.commit();
    }

    const char *codecName() const { return m_encoder->codec->name; }

private:
    Result<void> openEncoder(const AVCodec *codec, bool needsGlobalHeader)
    {
        m_encoder.reset(avcodec_alloc_context3(codec));
        AVCodecContext &context = *m_encoder;
        context.width = m_options.width;
        context.height = m_options.height;
        context.pix_fmt = AV_PIX_FMT_YUV420P;
        context.time_base = {static_cast<int>(m_options.fps.den),
                             static_cast<int>(m_options.fps.num)};
        context.framerate = {static_cast<int>(m_options.fps.num),
                             static_cast<int>(m_options.fps.den)};
        context.gop_size = m_options.keyframeInterval;
        context.max_b_frames = codec->id == AV_CODEC_ID_VP9 ? 0 : m_options.bFrames;
        context.thread_count = 1;
        context.flags |= AV_CODEC_FLAG_BITEXACT;
        if (needsGlobalHeader) {
            context.flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        }
        setPrivateOptions(context, m_options);
        if (const int result = avcodec_open2(&context, codec, nullptr); result < 0) {
            return fail(encodeError(m_path, "the video encoder does not start", result));
        }
        return {};
    }

    Result<void> openMuxer(const AVOutputFormat *container)
    {
        AVFormatContext *muxer = nullptr;
        int result = avformat_alloc_output_context2(&muxer, container, nullptr, nullptr);
        if (result < 0) {
            return fail(encodeError(m_path, "the container cannot be made", result));
        }
        m_muxer.reset(muxer);
        m_muxer->flags |= AVFMT_FLAG_BITEXACT;
        m_stream = avformat_new_stream(m_muxer.get(), nullptr);
        m_stream->time_base = m_encoder->time_base;
        m_stream->avg_frame_rate = m_encoder->framerate;
        result = avcodec_parameters_from_context(m_stream->codecpar, m_encoder.get());
        if (result >= 0) {
            const std::string url = "file:" + m_file.temporaryPath().string();
            result = avio_open(&m_muxer->pb, url.c_str(), AVIO_FLAG_WRITE);
        }
        if (result >= 0) {
            result = avformat_write_header(m_muxer.get(), nullptr);
        }
        if (result < 0) {
            return fail(encodeError(m_path, "the video file cannot be begun", result));
        }
        return {};
    }

    Result<void> openFrame()
    {
        m_frame->format = AV_PIX_FMT_YUV420P;
        m_frame->width = m_options.width;
        m_frame->height = m_options.height;
        if (const int result = av_frame_get_buffer(m_frame.get(), 0); result < 0) {
            return fail(encodeError(m_path, "there is no memory for a picture", result));
        }
        return {};
    }

    SwsContext *scalerFor(PixelLayout layout)
    {
        const AVPixelFormat format =
            layout == PixelLayout::Gray ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
        m_scaler.reset(sws_getCachedContext(
            m_scaler.release(), m_options.width, m_options.height, format, m_options.width,
            m_options.height, AV_PIX_FMT_YUV420P, SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT,
            nullptr, nullptr, nullptr));
        return m_scaler.get();
    }

    // Encodes a frame, or with null what the encoder still holds.
    Result<void> encode(const AVFrame *frame)
    {
        int result = avcodec_send_frame(m_encoder.get(), frame);
        while (result >= 0) {
            result = avcodec_receive_packet(m_encoder.get(), m_packet.get());
            if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) {
                return {};
            }
            if (result >= 0) {
                m_packet->duration = m_packet->duration > 0 ? m_packet->duration : 1;
                av_packet_rescale_ts(m_packet.get(), m_encoder->time_base, m_stream->time_base);
                m_packet->stream_index = m_stream->index;
                result = av_interleaved_write_frame(m_muxer.get(), m_packet.get());
            }
        }
        return fail(encodeError(m_path, "a picture cannot be written", result));
    }

    std::filesystem::path m_path;
    VideoEncoderOptions m_options;
    base::AtomicFile m_file;
    CodecPtr m_encoder;
    MuxerPtr m_muxer;
    AVStream *m_stream = nullptr; // of m_muxer
    ScalerPtr m_scaler;
    PacketPtr m_packet;
    FramePtr m_frame;
    std::int64_t m_tick = 0;
    bool m_hasFrames = false;
};

VideoEncoder::VideoEncoder(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

VideoEncoder::~VideoEncoder() = default;
VideoEncoder::VideoEncoder(VideoEncoder &&) noexcept = default;
VideoEncoder &VideoEncoder::operator=(VideoEncoder &&) noexcept = default;

Result<VideoEncoder> VideoEncoder::create(const std::filesystem::path &path,
                                          const VideoEncoderOptions &options)
{
    if (options.width < 2 || options.height < 2 || options.width % 2 != 0 ||
        options.height % 2 != 0 || options.fps.num <= 0 || options.fps.den <= 0) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "a video of " + std::to_string(options.width) + "x" +
                                std::to_string(options.height) + " pixels cannot be encoded",
                     .file = path.string(),
                     .expected = "even sides and a positive frame rate"});
    }
    routeFfmpegLog();
    auto impl = std::make_unique<Impl>(path, options);
    TRY(impl->open());
    return VideoEncoder(std::move(impl));
}

Result<void> VideoEncoder::add(const Picture &picture, std::int64_t ticks)
{
    return m_impl->add(picture, ticks);
}

Result<void> VideoEncoder::finish()
{
    return m_impl->finish();
}

std::string VideoEncoder::codecName() const
{
    return m_impl->codecName();
}

} // namespace core::media
