#include "core/demo/canvas.h"

#include <algorithm>
#include <cmath>

namespace core::demo {

namespace {

// The pixels that a span of coordinates touches, within 0 … size - 1.
struct PixelSpan
{
    int first;
    int last;
};

PixelSpan pixelSpan(double low, double high, int size)
{
    return {std::max(static_cast<int>(std::floor(low)), 0),
            std::min(static_cast<int>(std::ceil(high)), size - 1)};
}

} // namespace

void Canvas::blend(int x, int y, double coverage, Colour colour)
{
    const auto offset = (static_cast<std::size_t>(y) * static_cast<std::size_t>(m_picture.width) +
                         static_cast<std::size_t>(x)) *
                        3;
    std::uint8_t *pixel = m_picture.pixels.data() + offset;
    const int weight = static_cast<int>(std::lround(coverage * 256.0));
    const auto mix = [weight](std::uint8_t below, std::uint8_t above) {
        return static_cast<std::uint8_t>((below * (256 - weight) + above * weight) >> 8);
    };
    pixel[0] = mix(pixel[0], colour.red);
    pixel[1] = mix(pixel[1], colour.green);
    pixel[2] = mix(pixel[2], colour.blue);
}

void Canvas::capsule(Point from, Point to, double radius, Colour colour)
{
    const double reach = radius + 0.5;
    const PixelSpan columns =
        pixelSpan(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach, m_picture.width);
    const PixelSpan rows =
        pixelSpan(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach, m_picture.height);
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double lengthSquared = dx * dx + dy * dy;
    for (int y = rows.first; y <= rows.last; ++y) {
        for (int x = columns.first; x <= columns.last; ++x) {
            const double px = x - from.x;
            const double py = y - from.y;
            const double along = lengthSquared > 0.0
                                     ? std::clamp((px * dx + py * dy) / lengthSquared, 0.0, 1.0)
                                     : 0.0;
            const double ex = px - along * dx;
            const double ey = py - along * dy;
            const double squared = ex * ex + ey * ey;
            if (squared < reach * reach) {
                blend(x, y, std::min(reach - std::sqrt(squared), 1.0), colour);
            }
        }
    }
}

void Canvas::box(Point upperLeft, Point lowerRight, Colour colour)
{
    const PixelSpan columns = pixelSpan(upperLeft.x - 0.5, lowerRight.x + 0.5, m_picture.width);
    const PixelSpan rows = pixelSpan(upperLeft.y - 0.5, lowerRight.y + 0.5, m_picture.height);
    const auto overlap = [](double low, double high, int at) {
        return std::clamp(std::min(high, at + 0.5) - std::max(low, at - 0.5), 0.0, 1.0);
    };
    for (int y = rows.first; y <= rows.last; ++y) {
        const double vertical = overlap(upperLeft.y, lowerRight.y, y);
        for (int x = columns.first; x <= columns.last; ++x) {
            blend(x, y, vertical * overlap(upperLeft.x, lowerRight.x, x), colour);
        }
    }
}

} // namespace core::demo
