#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace core::model {

// What the field's files hold: labelled intervals in seconds, as doubles, exactly as written. The
// project's own segments (microseconds, ids, states) are in segment.h.

// One annotated action of a video. classIndex points into the class list of the set around it.
struct Instance
{
    int classIndex = 0;
    double start = 0.0; // seconds
    double end = 0.0;   // seconds

    bool operator==(const Instance &) const = default;
};

// A scored interval: a raw proposal, a pseudo-label or a prediction, by the set it lies in.
struct Detection
{
    int classIndex = 0;
    double start = 0.0; // seconds
    double end = 0.0;   // seconds
    double score = 0.0;

    bool operator==(const Detection &) const = default;
};

// An interval that evaluation kits ignore (THUMOS'14 "Ambiguous").
struct Interval
{
    double start = 0.0; // seconds
    double end = 0.0;   // seconds

    bool operator==(const Interval &) const = default;
};

// What the ground truth says of the video of this name.
struct VideoGroundTruth
{
    std::string video;
    std::string subset; // as written: "validation", "Test", …; empty where the file has none
    std::optional<double> durationS;
    std::optional<double> fps;
    std::optional<std::int64_t> frames;
    std::vector<Instance> instances; // in file order
    std::vector<Interval> ambiguous;

    bool operator==(const VideoGroundTruth &) const = default;
};

// The annotations of a data set; videos in file order.
struct GroundTruth
{
    std::vector<std::string> classes;
    std::vector<VideoGroundTruth> videos;

    bool operator==(const GroundTruth &) const = default;
};

// The scored segments of a video.
struct VideoDetections
{
    std::string video;
    std::vector<Detection> detections; // in file order: it breaks ties of equal scores

    bool operator==(const VideoDetections &) const = default;
};

// Proposals, pseudo-labels or predictions of a data set; videos in file order. A video without
// detections may be present with none.
struct DetectionSet
{
    std::vector<std::string> classes;
    std::vector<VideoDetections> videos;

    bool operator==(const DetectionSet &) const = default;
};

} // namespace core::model
