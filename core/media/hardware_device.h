#pragma once

#include <memory>
#include <string>

namespace core::media {

// What this computer has beside its processor to decode videos: a card by way of CUDA, VAAPI, VDPAU
// or what the system offers instead. Immutable, any thread; readers share one.
class HardwareDevice
{
public:
    struct Native; // holds FFmpeg's object; defined inside this folder

    // The first that starts; null where there is none. Blocking: drivers are loaded, which may take
    // some hundred milliseconds.
    static std::shared_ptr<const HardwareDevice> find();

    explicit HardwareDevice(std::unique_ptr<Native> native);
    ~HardwareDevice();
    HardwareDevice(const HardwareDevice &) = delete;
    HardwareDevice &operator=(const HardwareDevice &) = delete;

    // FFmpeg's name: "cuda".
    std::string name() const;
    const Native &native() const { return *m_native; }

private:
    std::unique_ptr<Native> m_native;
};

} // namespace core::media
