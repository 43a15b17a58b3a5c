#pragma once

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

namespace core::media {

// Owning pointers for FFmpeg's objects. Only .cpp files of this folder and its private headers
// include this file.

struct FormatCloser
{
    void operator()(AVFormatContext *context) const { avformat_close_input(&context); }
};
// Closes and frees a decoder or encoder.
struct CodecFreer
{
    void operator()(AVCodecContext *context) const { avcodec_free_context(&context); }
};
// Frees a packet and its data.
struct PacketFreer
{
    void operator()(AVPacket *packet) const { av_packet_free(&packet); }
};
// Frees a frame; its pictures go with their last reference.
struct FrameFreer
{
    void operator()(AVFrame *frame) const { av_frame_free(&frame); }
};
// Frees a converter of pixels.
struct ScalerFreer
{
    void operator()(SwsContext *context) const { sws_freeContext(context); }
};

using FormatPtr = std::unique_ptr<AVFormatContext, FormatCloser>;
using CodecPtr = std::unique_ptr<AVCodecContext, CodecFreer>;
using PacketPtr = std::unique_ptr<AVPacket, PacketFreer>;
using FramePtr = std::unique_ptr<AVFrame, FrameFreer>;
using ScalerPtr = std::unique_ptr<SwsContext, ScalerFreer>;

// FFmpeg's own words for one of its error numbers.
inline std::string ffmpegMessage(int error)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    av_strerror(error, text, sizeof text);
    return text;
}

} // namespace core::media
