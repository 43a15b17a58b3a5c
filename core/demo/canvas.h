#pragma once

#include <cstdint>

#include "core/media/picture.h"

namespace core::demo {

// An opaque colour, sRGB.
struct Colour
{
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Colour &) const = default;
};

// A point in pixels; (0, 0) is the centre of the upper left pixel.
struct Point
{
    double x = 0.0;
    double y = 0.0;
};

// Draws anti-aliased shapes into an RGB picture that it does not own. Shapes are clipped.
class Canvas
{
public:
    explicit Canvas(media::Picture &picture)
        : m_picture(picture)
    {
    }

    // A line with round ends; a disc where both ends are the same point.
    void capsule(Point from, Point to, double radius, Colour colour);
    void disc(Point centre, double radius, Colour colour)
    {
        capsule(centre, centre, radius, colour);
    }
    // An upright box between two corners.
    void box(Point upperLeft, Point lowerRight, Colour colour);

private:
    void blend(int x, int y, double coverage, Colour colour);

    media::Picture &m_picture;
};

} // namespace core::demo
