#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace core::model {

// The resolved configuration of a run: every hyper-parameter of the papers and of the published
// code, with the published THUMOS'14 value as its default. Documentation, ranges and TOML names of
// the keys are in core/data/run_config.h, one row a member.

// Whether to behave as the specification prescribes or as the released code does, defects included.
// `Released` is a bundle: it sets the keys marked (compat) below, and explicit keys win over it.
enum class Compat { Prescribed, Released };

enum class Modality { All, Rgb, Flow };
enum class CheckpointChoice { Last, BestTest, BestHeldOut };

// How a generator of stage 1 is trained; the section of every generator has these keys.
struct GeneratorTraining
{
    double learningRate = 1e-4;
    double adamBeta1 = 0.9;
    double adamBeta2 = 0.999;
    double adamEpsilon = 1e-8;
    double weightDecay = 5e-4;
    int batchSize = 16;
    int steps = 6000;
    int logEvery = 20;
    int evaluateEvery = 100; // 0: only at the end
    CheckpointChoice checkpoint = CheckpointChoice::Last;
};

// FuSTAL's generator (spec fustal-stage1-2, sections 1 to 3 and appendix A).
struct FustalConfig : GeneratorTraining
{
    int segments = 750; // N: snippets a training sample is stretched or thinned to
    Modality modality = Modality::All;
    int embedDim = 2048;
    double classifierDropout = 0.7;
    double miningDropout = 0.6;
    int easyDivisor = 5;  // r_easy: k_easy = T / r_easy
    int hardDivisor = 20; // r_hard
    int innerWidth = 3;   // m
    int outerWidth = 6;   // M
    double temperature = 0.07;
    double contrastiveWeight = 0.01;
    double pairWeight = 0.2;
};

enum class SnippetSampling { Stretched, Bootstrap };
enum class ForegroundMap { Fused, Cas };

// SAL (spec sal, sections 1 to 5 and 12).
struct SalConfig : GeneratorTraining
{
    SalConfig()
    {
        batchSize = 2;
        steps = 10000;
        evaluateEvery = 10;
    }

    int segments = 750; // T
    SnippetSampling sampling = SnippetSampling::Stretched;
    int embedDim = 512; // D; the bilinear layers have D² inputs
    int encoderKernel = 3;
    double dropout = 0.5;
    double rgbShare = 0.1;                              // h: of rgb in the fused actionness
    ForegroundMap foregroundMap = ForegroundMap::Fused; // by which foreground snippets are chosen
    double mapCasWeight = 1.0; // shares of the fused map S, divided by their sum
    double mapFlowWeight = 1.0;
    double mapRgbWeight = 1.0;
    int foregroundDivisor = 8; // k = T / divisor
    int backgroundDivisor = 8;
    int pseudoExtra = 17;      // pseudo-positive snippets beyond the background's k
    int confidenceDivisor = 2; // they lie among the T / divisor most confident; 1: anywhere
    double emaMomentum = 0.7;  // rho, of the adaptive mask
    double maskVarianceFactor =
        0.5; // the mask's exponent is -min(p - mean, 0)² / (factor·variance)
    double gceExponent = 0.5;
    double milWeight = 1.0;
    double consistencyWeight = 5.0;
    double backgroundWeight = 10.0;
    double actionnessWeight = 1.0;
    double semanticWeight = 3.0;
    double mixedWeight = 1.0;
    double logitShare = 0.35; // beta: of the snippets' logits in the video score
};

// FTCL (spec ftcl, sections 1 to 7 and 11): a base network on videos, then contrast on pairs.
struct FtclConfig : GeneratorTraining
{
    FtclConfig()
    {
        weightDecay = 5e-5;
        steps = 2700; // of the second stage: 25 epochs of 108
        evaluateEvery = 108;
    }

    int baseSteps = 6500;     // of the first stage: 500 epochs of 13
    bool baseContrast = true; // contrast within the batches of the first stage
    int segments = 750;       // n
    Modality modality = Modality::All;
    bool resampleFeatures = false; // draw snippets anew in every epoch of the second stage
    int embedDim = 2048;
    int projectionDim = 1024; // one half matches, the other one tells gaps
    double dropout = 0.7;     // before the classifier, of snippets and of channels
    double inputDropout = 0.0;
    double attentionDropout = 0.0;
    int instanceDivisor = 8; // k = T / divisor of the three branches
    int contextDivisor = 3;
    int backgroundDivisor = 3;
    double guideWeight = 2e-3;
    double featureWeight = 5e-5;
    double sparseWeight = 2e-4;
    double featureMargin = 50.0;
    int fsdLength = 5;
    double fsdSmoothing = 0.1; // t
    double fsdWeight = 0.8;
    int lcsLength = 30;
    double lcsThreshold = 0.92;
    double lcsWeight = 0.1;
    bool unguardedCosine = false; // (compat) released: true, a row of zeros gives NaN
};

enum class Normalisation { MinMax, None };
enum class UpsampleTail { Extrapolate, Clamp };
enum class ClassSource { Predicted, WeakLabels };
enum class NmsMethod { None, Hard, SoftGaussian, SoftLinear };

// Score curves to raw proposals (spec fustal-stage1-2, section 4; sal, section 13).
struct ProposalConfig
{
    double classThreshold = 0.2;           // on the video score; if no class passes, the best one
    bool isClassThresholdInclusive = true; // >=, else >
    ClassSource trainingClasses = ClassSource::Predicted; // of training videos
    Normalisation normalisation = Normalisation::MinMax;
    int upsampling = 24;
    UpsampleTail upsampleTail = UpsampleTail::Extrapolate;
    std::vector<double> casThresholds;        // empty: the published list
    std::vector<double> actionnessThresholds; // empty: the published list
    double outerMargin = 0.25;                // lambda of outer-inner contrast: flank / run length
    double videoScoreWeight = 0.2;
    int minRunSamples = 2;
    NmsMethod nms = NmsMethod::Hard;
    double nmsTiou = 0.5;
    bool nmsPlusOne = true;    // the pixel-era +1, applied to seconds
    double softNmsAlpha = 0.3; // score factor of a soft NMS
};

enum class DensityNeighbours { AllClasses, SameClass };
enum class DensityAggregation { Sum, MeanTop3 };
enum class DensityStage { AfterNms, BeforeNms };
enum class EmptyVideoPolicy { BackgroundOnly, KeepBest, Skip };

// Stage 2, prior-based filter (spec fustal-stage1-2, section 5).
struct FilterConfig
{
    double minDensity = 0.2; // gamma: kept iff density >= gamma
    double minScore = 0.4;   // eta: kept iff score > eta
    DensityNeighbours neighbours = DensityNeighbours::AllClasses;
    DensityAggregation aggregation = DensityAggregation::Sum;
    DensityStage densityStage = DensityStage::AfterNms;
    EmptyVideoPolicy whenEmpty = EmptyVideoPolicy::BackgroundOnly;
    // Further prior rules; each off by default (the published filter has none of them).
    double minDurationS = 0.0;
    double maxDurationS = 0.0;   // 0: no limit
    bool onlyWeakLabels = false; // reject classes that the video's weak labels do not name
};

enum class MilTopK { PerVideo, BatchSum };
enum class TeacherFallback { SkipOnly, Sticky };
enum class LearningSchedule { Constant, Cosine };
enum class CentreSampling { Radius, None };

// Stage 3, student with EMA teacher (spec fustal-stage3-student, section 2).
struct StudentConfig
{
    // data
    int maxSequence = 2304;
    double truncationThreshold = 0.5;
    double cropRatioMin = 0.9;
    double cropRatioMax = 1.0;
    int cropTrials = 200;
    int downsampling = 1; // take every n-th feature row
    // network
    int embedDim = 512;
    int embedKernel = 3;
    int embedLayers = 2;
    int stemBlocks = 2;
    std::vector<std::pair<double, double>> regressionRanges = {
        {0, 4}, {4, 8}, {8, 16}, {16, 32}, {32, 64}, {64, 10000}}; // one a level, grid units
    int sgpWindow = 1;
    double sgpWindowFactor = 5.0; // k
    double sgpInitStd = 0.0;
    int sgpMlpDim = 768;
    int headDim = 512;
    int headKernel = 3;
    int headLayers = 3; // output convolution included
    int boundaryKernel = 3;
    int bins = 16;
    double inputNoise = 5e-4;
    double maxBufferFactor = 6.0;
    double dropPath = 0.1;
    // losses
    CentreSampling centreSampling = CentreSampling::Radius;
    double centreRadius = 1.5;
    double iouWeightPower = 0.2;
    double regressionWeight = 1.0; // <= 0: balance classification and regression automatically
    double classPrior = 0.01;
    double initLossNorm = 100.0;
    double lossNormMomentum = 0.9;
    double labelSmoothing = 0.0;
    double milWeight = 1.0;
    double milDropout = 0.7;
    int milDivisor = 5;
    MilTopK milTopK = MilTopK::PerVideo; // (compat) released: BatchSum
    // optimiser
    double learningRate = 1e-4;
    double weightDecay = 0.05;
    double clipGradNorm = 1.0; // 0: off
    int warmupEpochs = 1;
    LearningSchedule schedule = LearningSchedule::Constant;
    double minLearningRate = 1e-8;
    int batchSize = 8;
    int pseudoLabelEpochs = 61; // phase 1
    int teacherEpochs = 40;     // phase 2
    // teacher
    double emaDecay = 0.999;
    double teacherScore = 0.4;                                   // eta'
    TeacherFallback teacherFallback = TeacherFallback::SkipOnly; // (compat) released: Sticky
    bool teacherLabelFilter = false;
    bool teacherClipsToCrop = false;
    // inference
    double preNmsScore = 0.001;
    int preNmsTopK = 2000; // a level
    double minDurationGrid = 0.05;
    NmsMethod nms = NmsMethod::SoftGaussian;
    double nmsSigma = 0.5;
    double nmsTiou = 0.1; // of hard and linear NMS
    double minScore = 0.001;
    int maxSegments = 2000;
    bool isNmsMulticlass = true;
    double votingTiou = 0.7; // only where NMS is class-agnostic; 0: no voting
};

// By which protocol, and at which tIoU, a run measures its results.
struct EvaluationConfig
{
    std::string protocol = "activitynet";
    std::vector<double> tiou = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
};

enum class DeviceChoice { Auto, Cpu, Cuda };

// What a run computes on. Nothing here is part of the science; device, threads and amp change
// results by rounding only.
struct RuntimeConfig
{
    DeviceChoice device = DeviceChoice::Auto;
    int threads = 0;                // 0: all cores
    bool amp = false;               // mixed precision, on CUDA only
    int loaderQueue = 4;            // batches prepared ahead
    int checkpointEverySteps = 200; // for resuming
};

// Everything that decides what a run computes, the published values of THUMOS'14 by default. As
// TOML: core/data/run_config.h; every key: resources/doc/config.md.
struct RunConfig
{
    std::string generator = "fustal";
    Compat compat = Compat::Prescribed;
    std::uint64_t seed = 3407;
    FustalConfig fustal;
    SalConfig sal;
    FtclConfig ftcl;
    ProposalConfig proposals;
    FilterConfig filter;
    StudentConfig student;
    EvaluationConfig evaluation;
    RuntimeConfig runtime;
};

} // namespace core::model
