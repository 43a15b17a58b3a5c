#include "core/tal/proposals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "core/tal/sampled_curve.h"

namespace core::tal {

namespace {

using base::Error;
using base::ErrorCode;

std::vector<float> columnOf(const ScoreCurves &curves, int classIndex)
{
    std::vector<float> column(static_cast<std::size_t>(curves.snippets));
    for (std::size_t t = 0; t < column.size(); ++t) {
        column[t] = curves.cas[t * static_cast<std::size_t>(curves.classes) +
                               static_cast<std::size_t>(classIndex)];
    }
    return column;
}

void fill(SampledCurve &sampled, std::span<const float> curve, const ProposalRecipe &recipe)
{
    if (recipe.normalisation == model::Normalisation::MinMax) {
        sampled.fill(minMaxNormalised(curve), recipe.upsampling, recipe.tail);
    } else {
        sampled.fill(curve, recipe.upsampling, recipe.tail);
    }
}

base::Result<void> checkFinite(std::span<const float> values, const char *what)
{
    // Whether there is any to look for, without a branch a value.
    unsigned odd = 0;
    for (const float value : values) {
        odd |= std::abs(value) <= std::numeric_limits<float>::max() ? 0U : 1U;
    }
    if (odd == 0) {
        return {};
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            return base::fail({.code = ErrorCode::BadValue,
                               .problem = fmt::format("value {} of the {} is not finite", i, what),
                               .place = what,
                               .expected = "finite numbers"});
        }
    }
    return {};
}

base::Result<void> checkSize(std::span<const float> values, std::int64_t wanted, const char *what)
{
    if (static_cast<std::int64_t>(values.size()) != wanted) {
        return base::fail({.code = ErrorCode::BadValue,
                           .problem = fmt::format("the {} hold {} values", what, values.size()),
                           .place = what,
                           .expected = fmt::format("{} values", wanted)});
    }
    return checkFinite(values, what);
}

bool usesActionness(const ProposalRecipe &recipe)
{
    return std::any_of(recipe.sources.begin(), recipe.sources.end(), [](const auto &source) {
        return source.segmenting == CurveKind::Actionness ||
               source.scoring == CurveKind::Actionness;
    });
}

base::Result<void> check(const ScoreCurves &curves, const ProposalRecipe &recipe,
                         std::span<const int> classes)
{
    if (curves.snippets < 1 || curves.storedSnippets < 1 || curves.classes < 1) {
        return base::fail({.code = ErrorCode::BadValue,
                           .problem = "score curves without snippets or classes",
                           .expected = "at least one snippet and one class"});
    }
    if (recipe.upsampling < 1 || !(curves.sampleFps > 0.0) || curves.strideFrames < 1) {
        return base::fail({.code = ErrorCode::BadValue,
                           .problem = "the time grid of the score curves has no extent",
                           .expected = "positive frame rate, stride and up-sampling factor"});
    }
    TRY(checkSize(curves.cas, curves.snippets * curves.classes, "class activations"));
    TRY(checkSize(curves.videoScores, curves.classes, "video scores"));
    if (usesActionness(recipe)) {
        TRY(checkSize(curves.actionness, curves.snippets, "actionness values"));
    }
    for (const int classIndex : classes) {
        if (classIndex < 0 || classIndex >= curves.classes) {
            return base::fail({.code = ErrorCode::BadValue,
                               .problem = fmt::format("class {} is not in the curves", classIndex),
                               .expected = fmt::format("0 to {}", curves.classes - 1)});
        }
    }
    return {};
}

// A set of active samples that is {0} alone yields nothing: the published code tests the index list
// for a non-zero entry (sal §6.2).
bool isLoneFirstSample(std::span<const Run> runs)
{
    return runs.size() == 1 && runs.front().first == 0 && runs.front().last == 0;
}

// The proposals of one class, and when the first one came: sources and thresholds before classes.
struct ClassProposals
{
    std::size_t firstSource = 0;
    std::size_t firstThreshold = 0;
    std::vector<model::Detection> detections;
};

// Makes the proposals of one video, class by class.
class VideoProposals
{
public:
    VideoProposals(const ScoreCurves &curves, const ProposalRecipe &recipe)
        : m_curves(curves)
        , m_recipe(recipe)
        , m_tau(secondsPerSample(curves, recipe.upsampling))
        , m_runs(recipe.sources.size())
    {
        if (usesActionness(recipe)) {
            fill(m_actionness, curves.actionness, recipe);
            findRuns(CurveKind::Actionness, m_actionness);
        }
    }

    ClassProposals of(int classIndex)
    {
        fill(m_cas, columnOf(m_curves, classIndex), m_recipe);
        findRuns(CurveKind::Cas, m_cas);
        ClassProposals proposals;
        proposals.detections.reserve(runCount());
        for (std::size_t source = 0; source < m_runs.size(); ++source) {
            const std::size_t thresholds = m_recipe.sources[source].thresholds.size();
            for (std::size_t threshold = 0; threshold < thresholds; ++threshold) {
                const bool wasEmpty = proposals.detections.empty();
                addRuns(source, threshold, classIndex, proposals.detections);
                if (wasEmpty) {
                    proposals.firstSource = source;
                    proposals.firstThreshold = threshold;
                }
            }
        }
        return proposals;
    }

private:
    void findRuns(CurveKind kind, const SampledCurve &curve)
    {
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            if (m_recipe.sources[i].segmenting == kind) {
                m_runs[i] = curve.findRuns(m_recipe.sources[i].thresholds);
            }
        }
    }

    double secondsOf(std::int64_t sample) const
    {
        return std::max(0.0, m_curves.startS + static_cast<double>(sample) * m_tau);
    }

    std::size_t runCount() const
    {
        return std::accumulate(
            m_runs.begin(), m_runs.end(), std::size_t{0},
            [](std::size_t sum, const RunTable &table) { return sum + table.runs.size(); });
    }

    void addRuns(std::size_t sourceIndex, std::size_t thresholdIndex, int classIndex,
                 std::vector<model::Detection> &detections)
    {
        const ProposalSource &source = m_recipe.sources[sourceIndex];
        const double *const threshold = &source.thresholds[thresholdIndex];
        const std::span<const Run> runs = m_runs[sourceIndex].at(thresholdIndex);
        if (isLoneFirstSample(runs)) {
            return;
        }
        SampledCurve &scoring = source.scoring == CurveKind::Cas ? m_cas : m_actionness;
        const double videoTerm = m_recipe.videoScoreWeight *
                                 double{m_curves.videoScores[static_cast<std::size_t>(classIndex)]};
        for (const Run &run : runs) {
            if (run.size() >= m_recipe.minRunSamples) {
                const double contrast = scoring.contrast(run, m_recipe.outerMargin,
                                                         source.isZeroBelow ? threshold : nullptr);
                detections.push_back({.classIndex = classIndex,
                                      .start = secondsOf(run.first),
                                      .end = secondsOf(run.last + 1),
                                      .score = contrast + videoTerm});
            }
        }
    }

    const ScoreCurves &m_curves;
    const ProposalRecipe &m_recipe;
    double m_tau; // seconds of one sample
    SampledCurve m_actionness;
    SampledCurve m_cas;           // of the class at hand
    std::vector<RunTable> m_runs; // by source
};

// Class by class, in order of a class's first proposal.
std::vector<model::Detection> joined(std::vector<ClassProposals> classes)
{
    if (classes.size() == 1) {
        return std::move(classes.front().detections);
    }
    std::stable_sort(classes.begin(), classes.end(),
                     [](const ClassProposals &a, const ClassProposals &b) {
                         return std::tie(a.firstSource, a.firstThreshold) <
                                std::tie(b.firstSource, b.firstThreshold);
                     });
    std::vector<model::Detection> all;
    for (const ClassProposals &proposals : classes) {
        all.insert(all.end(), proposals.detections.begin(), proposals.detections.end());
    }
    return all;
}

} // namespace

std::vector<double> publishedCasThresholds()
{
    // np.arange(0.0, 0.25, 0.025): start + i·step, where step is already rounded.
    std::vector<double> thresholds;
    for (int i = 0; i < 10; ++i) {
        thresholds.push_back(0.025 * i);
    }
    return thresholds;
}

std::vector<double> publishedActionnessThresholds()
{
    // np.arange(0.1, 0.925, 0.025): NumPy fills with the difference of the first two values.
    const double second = 0.125;
    const double step = second - 0.1;
    std::vector<double> thresholds = {0.1, second};
    for (int i = 2; i < 33; ++i) {
        thresholds.push_back(0.1 + i * step);
    }
    return thresholds;
}

std::vector<double> publishedSalThresholds()
{
    // np.arange(0.1, 0.95, 0.1)
    std::vector<double> thresholds;
    for (int i = 0; i < 9; ++i) {
        thresholds.push_back(0.1 + i * 0.1);
    }
    return thresholds;
}

std::vector<double> publishedFtclCasThresholds()
{
    return {0.15, 0.2};
}

std::vector<double> publishedFtclAttentionThresholds()
{
    // np.arange(0.15, 1.0, 0.05): filled with the difference of the first two values.
    const double step = 0.2 - 0.15;
    std::vector<double> thresholds;
    for (int i = 0; i < 17; ++i) {
        thresholds.push_back(0.15 + i * step);
    }
    return thresholds;
}

ProposalRecipe fustalRecipe(const model::ProposalConfig &config)
{
    ProposalRecipe recipe;
    recipe.classThreshold = config.classThreshold;
    recipe.isClassThresholdInclusive = config.isClassThresholdInclusive;
    recipe.normalisation = config.normalisation;
    recipe.upsampling = config.upsampling;
    recipe.tail = config.upsampleTail;
    recipe.sources = {
        {.segmenting = CurveKind::Cas,
         .thresholds =
             config.casThresholds.empty() ? publishedCasThresholds() : config.casThresholds,
         .scoring = CurveKind::Cas,
         .isZeroBelow = true},
        {.segmenting = CurveKind::Actionness,
         .thresholds = config.actionnessThresholds.empty() ? publishedActionnessThresholds()
                                                           : config.actionnessThresholds,
         .scoring = CurveKind::Cas,
         .isZeroBelow = false},
    };
    recipe.outerMargin = config.outerMargin;
    recipe.videoScoreWeight = config.videoScoreWeight;
    recipe.minRunSamples = config.minRunSamples;
    recipe.nms = {.method = config.nms,
                  .tiou = config.nmsTiou,
                  .isPlusOne = config.nmsPlusOne,
                  .softNmsAlpha = config.softNmsAlpha};
    return recipe;
}

ProposalRecipe salRecipe(const model::ProposalConfig &config)
{
    ProposalRecipe recipe = fustalRecipe(config);
    recipe.sources = {{.segmenting = CurveKind::Cas,
                       .thresholds = config.casThresholds.empty() ? publishedSalThresholds()
                                                                  : config.casThresholds,
                       .scoring = CurveKind::Cas,
                       .isZeroBelow = false}};
    return recipe;
}

ProposalRecipe ftclRecipe(const model::ProposalConfig &config)
{
    ProposalRecipe recipe = fustalRecipe(config);
    if (config.casThresholds.empty()) {
        recipe.sources[0].thresholds = publishedFtclCasThresholds();
    }
    if (config.actionnessThresholds.empty()) {
        recipe.sources[1].thresholds = publishedFtclAttentionThresholds();
    }
    return recipe;
}

std::vector<int> predictedClasses(std::span<const float> videoScores, double threshold,
                                  bool isInclusive)
{
    const auto limit = static_cast<float>(threshold);
    std::vector<int> classes;
    for (std::size_t c = 0; c < videoScores.size(); ++c) {
        if (isInclusive ? videoScores[c] >= limit : videoScores[c] > limit) {
            classes.push_back(static_cast<int>(c));
        }
    }
    if (classes.empty() && !videoScores.empty()) {
        const auto best = std::max_element(videoScores.begin(), videoScores.end());
        classes.push_back(static_cast<int>(best - videoScores.begin()));
    }
    return classes;
}

std::vector<float> minMaxNormalised(std::span<const float> curve)
{
    std::vector<float> normalised(curve.begin(), curve.end());
    if (curve.empty()) {
        return normalised;
    }
    const auto [least, greatest] = std::minmax_element(curve.begin(), curve.end());
    const float low = std::max(0.0F, *least);
    const float high = std::max(0.0F, *greatest);
    const float extent = high - low > 0.0F ? high - low : 1.0F;
    for (float &value : normalised) {
        value = std::clamp((value - low) / extent, 0.0F, 1.0F);
    }
    return normalised;
}

std::vector<double> upsampled(std::span<const float> curve, int factor, model::UpsampleTail tail)
{
    std::vector<double> samples(curve.size() * static_cast<std::size_t>(factor));
    upsampleInto(samples.data(), curve, factor, tail);
    return samples;
}

double secondsPerSample(const ScoreCurves &curves, int factor)
{
    const std::int64_t frames = curves.strideFrames * curves.storedSnippets;
    const std::int64_t samples = factor * curves.snippets;
    return static_cast<double>(frames) / (static_cast<double>(samples) * curves.sampleFps);
}

std::vector<ContrastedRun> contrastedRuns(std::span<const double> samples, double threshold,
                                          bool isZeroBelow, double outerMargin, int minRunSamples)
{
    std::vector<ContrastedRun> scored;
    if (samples.empty()) {
        return scored;
    }
    SampledCurve curve;
    curve.fill(samples);
    const RunTable table = curve.findRuns({&threshold, 1});
    for (const Run &run : table.runs) {
        if (!isLoneFirstSample(table.runs) && run.size() >= minRunSamples) {
            scored.push_back(
                {.first = run.first,
                 .last = run.last,
                 .contrast = curve.contrast(run, outerMargin, isZeroBelow ? &threshold : nullptr)});
        }
    }
    return scored;
}

base::Result<std::vector<model::Detection>>
rawProposals(const ScoreCurves &curves, const ProposalRecipe &recipe, std::span<const int> classes)
{
    TRY(check(curves, recipe, classes));
    VideoProposals video(curves, recipe);
    std::vector<ClassProposals> made;
    made.reserve(classes.size());
    for (const int classIndex : classes) {
        made.push_back(video.of(classIndex));
    }
    return joined(std::move(made));
}

std::vector<model::Detection> suppressedProposals(std::span<const model::Detection> raw,
                                                  const NmsRule &rule)
{
    std::vector<model::Detection> kept;
    for (auto first = raw.begin(); first != raw.end();) {
        const auto last = std::find_if(first, raw.end(), [&](const model::Detection &detection) {
            return detection.classIndex != first->classIndex;
        });
        const std::span<const model::Detection> group(first, last);
        for (const NmsPick &pick : suppressOverlaps(group, rule)) {
            kept.push_back(group[pick.index]);
            kept.back().score = pick.score;
        }
        first = last;
    }
    return kept;
}

base::Result<std::vector<model::Detection>>
makeProposals(const ScoreCurves &curves, const ProposalRecipe &recipe, std::span<const int> classes)
{
    return suppressedProposals(TRY(rawProposals(curves, recipe, classes)), recipe.nms);
}

} // namespace core::tal
