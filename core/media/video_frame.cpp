#include "core/media/video_frame.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "core/media/native_frame.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace core::media {

namespace {

using base::ErrorCode;
using base::fail;
using base::Result;

bool isFullRange(const AVFrame &frame)
{
    switch (frame.format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
        return true;
    default:
        return frame.color_range == AVCOL_RANGE_JPEG;
    }
}

// The colour matrix in swscale's numbering; untagged video is BT.709 from 720 lines on, as players
// assume.
int colourMatrix(const AVFrame &frame)
{
    if (frame.colorspace != AVCOL_SPC_UNSPECIFIED && frame.colorspace != AVCOL_SPC_RGB) {
        return frame.colorspace;
    }
    return frame.height >= 720 ? SWS_CS_ITU709 : SWS_CS_ITU601;
}

// A conversion as swscale prepares it: costly to make, so each thread keeps the last few.
class Scalers
{
public:
    SwsContext *find(const AVFrame &frame, int width, int height, AVPixelFormat format)
    {
        const Key key = {frame.width, frame.height, frame.format, isFullRange(frame),
                         width,       height,       format,       colourMatrix(frame)};
        for (const Slot &slot : m_slots) {
            if (slot.scaler != nullptr && slot.key == key) {
                return slot.scaler.get();
            }
        }
        Slot &slot = m_slots[m_next];
        m_next = (m_next + 1) % m_slots.size();
        slot.key = key;
        slot.scaler.reset(sws_getContext(
            frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width, height,
            format, SWS_AREA | SWS_ACCURATE_RND | SWS_BITEXACT, nullptr, nullptr, nullptr));
        if (slot.scaler != nullptr) {
            const int *matrix = sws_getCoefficients(colourMatrix(frame));
            sws_setColorspaceDetails(slot.scaler.get(), matrix, isFullRange(frame) ? 1 : 0, matrix,
                                     1, 0, 1 << 16, 1 << 16);
        }
        return slot.scaler.get();
    }

private:
    using Key = std::tuple<int, int, int, bool, int, int, AVPixelFormat, int>;
    struct Slot
    {
        Key key;
        ScalerPtr scaler;
    };
    std::array<Slot, 4> m_slots;
    std::size_t m_next = 0;
};

// Whether plane 0 holds 8-bit luma, one byte a pixel.
bool hasLumaPlane(const AVFrame &frame)
{
    const AVPixFmtDescriptor *format =
        av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    return format != nullptr &&
           (format->flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) == 0 &&
           format->comp[0].plane == 0 && format->comp[0].depth == 8 && format->comp[0].step == 1;
}

// Luma as it is stored (limited range as a rule), spread to 0 … 255.
void copyLuma(const AVFrame &frame, Picture &picture)
{
    std::array<std::uint8_t, 256> spread{};
    for (int i = 0; i < 256; ++i) {
        const int value = isFullRange(frame) || frame.format == AV_PIX_FMT_GRAY8
                              ? i
                              : static_cast<int>(std::lround((i - 16) * 255.0 / 219.0));
        spread[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
    }
    std::uint8_t *target = picture.pixels.data();
    for (int y = 0; y < frame.height; ++y, target += frame.width) {
        const std::uint8_t *row = frame.data[0] + std::ptrdiff_t{y} * frame.linesize[0];
        std::transform(row, row + frame.width, target,
                       [&](std::uint8_t value) { return spread[value]; });
    }
}

Result<void> scale(const AVFrame &frame, Picture &picture)
{
    const bool isGray = picture.layout == PixelLayout::Gray;
    if (isGray && picture.width == frame.width && picture.height == frame.height &&
        hasLumaPlane(frame)) {
        copyLuma(frame, picture);
        return {};
    }
    thread_local Scalers scalers;
    SwsContext *scaler = scalers.find(frame, picture.width, picture.height,
                                      isGray ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24);
    std::array<std::uint8_t *, 4> planes = {picture.pixels.data(), nullptr, nullptr, nullptr};
    const std::array<int, 4> strides = {picture.width * picture.channels(), 0, 0, 0};
    if (scaler == nullptr || sws_scale(scaler, frame.data, frame.linesize, 0, frame.height,
                                       planes.data(), strides.data()) != picture.height) {
        const char *name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame.format));
        return fail({.code = ErrorCode::Media,
                     .problem = std::string("cannot convert a picture of format ") +
                                (name == nullptr ? "unknown" : name)});
    }
    return {};
}

} // namespace

VideoFrame::VideoFrame(std::unique_ptr<Native> native, std::int64_t index, base::TimeUs timeUs,
                       Orientation orientation)
    : m_native(std::move(native))
    , m_index(index)
    , m_timeUs(timeUs)
    , m_orientation(orientation)
{
}

VideoFrame::~VideoFrame() = default;

int VideoFrame::width() const
{
    return m_native->frame->width;
}

int VideoFrame::height() const
{
    return m_native->frame->height;
}

std::int64_t VideoFrame::sizeBytes() const
{
    std::int64_t size = 0;
    for (const AVBufferRef *buffer : m_native->frame->buf) {
        size += buffer == nullptr ? 0 : static_cast<std::int64_t>(buffer->size);
    }
    return size;
}

Result<Picture> VideoFrame::toPicture(PixelLayout layout, int width, int height) const
{
    const AVFrame &frame = *m_native->frame;
    const bool isSwapped = m_orientation.swapsSides();
    if (width <= 0 || height <= 0) {
        width = isSwapped ? frame.height : frame.width;
        height = isSwapped ? frame.width : frame.height;
    }
    Picture picture{.width = isSwapped ? height : width,
                    .height = isSwapped ? width : height,
                    .layout = layout,
                    .pixels = {}};
    picture.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                          static_cast<std::size_t>(picture.channels()));
    TRY(scale(frame, picture));
    return m_orientation == Orientation{} ? std::move(picture) : turned(picture, m_orientation);
}

} // namespace core::media
