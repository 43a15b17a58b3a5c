#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/result.h"
#include "core/demo/scene_renderer.h"
#include "core/model/annotation.h"

namespace core::demo {

inline constexpr const char *kTrainingSubset = "training";
inline constexpr const char *kTestSubset = "test";

// What is drawn: the same options give the same data set.
struct DemoOptions
{
    int videos = 120;
    std::uint64_t seed = 1;
    double trainingShare = 0.6;
    int width = 160; // even
    int height = 120;
    int fps = 15;
    double minLengthS = 30.0;
    double maxLengthS = 50.0;
};

// One video of the plan: what happens in it, before a picture is drawn.
struct DemoVideo
{
    std::string name;                       // also the file's name, without ".mp4"
    std::string subset;                     // kTrainingSubset or kTestSubset
    std::vector<int> classes;               // that occur, ascending: the weak labels
    std::vector<model::Instance> instances; // exact, ascending by start
    ScenePlan scene;
};

// The whole data set before it is drawn. The videos' class indices are into `classes`.
struct DemoPlan
{
    std::vector<std::string> classes;
    std::vector<DemoVideo> videos;
};

// Plans a small data set: every video shows one or two of five actions several times, with other
// movements between them, some of which look like pieces of an action. The first videos are the
// training ones; each class occurs in both subsets when there are videos enough. The same options
// give the same plan. Errors: BadValue.
base::Result<DemoPlan> planDemo(const DemoOptions &options);

// The plan's ground truth, videos in its order.
model::GroundTruth groundTruthOf(const DemoPlan &plan);

// Where renderDemo() puts a video.
std::filesystem::path videoPath(const std::filesystem::path &folder, const DemoVideo &video);

// Renders and encodes all videos into the folder, which must exist, on `threads` threads (0: one a
// core). done(n) is called after each video, from any of the threads but never twice at a time.
// The same plan gives the same bytes whatever the number of threads. Errors: Io, Media, Cancelled.
base::Result<void> renderDemo(const DemoPlan &plan, const std::filesystem::path &folder,
                              int threads, const std::function<void(int)> &done,
                              const base::CancelToken &cancel);

} // namespace core::demo
