#include "core/media/hardware_device.h"

#include <array>
#include <utility>

#include "core/media/media_source.h"
#include "core/media/native_device.h"

namespace core::media {

namespace {

constexpr std::array<AVHWDeviceType, 5> kTypes = {
    AV_HWDEVICE_TYPE_CUDA, AV_HWDEVICE_TYPE_VAAPI, AV_HWDEVICE_TYPE_VDPAU,
    AV_HWDEVICE_TYPE_VIDEOTOOLBOX, AV_HWDEVICE_TYPE_D3D11VA};

} // namespace

std::shared_ptr<const HardwareDevice> HardwareDevice::find()
{
    routeFfmpegLog();
    for (const AVHWDeviceType type : kTypes) {
        AVBufferRef *device = nullptr;
        if (av_hwdevice_ctx_create(&device, type, nullptr, nullptr, 0) >= 0) {
            return std::make_shared<const HardwareDevice>(
                std::make_unique<Native>(BufferPtr(device)));
        }
    }
    return nullptr;
}

HardwareDevice::HardwareDevice(std::unique_ptr<Native> native)
    : m_native(std::move(native))
{
}

HardwareDevice::~HardwareDevice() = default;

std::string HardwareDevice::name() const
{
    const char *name = av_hwdevice_get_type_name(m_native->type());
    return name == nullptr ? "unknown" : name;
}

} // namespace core::media
