#include "core/demo/figure.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace core::demo {

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

// Body proportions in units of the height.
constexpr double kLegPart = 0.25;
constexpr double kTorso = 0.30;
constexpr double kArmPart = 0.18;
constexpr double kHeadRadius = 0.085;
constexpr double kHip = 2.0 * kLegPart;

// 0 … 1 … 0 once a period.
double swing(double cycles)
{
    return 0.5 - 0.5 * std::cos(kTurn * cycles);
}

Pose standing(double seconds)
{
    Pose pose;
    const double sway = 0.06 * std::sin(kTurn * 0.4 * seconds);
    pose.lean = sway * 0.5;
    pose.nearArm = {sway, 0.15};
    pose.farArm = {-sway, 0.15};
    pose.nearLeg = {0.06, 0.0};
    pose.farLeg = {-0.06, 0.0};
    return pose;
}

Pose jumpingJack(double cycles, double strength)
{
    const double open = swing(cycles) * strength;
    Pose pose;
    pose.rise = 0.12 * strength * std::abs(std::sin(kTurn * cycles));
    pose.nearArm = {2.7 * open, 0.1};
    pose.farArm = {-2.7 * open, -0.1};
    pose.nearLeg = {0.55 * open, 0.0};
    pose.farLeg = {-0.55 * open, 0.0};
    return pose;
}

Pose waving(double seconds, double cycles, double strength)
{
    Pose pose = standing(seconds);
    const double beat = std::sin(kTurn * 1.5 * cycles);
    pose.nearArm = {2.4 * std::min(1.0, 2.0 * strength) + 0.45 * strength * beat,
                    0.9 * strength * beat};
    return pose;
}

// Knees forwards, feet on the ground.
void crouch(Pose &pose, double depth)
{
    const double bend = 1.35 * depth;
    pose.nearLeg = {bend, -2.0 * bend};
    pose.farLeg = {bend * 0.95, -1.9 * bend};
    pose.rise = -kHip * (1.0 - std::cos(bend));
    pose.lean = 0.5 * depth;
}

Pose squat(double cycles, double strength)
{
    Pose pose;
    const double depth = swing(cycles) * strength;
    crouch(pose, depth);
    pose.nearArm = {1.5 * depth, 0.0};
    pose.farArm = {1.4 * depth, 0.0};
    return pose;
}

Pose cartwheel(double cycles, double strength)
{
    Pose pose;
    pose.turn = kTurn * cycles;
    pose.shift = 0.5 * std::sin(kTurn * cycles * 0.25) * strength;
    pose.nearArm = {2.6, 0.0};
    pose.farArm = {-2.6, 0.0};
    pose.nearLeg = {0.6 * strength, 0.0};
    pose.farLeg = {-0.6 * strength, 0.0};
    return pose;
}

Pose kick(double cycles, double strength)
{
    Pose pose;
    const double phase = cycles - std::floor(cycles);
    // Draw back slowly, strike fast, come back.
    const double leg = phase < 0.45   ? -0.9 * std::sin(std::numbers::pi * phase / 0.9)
                       : phase < 0.60 ? -0.9 + 2.4 * (phase - 0.45) / 0.15
                                      : 1.5 * (1.0 - phase) / 0.40;
    pose.nearLeg = {leg * strength, phase < 0.5 ? -0.6 * strength : 0.0};
    pose.farLeg = {-0.08, 0.0};
    pose.lean = -0.15 * leg * strength;
    pose.nearArm = {-0.5 * leg * strength, 0.3};
    pose.farArm = {0.6 * leg * strength, 0.3};
    pose.hasBall = true;
    const double flight = std::max(0.0, phase - 0.55);
    pose.ball = {0.25 + 4.0 * flight, 0.06 + 2.4 * flight - 3.0 * flight * flight};
    return pose;
}

Pose walking(double cycles)
{
    Pose pose;
    const double stride = std::sin(kTurn * cycles);
    pose.nearLeg = {0.5 * stride, -0.25 * (1.0 - stride)};
    pose.farLeg = {-0.5 * stride, -0.25 * (1.0 + stride)};
    pose.nearArm = {-0.45 * stride, 0.25};
    pose.farArm = {0.45 * stride, 0.25};
    pose.rise = 0.015 * std::cos(2.0 * kTurn * cycles);
    return pose;
}

Pose hopping(double seconds, double cycles, double strength)
{
    Pose pose = standing(seconds);
    pose.rise = 0.10 * strength * std::abs(std::sin(kTurn * cycles));
    return pose;
}

Pose raisingArm(double seconds, double cycles, double strength)
{
    Pose pose = standing(seconds);
    pose.nearArm = {2.3 * swing(0.35 * cycles) * strength, 0.15};
    return pose;
}

Pose bending(double cycles, double strength)
{
    Pose pose;
    const double depth = swing(0.4 * cycles) * strength;
    crouch(pose, 0.45 * depth);
    pose.lean = 1.1 * depth;
    pose.nearArm = {0.9 * depth, 0.0};
    pose.farArm = {0.8 * depth, 0.0};
    return pose;
}

Pose liftingLeg(double seconds, double cycles, double strength)
{
    Pose pose = standing(seconds);
    pose.nearLeg = {0.9 * swing(0.4 * cycles) * strength, -0.5 * swing(0.4 * cycles) * strength};
    return pose;
}

// From a body's own coordinates (forwards, upwards, in heights, from the feet) to pixels.
class Body
{
public:
    Body(const Pose &pose, const FigureStyle &style, Point ground)
        : m_ground(ground)
        , m_height(style.height)
        , m_side(style.facesLeft ? -1.0 : 1.0)
        , m_cosine(std::cos(pose.turn))
        , m_sine(std::sin(pose.turn))
        , m_shift(pose.shift)
    {
    }

    Point at(Point body) const
    {
        // Turning is about the middle of the body.
        const double x = body.x;
        const double y = body.y - 0.5;
        const double turnedX = m_cosine * x + m_sine * y + m_shift;
        const double turnedY = -m_sine * x + m_cosine * y + 0.5;
        return {m_ground.x + m_side * turnedX * m_height, m_ground.y - turnedY * m_height};
    }

private:
    Point m_ground;
    double m_height;
    double m_side;
    double m_cosine;
    double m_sine;
    double m_shift;
};

Point step(Point from, double angle, double length)
{
    return {from.x + length * std::sin(angle), from.y - length * std::cos(angle)};
}

void drawLimb(Canvas &canvas, const Body &body, Point root, const Limb &limb, double base,
              double part, double radius, Colour upper, Colour lower)
{
    const Point middle = step(root, base + limb.upper, part);
    const Point end = step(middle, base + limb.upper + limb.lower, part);
    canvas.capsule(body.at(root), body.at(middle), radius, upper);
    canvas.capsule(body.at(middle), body.at(end), radius * 0.85, lower);
}

} // namespace

Pose poseOf(Activity activity, double seconds, double tempo, double strength)
{
    const double cycles = seconds * tempo;
    switch (activity) {
    case Activity::JumpingJack:
        return jumpingJack(cycles, strength);
    case Activity::Waving:
        return waving(seconds, cycles, strength);
    case Activity::Squat:
        return squat(0.85 * cycles, strength);
    case Activity::Cartwheel:
        return cartwheel(0.7 * cycles, strength);
    case Activity::Kick:
        return kick(1.0 * cycles, strength);
    case Activity::Walking:
        return walking(cycles);
    case Activity::RaisingArm:
        return raisingArm(seconds, cycles, strength);
    case Activity::Bending:
        return bending(cycles, strength);
    case Activity::Hopping:
        return hopping(seconds, cycles, strength);
    case Activity::LiftingLeg:
        return liftingLeg(seconds, cycles, strength);
    case Activity::Standing:
        break;
    }
    return standing(seconds);
}

void drawFigure(Canvas &canvas, const Pose &pose, const FigureStyle &style, Point ground)
{
    const Body body(pose, style, ground);
    const double thick = 0.045 * style.height;
    const Point hip = {0.0, kHip + pose.rise};
    const Point neck = step(hip, std::numbers::pi - pose.lean, kTorso);
    const Point shoulder = step(hip, std::numbers::pi - pose.lean, 0.9 * kTorso);
    const Point head = step(neck, std::numbers::pi - pose.lean, 1.2 * kHeadRadius);
    const auto darker = [](Colour colour) {
        return Colour{static_cast<std::uint8_t>(colour.red * 3 / 4),
                      static_cast<std::uint8_t>(colour.green * 3 / 4),
                      static_cast<std::uint8_t>(colour.blue * 3 / 4)};
    };
    drawLimb(canvas, body, shoulder, pose.farArm, 0.0, kArmPart, 0.8 * thick, darker(style.shirt),
             darker(style.skin));
    drawLimb(canvas, body, hip, pose.farLeg, 0.0, kLegPart, thick, darker(style.trousers),
             darker(style.trousers));
    canvas.capsule(body.at(hip), body.at(neck), 1.7 * thick, style.shirt);
    canvas.disc(body.at(head), kHeadRadius * style.height, style.skin);
    drawLimb(canvas, body, hip, pose.nearLeg, 0.0, kLegPart, thick, style.trousers, style.trousers);
    drawLimb(canvas, body, shoulder, pose.nearArm, 0.0, kArmPart, 0.8 * thick, style.shirt,
             style.skin);
    if (pose.hasBall) {
        canvas.disc(body.at(pose.ball), 0.05 * style.height, {240, 240, 240});
    }
}

} // namespace core::demo
