#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/edit/project_session.h"
#include "core/model/score_curve.h"
#include "core/model/track.h"
#include "core/tal/proposals.h"

namespace core::edit {

// The curves of a video that one run wrote.
struct VideoCurves
{
    std::shared_ptr<const model::ScoreCurve> curve = {};
    static constexpr int kAttention = -1; // the last channel, where there is one
    static constexpr int kNoClass = -2;   // a class that the project has no more

    // What each channel is: the ordinal of its class, or one of these.
    std::vector<int> channelClasses = {};
};

// Reads the file of a curve track: T×C scores, the classes and the time grid that the run recorded
// with it, and its attention. Blocking. Errors: NotFound where the run's files are gone, BadFormat
// where they do not fit what was recorded.
base::Result<VideoCurves> readCurves(const ProjectSession &session, const model::Track &track);

// The curves of a video with everything that its proposals were computed from.
struct GeneratorOutput
{
    std::vector<std::string> classes = {}; // keys, in the order of the curves
    std::vector<float> cas = {};           // T×C
    std::vector<float> actionness = {};    // T
    std::vector<float> videoScores = {};   // C
    std::int64_t snippets = 0;             // T
    std::int64_t storedSnippets = 0;       // L, rows before sampling
    int strideFrames = 0;
    double sampleFps =
        0.0;             // of the features, or of the video where they were taken at its own rate
    double startS = 0.0; // where the first snippet's share of time begins
};

// Reads them from the folder of a curve track's file, where the run's index.json is. Blocking.
// Errors as readCurves().
base::Result<GeneratorOutput> readGeneratorOutput(const ProjectSession &session,
                                                  const model::Track &track);

// The same as what proposals are made of. Its spans lie in `output`.
tal::ScoreCurves scoreCurves(const GeneratorOutput &output);

} // namespace core::edit
