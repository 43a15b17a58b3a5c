#include "ui/common/color_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ui::common {

namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

constexpr Matrix kToXyz = {{{0.4124564, 0.3575761, 0.1804375},
                            {0.2126729, 0.7151522, 0.0721750},
                            {0.0193339, 0.1191920, 0.9503041}}};
constexpr std::array<Matrix, 4> kSights = {Matrix{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                           Matrix{{{0.367322, 0.860646, -0.227968},
                                                   {0.280085, 0.672501, 0.047413},
                                                   {-0.011820, 0.042940, 0.968881}}},
                                           Matrix{{{0.152286, 1.052583, -0.204868},
                                                   {0.114503, 0.786281, 0.099216},
                                                   {-0.003882, -0.048116, 1.051998}}},
                                           Matrix{{{1.255528, -0.076749, -0.178779},
                                                   {-0.078411, 0.930809, 0.147602},
                                                   {0.004733, 0.691367, 0.303900}}}};

Vector product(const Matrix &matrix, const Vector &vector)
{
    Vector result{};
    for (std::size_t i = 0; i < 3; ++i) {
        result[i] = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
    }
    return result;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Vector linearRgb(const QColor &color)
{
    return {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
}

double luminance(const QColor &color)
{
    const Vector rgb = linearRgb(color);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

Vector lab(const QColor &color, Sight sight)
{
    Vector rgb = product(kSights[static_cast<std::size_t>(sight)], linearRgb(color));
    for (double &channel : rgb) {
        channel = std::clamp(channel, 0.0, 1.0);
    }
    Vector xyz = product(kToXyz, rgb);
    for (std::size_t i = 0; i < 3; ++i) {
        const double white = kToXyz[i][0] + kToXyz[i][1] + kToXyz[i][2];
        const double share = xyz[i] / white;
        xyz[i] = share > 0.008856 ? std::cbrt(share) : 7.787 * share + 16.0 / 116.0;
    }
    return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180;
}

double hueOf(double a, double b)
{
    const double degrees = std::atan2(b, a) * 180 / std::numbers::pi;
    return degrees < 0 ? degrees + 360 : degrees;
}

} // namespace

double contrastRatio(const QColor &a, const QColor &b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor inkOn(const QColor &fill)
{
    const QColor dark(0x0B, 0x0D, 0x10);
    const QColor light(Qt::white);
    return contrastRatio(dark, fill) >= contrastRatio(light, fill) ? dark : light;
}

QColor mixed(const QColor &a, const QColor &b, double t)
{
    const auto channel = [t](int from, int to) {
        return static_cast<int>(std::lround(from + (to - from) * t));
    };
    return QColor(channel(a.red(), b.red()), channel(a.green(), b.green()),
                  channel(a.blue(), b.blue()));
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

// Sharma, Wu, Dalal 2005. Chroma and hue as there: C1, C2 from the a' that is stretched by G.
double colorDifference(const QColor &a, const QColor &b, Sight sight)
{
    Vector p = lab(a, sight);
    Vector q = lab(b, sight);
    const double chroma7 = std::pow((std::hypot(p[1], p[2]) + std::hypot(q[1], q[2])) / 2, 7);
    const double stretch = 1.5 - 0.5 * std::sqrt(chroma7 / (chroma7 + std::pow(25.0, 7)));
    p[1] *= stretch;
    q[1] *= stretch;
    const double c1 = std::hypot(p[1], p[2]);
    const double c2 = std::hypot(q[1], q[2]);
    const double h1 = hueOf(p[1], p[2]);
    const double turn = std::remainder(hueOf(q[1], q[2]) - h1, 360.0);
    const double dL = q[0] - p[0];
    const double dC = c2 - c1;
    const double dH = 2 * std::sqrt(c1 * c2) * std::sin(radians(turn / 2));
    const double lightness = (p[0] + q[0]) / 2;
    const double chroma = (c1 + c2) / 2;
    const double hue = h1 + turn / 2;
    const double t = 1 - 0.17 * std::cos(radians(hue - 30)) + 0.24 * std::cos(radians(2 * hue)) +
                     0.32 * std::cos(radians(3 * hue + 6)) - 0.2 * std::cos(radians(4 * hue - 63));
    const double meanHue = std::fmod(hue + 720, 360.0);
    const double mean7 = std::pow(chroma, 7);
    const double rotation = -2 * std::sqrt(mean7 / (mean7 + std::pow(25.0, 7))) *
                            std::sin(radians(60 * std::exp(-std::pow((meanHue - 275) / 25, 2))));
    const double offset = std::pow(lightness - 50, 2);
    const double l = dL / (1 + 0.015 * offset / std::sqrt(20 + offset));
    const double c = dC / (1 + 0.045 * chroma);
    const double h = dH / (1 + 0.015 * chroma * t);
    return std::sqrt(l * l + c * c + h * h + rotation * c * h);
}

} // namespace ui::common
