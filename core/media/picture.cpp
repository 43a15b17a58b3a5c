#include "core/media/picture.h"

#include <algorithm>
#include <cstddef>

namespace core::media {

Picture turned(const Picture &picture, Orientation orientation)
{
    if (orientation == Orientation{}) {
        return picture;
    }
    Picture out{.width = orientation.swapsSides() ? picture.height : picture.width,
                .height = orientation.swapsSides() ? picture.width : picture.height,
                .layout = picture.layout,
                .pixels = std::vector<std::uint8_t>(picture.pixels.size())};
    const int channels = picture.channels();
    std::uint8_t *target = out.pixels.data();
    for (int y = 0; y < out.height; ++y) {
        for (int x = 0; x < out.width; ++x, target += channels) {
            // Turn back counter-clockwise, then undo the mirror.
            int sourceX = x;
            int sourceY = y;
            switch (orientation.clockwiseDegrees) {
            case 90:
                sourceX = y;
                sourceY = picture.height - 1 - x;
                break;
            case 180:
                sourceX = picture.width - 1 - x;
                sourceY = picture.height - 1 - y;
                break;
            case 270:
                sourceX = picture.width - 1 - y;
                sourceY = x;
                break;
            default:
                break;
            }
            if (orientation.isMirrored) {
                sourceX = picture.width - 1 - sourceX;
            }
            std::copy_n(picture.at(sourceX, sourceY), channels, target);
        }
    }
    return out;
}

} // namespace core::media
