#include "core/demo/demo_dataset.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/media/video_encoder.h"

namespace core::demo {

namespace {

using base::ErrorCode;
using base::fail;
using base::Random;
using base::Result;

// How long things last, in seconds.
constexpr double kMinAction = 2.0;
constexpr double kMaxAction = 6.0;
constexpr double kMinPause = 1.5;
constexpr double kMaxPause = 6.0;
constexpr double kMinShot = 7.0;
constexpr double kMaxShot = 18.0;

// What happens between actions, with how often.
struct Pastime
{
    Activity activity;
    double share;
};
constexpr std::array<Pastime, 6> kPastimes = {{{Activity::Standing, 0.30},
                                               {Activity::Walking, 0.26},
                                               {Activity::RaisingArm, 0.11},
                                               {Activity::Bending, 0.11},
                                               {Activity::Hopping, 0.11},
                                               {Activity::LiftingLeg, 0.11}}};

Activity drawPastime(Random &random)
{
    double left = random.uniform();
    for (const Pastime &pastime : kPastimes) {
        left -= pastime.share;
        if (left < 0.0) {
            return pastime.activity;
        }
    }
    return Activity::Standing;
}

Colour drawColour(Random &random)
{
    const auto channel = [&] { return static_cast<std::uint8_t>(random.uniformInt(30, 230)); };
    return {channel(), channel(), channel()};
}

// Appends what the figure does, pause and action in turn, until the video is full.
void planActivities(DemoVideo &video, Random &random)
{
    ScenePlan &scene = video.scene;
    const auto toFrames = [&](double seconds) {
        return static_cast<std::int64_t>(std::llround(seconds * scene.fps));
    };
    const double tempo = random.uniform(0.85, 1.2);
    std::int64_t frame = 0;
    const auto append = [&](Activity activity, double seconds) {
        const std::int64_t end = std::min(frame + toFrames(seconds), scene.frames);
        if (end == frame) {
            return;
        }
        scene.spans.push_back({.activity = activity,
                               .startFrame = frame,
                               .endFrame = end,
                               .tempo = tempo * random.uniform(0.9, 1.1)});
        frame = end;
    };
    std::size_t turn = 0;
    while (frame < scene.frames) {
        append(drawPastime(random), random.uniform(kMinPause, kMaxPause));
        if (random.uniform() < 0.4) {
            append(drawPastime(random), random.uniform(kMinPause, kMaxPause));
        }
        const double length = random.uniform(kMinAction, kMaxAction);
        // Each class of the video comes at least once; an action that would be cut off by the
        // video's end is left out.
        if (frame + toFrames(length) + toFrames(kMinPause) > scene.frames) {
            continue;
        }
        const int action = turn < video.classes.size()
                               ? video.classes[turn]
                               : video.classes[static_cast<std::size_t>(random.uniformInt(
                                     0, static_cast<std::int64_t>(video.classes.size()) - 1))];
        ++turn;
        video.instances.push_back(
            {.classIndex = action,
             .start = static_cast<double>(frame) / scene.fps,
             .end = static_cast<double>(frame + toFrames(length)) / scene.fps});
        append(static_cast<Activity>(action), length);
    }
    video.classes.resize(std::min(turn, video.classes.size()));
    std::sort(video.classes.begin(), video.classes.end());
}

// Appends camera positions. A third of the time the scenery is the one that goes with the video's
// first class: context that a classifier may mistake for the action.
void planShots(DemoVideo &video, int firstClass, Random &random)
{
    ScenePlan &scene = video.scene;
    double second = 0.0;
    while (second * scene.fps < static_cast<double>(scene.frames)) {
        Shot shot;
        shot.startFrame = static_cast<std::int64_t>(std::llround(second * scene.fps));
        shot.scenery = random.uniform() < 0.33
                           ? firstClass
                           : static_cast<int>(random.uniformInt(0, kSceneryCount - 1));
        shot.seed = random.next() >> 16;
        shot.zoom = random.uniform(0.8, 1.25);
        shot.panPerSecond = random.uniform() < 0.4 ? random.uniform(-10.0, 10.0) : 0.0;
        shot.shake = random.uniform() < 0.4 ? random.uniform(0.5, 2.0) : 0.0;
        shot.hasBystander = random.uniform() < 0.35;
        shot.hasBall = random.uniform() < 0.25;
        shot.hasVehicle = random.uniform() < 0.25;
        scene.shots.push_back(shot);
        second += random.uniform(kMinShot, kMaxShot);
    }
}

DemoVideo planVideo(const DemoOptions &options, int number, int trainingVideos)
{
    Random random(options.seed, static_cast<std::uint64_t>(number) + 1);
    const bool isTraining = number < trainingVideos;
    DemoVideo video;
    video.subset = isTraining ? kTrainingSubset : kTestSubset;
    const int numberInSubset = isTraining ? number : number - trainingVideos;
    video.name = fmt::format("demo_{}_{:03}", video.subset, numberInSubset + 1);
    // Classes in turn, so that each has about as many videos in either subset.
    const int firstClass = numberInSubset % kActionCount;
    video.classes = {firstClass};
    if (random.uniform() < 0.4) {
        const int other = static_cast<int>(random.uniformInt(1, kActionCount - 1));
        video.classes.push_back((firstClass + other) % kActionCount);
    }
    ScenePlan &scene = video.scene;
    scene.width = options.width;
    scene.height = options.height;
    scene.fps = options.fps;
    scene.seed = random.next();
    const double length = random.uniform(options.minLengthS, options.maxLengthS);
    scene.frames = static_cast<std::int64_t>(std::llround(length * options.fps));
    scene.figure = {.height = 0.5 * options.height * random.uniform(0.9, 1.15),
                    .facesLeft = false,
                    .skin = random.uniform() < 0.5 ? Colour{225, 185, 150} : Colour{140, 95, 65},
                    .shirt = drawColour(random),
                    .trousers = drawColour(random)};
    planActivities(video, random);
    planShots(video, firstClass, random);
    return video;
}

Result<void> renderVideo(const DemoVideo &video, const std::filesystem::path &path,
                         const base::CancelToken &cancel)
{
    const ScenePlan &scene = video.scene;
    auto encoder = TRY(media::VideoEncoder::create(
        path, {.width = scene.width,
               .height = scene.height,
               .fps = {static_cast<std::int64_t>(std::llround(scene.fps)), 1},
               .keyframeInterval = 45,
               .quality = 24,
               .preset = "superfast"}));
    SceneRenderer renderer(scene);
    for (std::int64_t frame = 0; frame < scene.frames; ++frame) {
        if (cancel.isCancelled()) {
            return fail({.code = ErrorCode::Cancelled, .problem = "stopped while rendering"});
        }
        TRY(encoder.add(renderer.render(frame)));
    }
    return encoder.finish();
}

} // namespace

Result<DemoPlan> planDemo(const DemoOptions &options)
{
    if (options.videos < 2 || options.videos > 100000) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = fmt::format("a demo of {} videos cannot be made", options.videos),
                     .expected = "2 to 100000 videos"});
    }
    if (options.width < 64 || options.height < 48 || options.width % 2 != 0 ||
        options.height % 2 != 0 || options.fps < 5 || options.minLengthS < 10.0 ||
        options.maxLengthS < options.minLengthS ||
        !(options.trainingShare > 0.0 && options.trainingShare < 1.0)) {
        return fail({.code = ErrorCode::BadValue,
                     .problem = "the demo's size, rate, lengths or share are out of range",
                     .expected = "at least 64x48 pixels (even), 5 frames a second, 10 s"});
    }
    DemoPlan plan;
    plan.classes.assign(kActionNames.begin(), kActionNames.end());
    const int training =
        std::clamp(static_cast<int>(std::lround(options.videos * options.trainingShare)), 1,
                   options.videos - 1);
    for (int i = 0; i < options.videos; ++i) {
        plan.videos.push_back(planVideo(options, i, training));
    }
    return plan;
}

model::GroundTruth groundTruthOf(const DemoPlan &plan)
{
    model::GroundTruth truth{.classes = plan.classes, .videos = {}};
    for (const DemoVideo &video : plan.videos) {
        const ScenePlan &scene = video.scene;
        truth.videos.push_back({.video = video.name,
                                .subset = video.subset,
                                .durationS = static_cast<double>(scene.frames) / scene.fps,
                                .fps = scene.fps,
                                .frames = scene.frames,
                                .instances = video.instances,
                                .ambiguous = {}});
    }
    return truth;
}

std::filesystem::path videoPath(const std::filesystem::path &folder, const DemoVideo &video)
{
    return folder / (video.name + ".mp4");
}

Result<void> renderDemo(const DemoPlan &plan, const std::filesystem::path &folder, int threads,
                        const std::function<void(int)> &done, const base::CancelToken &cancel)
{
    std::mutex mutex;
    int finished = 0;
    return base::forEachParallel(plan.videos.size(), threads, [&](std::size_t i) -> Result<void> {
        const DemoVideo &video = plan.videos[i];
        TRY(renderVideo(video, videoPath(folder, video), cancel));
        const std::lock_guard lock(mutex);
        done(++finished);
        return {};
    });
}

} // namespace core::demo
