#include "core/tal/proposals.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "core/tal/pairwise_sum.h"

namespace core::tal {

namespace {

using base::Error;
using base::ErrorCode;

// Up-sampled samples first … last, both included.
struct Run
{
    std::int64_t first = 0;
    std::int64_t last = 0;
};

// Fills `samples`, curve.size()·factor of them.
void upsampleInto(double *samples, std::span<const float> curve, int factor,
                  model::UpsampleTail tail)
{
    const auto snippets = static_cast<std::int64_t>(curve.size());
    if (snippets < 2) {
        std::fill_n(samples, snippets * factor, curve.empty() ? 0.0 : double{curve[0]});
        return;
    }
    const double spacing = 1.0 / factor;
    std::int64_t first = 0;
    for (std::int64_t k = 0; k + 1 < snippets; ++k) {
        // The samples of (k, k+1]; the first stretch holds sample 0 too, the last one the tail.
        const bool isLast = k + 2 == snippets;
        const std::int64_t end = isLast ? snippets * factor : (k + 1) * factor + 1;
        const float low = curve[static_cast<std::size_t>(k)];
        const double rise = curve[static_cast<std::size_t>(k) + 1] - low; // float32 difference
        const auto origin = static_cast<double>(k);
        const auto base = static_cast<double>(first);
        const int count = static_cast<int>(end - first); // at most 2·factor: vectorises
        double *out = samples + first;
        for (int i = 0; i < count; ++i) {
            const double position = (base + static_cast<double>(i)) * spacing;
            out[i] = rise * (position - origin) + low;
        }
        first = end;
    }
    if (tail == model::UpsampleTail::Clamp) {
        const std::int64_t lastPoint = (snippets - 1) * factor;
        std::fill(samples + lastPoint + 1, samples + snippets * factor, samples[lastPoint]);
    }
}

// One up-sampled curve. Between two snippets the samples run along one line, so they are monotone
// there even after rounding: whether a whole stretch lies above a threshold shows at its two ends.
class SampledCurve
{
public:
    SampledCurve(std::span<const float> curve, int factor, model::UpsampleTail tail)
        : m_size(static_cast<std::int64_t>(curve.size()) * factor)
        , m_samples(std::make_unique_for_overwrite<double[]>(static_cast<std::size_t>(m_size)))
    {
        upsampleInto(m_samples.get(), curve, factor, tail);
        divide(factor);
    }

    // Samples as they are, at least one.
    explicit SampledCurve(std::span<const double> samples)
        : m_size(static_cast<std::int64_t>(samples.size()))
        , m_samples(std::make_unique_for_overwrite<double[]>(samples.size()))
    {
        std::copy(samples.begin(), samples.end(), m_samples.get());
        divide(1);
    }

    std::int64_t size() const { return m_size; }
    double at(std::int64_t i) const { return m_samples[static_cast<std::size_t>(i)]; }
    const double *data() const { return m_samples.get(); }

    // Maximal runs of samples that are positive and not below the threshold. Cheapest for ascending
    // thresholds: a stretch below one of them is not looked at again.
    void findRuns(double threshold, std::vector<Run> &runs)
    {
        if (!(threshold >= m_highestThreshold)) {
            m_alive = m_stretches;
        }
        m_highestThreshold = threshold;
        runs.clear();
        const double limit = std::max(threshold, std::numeric_limits<double>::denorm_min());
        const auto isActive = [limit](double value) { return value >= limit; };
        std::size_t alive = 0;
        for (const Stretch &stretch : m_alive) {
            const bool isFirstActive = isActive(stretch.firstValue);
            const bool isLastActive = isActive(stretch.lastValue);
            if (!isFirstActive && !isLastActive) {
                continue;
            }
            Run active = stretch.run;
            if (isFirstActive != isLastActive) {
                const std::int64_t at = crossing(stretch, threshold, isFirstActive, isActive);
                (isFirstActive ? active.last : active.first) = isFirstActive ? at - 1 : at;
            }
            if (!runs.empty() && runs.back().last + 1 == active.first) {
                runs.back().last = active.last;
            } else {
                runs.push_back(active);
            }
            m_alive[alive++] = stretch;
        }
        m_alive.resize(alive);
    }

private:
    struct Stretch
    {
        Run run;
        double firstValue = 0.0;
        double lastValue = 0.0;
    };

    // Into stretches of `factor` samples.
    void divide(int factor)
    {
        const std::int64_t stretches = std::max<std::int64_t>(1, size() / factor - 1);
        m_stretches.reserve(static_cast<std::size_t>(stretches));
        std::int64_t first = 0;
        for (std::int64_t k = 0; k < stretches; ++k) {
            const std::int64_t last = k + 1 == stretches ? size() - 1 : (k + 1) * factor;
            m_stretches.push_back({.run = {.first = first, .last = last},
                                   .firstValue = at(first),
                                   .lastValue = at(last)});
            first = last + 1;
        }
    }

    // The first sample whose state differs from that of the stretch's first one: guessed from the
    // line, then moved to where the rounded samples say.
    template <typename IsActive>
    std::int64_t crossing(const Stretch &stretch, double threshold, bool isFirstActive,
                          const IsActive &isActive) const
    {
        const Run &run = stretch.run;
        const double share = std::clamp(
            (threshold - stretch.firstValue) / (stretch.lastValue - stretch.firstValue), 0.0, 1.0);
        std::int64_t at =
            run.first + 1 +
            static_cast<std::int64_t>(share * static_cast<double>(run.last - run.first));
        at = std::clamp(at, run.first + 1, run.last);
        while (at > run.first + 1 && isActive(this->at(at - 1)) != isFirstActive) {
            --at;
        }
        while (isActive(this->at(at)) == isFirstActive) {
            ++at;
        }
        return at;
    }

    std::int64_t m_size;
    std::unique_ptr<double[]> m_samples;
    std::vector<Stretch> m_stretches;
    std::vector<Stretch> m_alive; // those with a sample above the threshold asked for last
    double m_highestThreshold = std::numeric_limits<double>::infinity();
};

// Outer-inner contrast of runs on one curve (§4.5.4).
class ContrastScorer
{
public:
    explicit ContrastScorer(double margin)
        : m_margin(margin)
    {
    }

    // Samples below `floor` count as 0 around the run.
    double contrast(const SampledCurve &curve, const Run &run, const double *floor)
    {
        const auto length = static_cast<double>(run.last - run.first + 1);
        const double inner =
            pairwiseSum(curve.data() + run.first, static_cast<std::size_t>(length)) / length;
        const double flank = m_margin * length;
        const auto from =
            static_cast<std::int64_t>(std::max(0.0, static_cast<double>(run.first) - flank));
        const std::int64_t to = std::min(
            curve.size() - 1, static_cast<std::int64_t>(static_cast<double>(run.last) + flank));
        const auto before = static_cast<std::size_t>(run.first - from);
        const auto after = static_cast<std::size_t>(to - run.last);
        if (before + after == 0) {
            return inner;
        }
        m_outer.resize(before + after);
        copyFloored(curve.data() + from, before, floor, m_outer.data());
        copyFloored(curve.data() + run.last + 1, after, floor, m_outer.data() + before);
        const double outer =
            pairwiseSum(m_outer.data(), m_outer.size()) / static_cast<double>(m_outer.size());
        return inner - outer;
    }

private:
    static void copyFloored(const double *from, std::size_t count, const double *floor, double *to)
    {
        if (floor == nullptr) {
            std::copy_n(from, count, to);
            return;
        }
        const double least = *floor;
        for (std::size_t i = 0; i < count; ++i) {
            to[i] = from[i] < least ? 0.0 : from[i];
        }
    }

    double m_margin;
    std::vector<double> m_outer;
};

std::vector<float> columnOf(const ScoreCurves &curves, int classIndex)
{
    std::vector<float> column(static_cast<std::size_t>(curves.snippets));
    for (std::size_t t = 0; t < column.size(); ++t) {
        column[t] = curves.cas[t * static_cast<std::size_t>(curves.classes) +
                               static_cast<std::size_t>(classIndex)];
    }
    return column;
}

SampledCurve sampled(std::vector<float> curve, const ProposalRecipe &recipe)
{
    if (recipe.normalisation == model::Normalisation::MinMax) {
        curve = minMaxNormalised(curve);
    }
    return {curve, recipe.upsampling, recipe.tail};
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
bool isLoneFirstSample(const std::vector<Run> &runs)
{
    return runs.size() == 1 && runs.front().first == 0 && runs.front().last == 0;
}

// Collects proposals class by class, in order of a class's first one.
class ProposalLists
{
public:
    explicit ProposalLists(std::size_t classes)
        : m_lists(classes)
    {
    }

    void add(std::size_t row, const model::Detection &detection)
    {
        if (m_lists[row].empty()) {
            m_order.push_back(row);
        }
        m_lists[row].push_back(detection);
    }

    std::vector<model::Detection> joined() &&
    {
        if (m_order.size() == 1) {
            return std::move(m_lists[m_order.front()]);
        }
        std::vector<model::Detection> all;
        for (const std::size_t row : m_order) {
            all.insert(all.end(), m_lists[row].begin(), m_lists[row].end());
        }
        return all;
    }

private:
    std::vector<std::vector<model::Detection>> m_lists;
    std::vector<std::size_t> m_order;
};

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
    SampledCurve curve(samples);
    std::vector<Run> runs;
    curve.findRuns(threshold, runs);
    ContrastScorer scorer(outerMargin);
    for (const Run &run : runs) {
        if (!isLoneFirstSample(runs) && run.last - run.first + 1 >= minRunSamples) {
            scored.push_back(
                {.first = run.first,
                 .last = run.last,
                 .contrast = scorer.contrast(curve, run, isZeroBelow ? &threshold : nullptr)});
        }
    }
    return scored;
}

base::Result<std::vector<model::Detection>>
rawProposals(const ScoreCurves &curves, const ProposalRecipe &recipe, std::span<const int> classes)
{
    TRY(check(curves, recipe, classes));
    std::vector<SampledCurve> cas;
    cas.reserve(classes.size());
    for (const int classIndex : classes) {
        cas.push_back(sampled(columnOf(curves, classIndex), recipe));
    }
    std::vector<SampledCurve> actionness; // none or one
    if (usesActionness(recipe)) {
        actionness.push_back(sampled({curves.actionness.begin(), curves.actionness.end()}, recipe));
    }
    const auto curveOf = [&](CurveKind kind, std::size_t row) -> SampledCurve & {
        return kind == CurveKind::Cas ? cas[row] : actionness.front();
    };

    const double tau = secondsPerSample(curves, recipe.upsampling);
    const auto secondsOf = [&](std::int64_t sample) {
        return std::max(0.0, curves.startS + static_cast<double>(sample) * tau);
    };
    ProposalLists lists(classes.size());
    ContrastScorer scorer(recipe.outerMargin);
    std::vector<Run> runs;
    for (const ProposalSource &source : recipe.sources) {
        for (const double threshold : source.thresholds) {
            for (std::size_t row = 0; row < classes.size(); ++row) {
                if (row == 0 || source.segmenting == CurveKind::Cas) {
                    curveOf(source.segmenting, row).findRuns(threshold, runs);
                }
                if (isLoneFirstSample(runs)) {
                    continue;
                }
                const SampledCurve &scoring = curveOf(source.scoring, row);
                const double videoTerm =
                    recipe.videoScoreWeight *
                    double{curves.videoScores[static_cast<std::size_t>(classes[row])]};
                for (const Run &run : runs) {
                    if (run.last - run.first + 1 < recipe.minRunSamples) {
                        continue;
                    }
                    const double contrast =
                        scorer.contrast(scoring, run, source.isZeroBelow ? &threshold : nullptr);
                    lists.add(row, {.classIndex = classes[row],
                                    .start = secondsOf(run.first),
                                    .end = secondsOf(run.last + 1),
                                    .score = contrast + videoTerm});
                }
            }
        }
    }
    return std::move(lists).joined();
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
