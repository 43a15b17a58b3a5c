#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/annotation.h"
#include "core/model/feature.h"
#include "core/tal/feature_halves.h"

namespace core::tal {

// What is wrong, or worth knowing, about a data set before numbers are drawn from it. Pure: callers
// read the files.

enum class Severity {
    Error,   // results will be wrong
    Warning, // results depend on it
    Note     // worth knowing
};
const char *severityName(Severity severity); // "error", …

// Where to look.
struct FindingPlace
{
    std::string video;
    std::int32_t instance = -1; // of the ground truth's video; -1: the video as a whole
    std::string text;           // "ends at 1315.4 s, 219.3 s after the end"
};

// One thing that is wrong with a data set, or may be, with the places where.
struct Finding
{
    std::string code; // "segment-past-end": stable, for scripts
    Severity severity = Severity::Warning;
    std::string text;      // one sentence without full stop
    std::size_t count = 0; // of what the text speaks of
    std::vector<FindingPlace> places = {};
    std::string fix = {}; // what would put it right; empty: nothing safe is known
};

// What another source says about a video: a file of durations, or the decoded media.
struct VideoFacts
{
    std::string video;
    std::optional<double> durationS;
    std::optional<double> fps;
};

// The feature matrix of a video.
struct FeatureFacts
{
    std::string video;
    std::string contentHash; // equal for equal content; empty: unknown
    std::int64_t snippets = 0;
    int strideFrames = 16;
    double sampleFps = 0.0;              // 0: the video's own rate
    bool hasNonFinite = false;           // NaN or infinity
    std::size_t constantRows = 0;        // snippets whose values are all the same
    std::vector<float> columnMeans = {}; // empty: not read
    FlowHalf flowHalf = FlowHalf::Unclear;
    std::string set = {}; // features of one set are compared with each other
};

// Fills in what the values of a matrix tell: constant rows, means, halves.
void examineValues(const model::FeatureMatrix &features, FeatureFacts &facts);

// What is known of a data set; what is missing is not examined.
struct DoctorInput
{
    model::GroundTruth truth;
    std::vector<VideoFacts> facts;       // of the other source; may be empty
    std::vector<FeatureFacts> features;  // may be empty
    std::vector<std::string> unlabelled; // training videos without weak labels
};

// How far two sources may differ before it is worth a finding.
struct DoctorOptions
{
    double endToleranceS = 0.5;      // a segment may end this much after its video
    double durationToleranceS = 1.0; // two sources may differ by this
    double fpsTolerance = 0.1;
};

// All findings, errors first, then by code. Never fails: input that cannot be read never gets here.
std::vector<Finding> examineDataset(const DoctorInput &input, const DoctorOptions &options = {});

// A selection of videos on which numbers are reported, with what it holds here.
struct ProtocolSize
{
    std::string name;
    std::size_t videos = 0;
    std::size_t instances = 0;
};

// Each subset, and each named list (video_lists.h) of which the ground truth has videos.
std::vector<ProtocolSize> protocolSizes(const model::GroundTruth &truth);

} // namespace core::tal
