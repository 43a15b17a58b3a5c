#pragma once

#include <memory>
#include <utility>

#include "core/media/ffmpeg_ptr.h"
#include "core/media/hardware_device.h"

extern "C" {
#include <libavutil/hwcontext.h>
}

namespace core::media {

// Gives a reference to a buffer back to FFmpeg.
struct BufferFreer
{
    void operator()(AVBufferRef *buffer) const { av_buffer_unref(&buffer); }
};
using BufferPtr = std::unique_ptr<AVBufferRef, BufferFreer>;

// FFmpeg's device context, held as long as the device lives.
struct HardwareDevice::Native
{
    explicit Native(BufferPtr made)
        : device(std::move(made))
    {
    }

    AVHWDeviceType type() const
    {
        return reinterpret_cast<const AVHWDeviceContext *>(device->data)->type;
    }

    BufferPtr device;
};

} // namespace core::media
