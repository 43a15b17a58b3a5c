#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/demo/figure.h"
#include "core/media/picture.h"

namespace core::demo {

// One thing the figure does, [startFrame, endFrame).
struct ActivitySpan
{
    Activity activity = Activity::Standing;
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;
    double tempo = 1.0; // cycles a second
};

// One camera position, from its first frame to the next shot: a hard cut lies between.
struct Shot
{
    std::int64_t startFrame = 0;
    int scenery = 0;           // which kind of background, 0 … kSceneryCount - 1
    std::uint64_t seed = 0;    // of everything drawn by chance in it
    double zoom = 1.0;         // of the figure
    double panPerSecond = 0.0; // pixels that the background moves
    double shake = 0.0;        // amplitude of the hand-held camera in pixels
    bool hasBystander = false; // a second figure that walks through
    bool hasBall = false;      // a ball that bounces through
    bool hasVehicle = false;   // a box that drives through
};

inline constexpr int kSceneryCount = 6;

// A whole video as a plan; spans and shots in order of time, each covering every frame.
struct ScenePlan
{
    int width = 160;
    int height = 120;
    double fps = 15.0;
    std::int64_t frames = 0;
    std::uint64_t seed = 0;
    FigureStyle figure; // height in pixels at zoom 1
    std::vector<Shot> shots;
    std::vector<ActivitySpan> spans;
};

// Draws the frames of a plan: figures over moving backgrounds. A frame depends on the plan and its
// number only. Not thread-safe (it keeps the current shot's background); one renderer a thread.
class SceneRenderer
{
public:
    explicit SceneRenderer(ScenePlan plan);
    ~SceneRenderer();

    const ScenePlan &plan() const { return m_plan; }

    // Frame 0 … plan().frames - 1, RGB.
    const media::Picture &render(std::int64_t frame);

private:
    struct Backdrop;

    void drawBackdrop(const Shot &shot, Point camera);
    void drawPassers(const Shot &shot, double seconds, Point camera);
    void drawActor(const Shot &shot, std::int64_t frame, Point camera);

    ScenePlan m_plan;
    std::unique_ptr<Backdrop> m_backdrop;
    media::Picture m_picture;
};

} // namespace core::demo
