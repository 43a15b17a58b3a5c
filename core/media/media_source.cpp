#include "core/media/media_source.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstring>
#include <mutex>
#include <numbers>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/base/log.h"
#include "core/media/native_device.h"

namespace core::media {

namespace {

using base::Error;
using base::ErrorCode;
using base::fail;
using base::Result;

constexpr const char *kExpectedVideo = "a video such as MP4, MKV, WebM, AVI or MPEG-TS";

// FFmpeg calls these containers and codecs video; a text file or a playlist is none for us.
constexpr std::array<std::string_view, 8> kRefusedFormats = {
    "tty", "hls", "dash", "concat", "lavfi", "ffmetadata", "sdp", "rtsp"};
constexpr std::array<AVCodecID, 4> kRefusedCodecs = {AV_CODEC_ID_ANSI, AV_CODEC_ID_BINTEXT,
                                                     AV_CODEC_ID_XBIN, AV_CODEC_ID_IDF};

// Read errors in a row after which the rest of the file counts as lost.
constexpr int kMaxReadErrors = 64;

void logLine(void *context, int level, const char *format, va_list arguments)
{
    // What matters of FFmpeg's complaints reaches the caller as an Error or as a gap; the lines
    // themselves are many for a damaged file and belong into a debugging log only.
    const auto target = level <= AV_LOG_FATAL ? spdlog::level::err : spdlog::level::debug;
    if (level > AV_LOG_INFO) {
        return;
    }
    const std::shared_ptr<spdlog::logger> log = base::logger("media");
    if (!log->should_log(target)) {
        return;
    }
    std::array<char, 1024> line{};
    int printPrefix = 1;
    av_log_format_line2(context, level, format, arguments, line.data(),
                        static_cast<int>(line.size()), &printPrefix);
    std::string_view text = line.data();
    while (!text.empty() && text.back() == '\n') {
        text.remove_suffix(1);
    }
    log->log(target, "{}", text);
}

// What can be said about a path before FFmpeg sees it.
Result<void> checkFile(const std::filesystem::path &path)
{
    std::error_code error;
    const std::filesystem::file_status status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) {
        return fail({.code = ErrorCode::NotFound,
                     .problem = "there is no such file",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    if (std::filesystem::is_directory(status)) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "this is a folder",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    if (!std::filesystem::is_regular_file(status)) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "this is not a regular file",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    if (std::filesystem::file_size(path, error) == 0 && !error) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "the file is empty",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    return {};
}

Result<FormatPtr> openFormat(const std::filesystem::path &path)
{
    // The prefix keeps FFmpeg from reading a protocol into a name with a colon, the white list a
    // file from pointing elsewhere.
    const std::string url = "file:" + path.string();
    AVDictionary *options = nullptr;
    av_dict_set(&options, "protocol_whitelist", "file", 0);
    AVFormatContext *context = nullptr;
    const int opened = avformat_open_input(&context, url.c_str(), nullptr, &options);
    av_dict_free(&options);
    if (opened < 0) {
        const bool isDenied = opened == AVERROR(EACCES) || opened == AVERROR(EPERM);
        return fail({.code = isDenied ? ErrorCode::Io : ErrorCode::Media,
                     .problem = "FFmpeg cannot open it as a video (" + ffmpegMessage(opened) + ")",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    FormatPtr format(context);
    const std::string_view name = format->iformat->name;
    if (std::find(kRefusedFormats.begin(), kRefusedFormats.end(), name) != kRefusedFormats.end()) {
        return fail({.code = ErrorCode::BadFormat,
                     .problem = "this is text or a playlist, not a video",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    const int found = avformat_find_stream_info(format.get(), nullptr);
    if (found < 0) {
        return fail({.code = ErrorCode::Media,
                     .problem = "FFmpeg finds no streams in it (" + ffmpegMessage(found) + ")",
                     .file = path.string(),
                     .expected = kExpectedVideo});
    }
    return format;
}

bool isVideo(const AVStream &stream)
{
    const AVCodecParameters &codec = *stream.codecpar;
    return codec.codec_type == AVMEDIA_TYPE_VIDEO &&
           (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) == 0 &&
           std::find(kRefusedCodecs.begin(), kRefusedCodecs.end(), codec.codec_id) ==
               kRefusedCodecs.end();
}

Result<int> chooseStream(AVFormatContext &format, int wanted, const std::filesystem::path &path)
{
    const int streams = static_cast<int>(format.nb_streams);
    if (wanted >= 0) {
        if (wanted < streams && isVideo(*format.streams[wanted])) {
            return wanted;
        }
        return fail({.code = ErrorCode::NotFound,
                     .problem = "stream " + std::to_string(wanted) + " is no video stream",
                     .file = path.string(),
                     .expected = "the index of one of its video streams"});
    }
    const int best = av_find_best_stream(&format, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (best >= 0 && isVideo(*format.streams[best])) {
        return best;
    }
    for (int i = 0; i < streams; ++i) {
        if (isVideo(*format.streams[i])) {
            return i;
        }
    }
    return fail({.code = ErrorCode::Media,
                 .problem = "it holds no video stream",
                 .file = path.string(),
                 .expected = kExpectedVideo});
}

} // namespace

void routeFfmpegLog()
{
    static std::once_flag once;
    std::call_once(once, [] { av_log_set_callback(logLine); });
}

MediaSource::MediaSource(FormatPtr format, int stream, std::filesystem::path path)
    : m_format(std::move(format))
    , m_stream(stream)
    , m_path(std::move(path))
{
}

Result<MediaSource> MediaSource::open(const std::filesystem::path &path, int stream)
{
    routeFfmpegLog();
    TRY(checkFile(path));
    FormatPtr format = TRY(openFormat(path));
    const int chosen = TRY(chooseStream(*format, stream, path));
    for (int i = 0; i < static_cast<int>(format->nb_streams); ++i) {
        format->streams[i]->discard = i == chosen ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    return MediaSource(std::move(format), chosen, path);
}

Result<CodecPtr> MediaSource::openDecoder(int threads, const HardwareDevice *hardware) const
{
    const AVCodecParameters &parameters = *stream()->codecpar;
    const AVCodec *codec = avcodec_find_decoder(parameters.codec_id);
    if (codec == nullptr) {
        return fail({.code = ErrorCode::Unsupported,
                     .problem = std::string("this FFmpeg has no decoder for ") +
                                avcodec_get_name(parameters.codec_id),
                     .file = m_path.string(),
                     .expected = "a codec that 'ffmpeg -decoders' lists"});
    }
    CodecPtr context(avcodec_alloc_context3(codec));
    int result = context == nullptr ? AVERROR(ENOMEM)
                                    : avcodec_parameters_to_context(context.get(), &parameters);
    if (result >= 0) {
        context->thread_count = threads;
        context->pkt_timebase = stream()->time_base;
        if (hardware != nullptr) {
            // FFmpeg asks the device for each stream and decodes itself what that refuses.
            context->hw_device_ctx = av_buffer_ref(hardware->native().device.get());
        }
        result = avcodec_open2(context.get(), codec, nullptr);
    }
    if (result < 0) {
        return fail({.code = ErrorCode::Media,
                     .problem = std::string("the decoder for ") + codec->name +
                                " does not start (" + ffmpegMessage(result) + ")",
                     .file = m_path.string()});
    }
    return context;
}

bool MediaSource::readPacket(AVPacket &packet)
{
    int errors = 0;
    while (errors < kMaxReadErrors) {
        av_packet_unref(&packet);
        const int result = av_read_frame(m_format.get(), &packet);
        if (result == AVERROR_EOF) {
            return false;
        }
        if (result < 0) {
            ++errors;
        } else if (packet.stream_index == m_stream) {
            return true;
        }
    }
    return false;
}

bool MediaSource::seek(std::int64_t timestamp)
{
    return av_seek_frame(m_format.get(), m_stream, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

Orientation orientationOf(const AVStream &stream)
{
    std::size_t size = 0;
    const std::uint8_t *data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
    std::array<std::int32_t, 9> matrix{};
    if (data == nullptr || size < sizeof matrix) {
        return {};
    }
    std::memcpy(matrix.data(), data, sizeof matrix);
    // (x, y) goes to (a x + c y, b x + d y), y downwards. A negative determinant is a mirror, which
    // we apply first: it turns the sign of the first column.
    const double a = matrix[0];
    const double b = matrix[1];
    const double c = matrix[3];
    const double d = matrix[4];
    const bool isMirrored = a * d - b * c < 0.0;
    const double sign = isMirrored ? -1.0 : 1.0;
    const double degrees = std::atan2(sign * b, sign * a) * 180.0 / std::numbers::pi;
    const int quarters = static_cast<int>(std::lround(degrees / 90.0));
    if (std::abs(degrees - 90.0 * quarters) > 1.0) {
        return {};
    }
    return {.clockwiseDegrees = ((quarters + 4) % 4) * 90, .isMirrored = isMirrored};
}

bool isShown(const AVPacket &packet, AVCodecID codec)
{
    if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 || packet.size == 0) {
        return false;
    }
    // RFC 6386 section 9.1: bit 4 of the frame tag is show_frame.
    return codec != AV_CODEC_ID_VP8 || (packet.data[0] & 0x10) != 0;
}

} // namespace core::media
