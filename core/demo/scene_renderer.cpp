#include "core/demo/scene_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/random.h"

namespace core::demo {

namespace {

using base::Random;

constexpr double kTurn = 2.0 * std::numbers::pi;
// The backdrop repeats after so many picture widths; it is higher than the picture by a margin that
// the camera may shake into.
constexpr int kBackdropWidths = 2;
constexpr int kMargin = 8;

// Colours of sky and ground of each kind of scenery.
struct Palette
{
    Colour sky;
    Colour ground;
    Colour things;
};

constexpr std::array<Palette, kSceneryCount> kPalettes = {{
    {{150, 190, 230}, {90, 150, 80}, {60, 110, 60}},     // meadow
    {{190, 190, 195}, {120, 120, 125}, {90, 90, 110}},   // street
    {{210, 180, 150}, {170, 130, 90}, {140, 100, 70}},   // gym hall
    {{120, 160, 210}, {220, 200, 150}, {190, 170, 120}}, // beach
    {{70, 75, 100}, {60, 60, 75}, {100, 95, 130}},       // night
    {{225, 225, 220}, {180, 185, 190}, {150, 160, 170}}, // snow
}};

std::uint8_t shade(std::uint8_t value, double amount)
{
    return static_cast<std::uint8_t>(std::clamp(value + amount, 0.0, 255.0));
}

Colour shade(Colour colour, double amount)
{
    return {shade(colour.red, amount), shade(colour.green, amount), shade(colour.blue, amount)};
}

// The shot or span that a frame lies in.
template <typename Item>
const Item &itemAt(const std::vector<Item> &items, std::int64_t frame)
{
    const auto after = std::upper_bound(
        items.begin(), items.end(), frame,
        [](std::int64_t value, const Item &item) { return value < item.startFrame; });
    return after == items.begin() ? items.front() : *std::prev(after);
}

// An action swells up and dies away: its ends are weaker than its middle, as with real actions.
double strengthAt(const ActivitySpan &span, std::int64_t frame, double fps)
{
    const double rampFrames =
        std::min(0.6 * fps, 0.25 * static_cast<double>(span.endFrame - span.startFrame));
    const double fromStart = static_cast<double>(frame - span.startFrame) + 0.5;
    const double toEnd = static_cast<double>(span.endFrame - frame) - 0.5;
    const double ramp = std::min(fromStart, toEnd) / std::max(rampFrames, 1.0);
    return std::clamp(0.45 + 0.55 * ramp, 0.0, 1.0);
}

} // namespace

// A still picture wider than the view, over which the camera moves.
struct SceneRenderer::Backdrop
{
    std::int64_t shotStart = -1;
    media::Picture picture;
};

namespace {

media::Picture drawnBackdrop(const ScenePlan &plan, const Shot &shot)
{
    Random random(plan.seed, shot.seed);
    const int width = plan.width * kBackdropWidths;
    const int height = plan.height + 2 * kMargin;
    media::Picture picture{
        .width = width, .height = height, .layout = media::PixelLayout::Rgb24, .pixels = {}};
    picture.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    const Palette &palette = kPalettes[static_cast<std::size_t>(shot.scenery % kSceneryCount)];
    const double brightness = random.uniform(-20.0, 20.0);
    const int horizon = static_cast<int>(height * random.uniform(0.45, 0.6));
    std::uint8_t *pixel = picture.pixels.data();
    for (int y = 0; y < height; ++y) {
        const Colour base = shade(y < horizon ? palette.sky : palette.ground,
                                  brightness + 20.0 * (y - horizon) / height);
        for (int x = 0; x < width; ++x, pixel += 3) {
            const double grain = random.uniform(-4.0, 4.0);
            pixel[0] = shade(base.red, grain);
            pixel[1] = shade(base.green, grain);
            pixel[2] = shade(base.blue, grain);
        }
    }
    Canvas canvas(picture);
    const std::int64_t things = random.uniformInt(6, 14);
    for (std::int64_t i = 0; i < things; ++i) {
        const double x = random.uniform(10.0, width - 10.0);
        const double size = random.uniform(0.04, 0.16) * plan.height;
        const Colour colour = shade(palette.things, random.uniform(-30.0, 30.0));
        if (random.uniform() < 0.5) {
            canvas.box({x - size / 2, horizon - size * 1.6}, {x + size / 2, horizon * 1.0}, colour);
        } else {
            canvas.disc({x, horizon - size * 0.4}, size * 0.6, colour);
        }
    }
    return picture;
}

} // namespace

SceneRenderer::SceneRenderer(ScenePlan plan)
    : m_plan(std::move(plan))
    , m_backdrop(std::make_unique<Backdrop>())
    , m_picture{.width = m_plan.width,
                .height = m_plan.height,
                .layout = media::PixelLayout::Rgb24,
                .pixels = {}}
{
    m_picture.pixels.resize(static_cast<std::size_t>(m_plan.width) *
                            static_cast<std::size_t>(m_plan.height) * 3);
}

SceneRenderer::~SceneRenderer() = default;

const media::Picture &SceneRenderer::render(std::int64_t frame)
{
    const Shot &shot = itemAt(m_plan.shots, frame);
    if (m_backdrop->shotStart != shot.startFrame) {
        m_backdrop->picture = drawnBackdrop(m_plan, shot);
        m_backdrop->shotStart = shot.startFrame;
    }
    const double seconds = static_cast<double>(frame - shot.startFrame) / m_plan.fps;
    const auto phase = static_cast<double>(shot.seed % 97);
    const Point camera = {shot.shake * (std::sin(kTurn * 1.3 * seconds + phase) +
                                        0.6 * std::sin(kTurn * 3.1 * seconds)),
                          shot.shake * (std::sin(kTurn * 1.7 * seconds + 2.0 * phase) +
                                        0.6 * std::sin(kTurn * 2.7 * seconds))};
    drawBackdrop(shot, {camera.x + shot.panPerSecond * seconds, camera.y});
    drawPassers(shot, seconds, camera);
    drawActor(shot, frame, camera);
    return m_picture;
}

void SceneRenderer::drawBackdrop(const Shot &, Point camera)
{
    const media::Picture &source = m_backdrop->picture;
    const int wrapped = static_cast<int>(std::lround(camera.x)) % source.width;
    const int offsetX = (wrapped + source.width) % source.width;
    const int offsetY =
        std::clamp(kMargin + static_cast<int>(std::lround(camera.y)), 0, 2 * kMargin);
    const int head = std::min(m_plan.width, source.width - offsetX);
    std::uint8_t *target = m_picture.pixels.data();
    for (int y = 0; y < m_plan.height; ++y) {
        target = std::copy_n(source.at(offsetX, y + offsetY), head * 3, target);
        target = std::copy_n(source.at(0, y + offsetY), (m_plan.width - head) * 3, target);
    }
}

void SceneRenderer::drawPassers(const Shot &shot, double seconds, Point camera)
{
    Random random(m_plan.seed, shot.seed + 1);
    Canvas canvas(m_picture);
    const double width = m_plan.width;
    const double height = m_plan.height;
    // Each passes through again and again with a pause.
    const auto across = [&](double speed, double delay) {
        const double path = width * 2.2;
        return std::fmod(speed * seconds + delay * path, path) - 0.6 * width;
    };
    if (shot.hasVehicle) {
        const double x = across(random.uniform(20.0, 60.0), random.uniform()) - camera.x;
        const double y = height * random.uniform(0.62, 0.72) - camera.y;
        canvas.box({x - 14.0, y - 10.0}, {x + 14.0, y}, {180, 60, 60});
        canvas.disc({x - 8.0, y}, 3.5, {30, 30, 30});
        canvas.disc({x + 8.0, y}, 3.5, {30, 30, 30});
    }
    if (shot.hasBall) {
        const double x = across(random.uniform(15.0, 40.0), random.uniform()) - camera.x;
        const double bounce = std::abs(std::sin(kTurn * 0.6 * seconds));
        canvas.disc({x, height * 0.92 - 0.35 * height * bounce - camera.y}, 4.0, {230, 200, 60});
    }
    if (shot.hasBystander) {
        FigureStyle style{.height = 0.32 * height,
                          .facesLeft = false,
                          .skin = {200, 160, 130},
                          .shirt = {150, 150, 60},
                          .trousers = {70, 60, 50}};
        const double x = across(random.uniform(10.0, 22.0), random.uniform()) - camera.x;
        drawFigure(canvas, poseOf(Activity::Walking, seconds, 0.9, 1.0), style,
                   {x, 0.75 * height - camera.y});
    }
}

void SceneRenderer::drawActor(const Shot &shot, std::int64_t frame, Point camera)
{
    const ActivitySpan &span = itemAt(m_plan.spans, frame);
    Random random(m_plan.seed, shot.seed + 2);
    FigureStyle style = m_plan.figure;
    style.height *= shot.zoom;
    style.facesLeft = random.uniform() < 0.5;
    const double seconds = static_cast<double>(frame - span.startFrame) / m_plan.fps;
    const double strength = strengthAt(span, frame, m_plan.fps);
    Point ground = {m_plan.width * random.uniform(0.3, 0.7),
                    std::min(m_plan.height * random.uniform(0.82, 0.95), m_plan.height - 3.0)};
    if (span.activity == Activity::Walking) {
        // To and fro about the place where it stands.
        ground.x += 0.2 * m_plan.width * std::sin(kTurn * 0.12 * seconds);
    }
    Canvas canvas(m_picture);
    drawFigure(canvas, poseOf(span.activity, seconds, span.tempo, strength), style,
               {ground.x - camera.x, ground.y - camera.y});
}

} // namespace core::demo
