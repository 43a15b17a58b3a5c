#pragma once

#include <array>

#include "core/demo/canvas.h"

namespace core::demo {

// What a figure does. The first five are the actions to localize; the others are background, some
// of them pieces of an action.
enum class Activity {
    JumpingJack,
    Waving,
    Squat,
    Cartwheel,
    Kick,
    Standing,
    Walking,
    RaisingArm, // the beginning of a wave
    Bending,    // half a squat
    Hopping,    // a jumping jack without arms
    LiftingLeg, // a kick without force
};

inline constexpr int kActionCount = 5;
inline constexpr std::array<const char *, kActionCount> kActionNames = {
    "JumpingJack", "Waving", "Squat", "Cartwheel", "Kick"};

// Two joint angles of an arm or leg, from hanging straight down, in radians; the second is the
// lower part relative to the upper one. Positive turns the limb to the figure's front.
struct Limb
{
    double upper = 0.0;
    double lower = 0.0;
};

// A figure at one moment; lengths in units of its height.
struct Pose
{
    double rise = 0.0;  // of the hip above where it is when standing
    double shift = 0.0; // forwards
    double turn = 0.0;  // of the whole body about its middle, radians
    double lean = 0.0;  // of the torso, forwards
    Limb nearArm;
    Limb farArm;
    Limb nearLeg;
    Limb farLeg;
    bool hasBall = false;
    Point ball; // from the foot's place, forwards and upwards
};

// The pose `seconds` into an activity. strength 0 … 1 scales the movement (an action swells up and
// dies away); tempo scales its speed.
Pose poseOf(Activity activity, double seconds, double tempo, double strength);

// How a figure looks.
struct FigureStyle
{
    double height = 40.0; // pixels
    bool facesLeft = false;
    Colour skin{220, 180, 150};
    Colour shirt{60, 90, 200};
    Colour trousers{50, 50, 60};
};

// Draws it standing with its feet at `ground`.
void drawFigure(Canvas &canvas, const Pose &pose, const FigureStyle &style, Point ground);

} // namespace core::demo
