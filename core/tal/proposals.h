#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/annotation.h"
#include "core/model/run_config.h"
#include "core/tal/nms.h"

namespace core::tal {

// Score curves to raw proposals: the back end that all generators share (specs fustal-stage1-2 §4,
// sal §6 and §13, ftcl §8). Precision as in the published code: normalisation in float32,
// up-sampling a float32 difference and the rest in float64, times, sums and scores in float64 with
// NumPy's pairwise summation, so that scores, and with them the order of NMS, agree bit for bit.

// The curves of one video as a generator's evaluation-mode forward gives them, and where its
// snippets lie in time. The spans are borrowed.
struct ScoreCurves
{
    std::int64_t snippets = 0;               // T, rows of the curves
    int classes = 0;                         // C
    std::span<const float> cas = {};         // T×C, row-major
    std::span<const float> actionness = {};  // T; may be empty where no source uses it
    std::span<const float> videoScores = {}; // C
    std::int64_t storedSnippets = 0;         // L, rows before sampling
    int strideFrames = 16;                   // from one stored snippet to the next
    double sampleFps = 25.0;                 // frames a second that the extractor saw
    double startS = 0.0;                     // where the first snippet's share of time begins
};

enum class CurveKind { Cas, Actionness };

// Runs of one curve at or above each threshold, scored on the same or another curve.
struct ProposalSource
{
    CurveKind segmenting = CurveKind::Cas;
    std::vector<double> thresholds = {}; // ascending
    CurveKind scoring = CurveKind::Cas;
    bool isZeroBelow = false; // samples below the threshold count as 0 in the scoring curve; only
                              // where segmenting and scoring are the same curve

    bool operator==(const ProposalSource &) const = default;
};

// Everything between curves and proposals; a generator brings its own.
struct ProposalRecipe
{
    double classThreshold = 0.2; // on the video score, compared in float32
    bool isClassThresholdInclusive = true;
    model::Normalisation normalisation = model::Normalisation::MinMax;
    int upsampling = 24;
    model::UpsampleTail tail = model::UpsampleTail::Extrapolate;
    std::vector<ProposalSource> sources; // in order of generation
    double outerMargin = 0.25;           // lambda
    double videoScoreWeight = 0.2;       // gamma
    int minRunSamples = 2;
    NmsRule nms;
};

// Threshold lists of the paper as the published code's float64 arithmetic gives them (§4.4).
std::vector<double> publishedCasThresholds();
std::vector<double> publishedActionnessThresholds();
std::vector<double> publishedSalThresholds();           // sal §6
std::vector<double> publishedFtclCasThresholds();       // ftcl §8
std::vector<double> publishedFtclAttentionThresholds(); // ftcl §8

// FuSTAL's recipe with the values of a configuration.
ProposalRecipe fustalRecipe(const model::ProposalConfig &config);
// SAL's: runs of the fused map alone, scored on the same map, nothing zeroed (sal §6, §13). The
// configuration's actionness thresholds have no part in it.
ProposalRecipe salRecipe(const model::ProposalConfig &config);
// FTCL's: FuSTAL's two sources, with thresholds of its own (ftcl §8).
ProposalRecipe ftclRecipe(const model::ProposalConfig &config);

// Classes whose video score passes, ascending; the single best (first on ties) if none does.
std::vector<int> predictedClasses(std::span<const float> videoScores, double threshold,
                                  bool isInclusive);

// Min-max normalisation of one curve of `stride`-spaced values, in float32 (§4.2). A constant curve
// becomes all 0.
std::vector<float> minMaxNormalised(std::span<const float> curve);

// x-fold linear up-sampling (§4.3): T·factor samples. A single snippet gives a constant.
std::vector<double> upsampled(std::span<const float> curve, int factor, model::UpsampleTail tail);

// Seconds from one up-sampled sample to the next: strideFrames·L / (factor·T·sampleFps).
double secondsPerSample(const ScoreCurves &curves, int factor);

// A run of samples at or above a threshold: both ends included, with its outer-inner contrast.
struct ContrastedRun
{
    std::int64_t first = 0;
    std::int64_t last = 0;
    double contrast = 0.0;
};

// Runs of at least minRunSamples samples of one curve, in order of time, scored on the same curve
// (sal §6.2): what rawProposals() does with an up-sampled curve, for samples of any kind.
std::vector<ContrastedRun> contrastedRuns(std::span<const double> samples, double threshold,
                                          bool isZeroBelow, double outerMargin, int minRunSamples);

// All proposals before NMS, grouped by class in order of a class's first proposal, inside a class
// in order of generation (source, threshold, time). `classes`: what predictedClasses() gives, or
// the weak labels; ascending, each below curves.classes. Errors: BadValue for curves whose sizes do
// not fit or that hold NaN or infinity.
base::Result<std::vector<model::Detection>>
rawProposals(const ScoreCurves &curves, const ProposalRecipe &recipe, std::span<const int> classes);

// The proposals that NMS in every class leaves of what rawProposals() gives.
std::vector<model::Detection> suppressedProposals(std::span<const model::Detection> raw,
                                                  const NmsRule &rule);

// Both: what the proposals file holds of one video.
base::Result<std::vector<model::Detection>> makeProposals(const ScoreCurves &curves,
                                                          const ProposalRecipe &recipe,
                                                          std::span<const int> classes);

} // namespace core::tal
