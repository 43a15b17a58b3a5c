#pragma once

#include <cstdint>
#include <vector>

namespace core::media {

enum class PixelLayout { Gray, Rgb24 };

// 8-bit pixels, rows from the top without padding; channels interleaved.
struct Picture
{
    int width = 0;
    int height = 0;
    PixelLayout layout = PixelLayout::Rgb24;
    std::vector<std::uint8_t> pixels;

    int channels() const { return layout == PixelLayout::Gray ? 1 : 3; }
    const std::uint8_t *at(int x, int y) const
    {
        return pixels.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                static_cast<std::size_t>(x)) *
                                   static_cast<std::size_t>(channels());
    }

    bool operator==(const Picture &) const = default;
};

// How a stored picture is turned to be shown: mirrored left to right first, then turned clockwise
// by 0, 90, 180 or 270 degrees.
struct Orientation
{
    int clockwiseDegrees = 0;
    bool isMirrored = false;

    bool swapsSides() const { return clockwiseDegrees == 90 || clockwiseDegrees == 270; }
    bool operator==(const Orientation &) const = default;
};

// The picture turned upright.
Picture turned(const Picture &picture, Orientation orientation);

} // namespace core::media
