#include "core/tal/boundary_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace core::tal {

namespace {

double timeOf(const SampledSignal &signal, double index)
{
    return signal.firstS + index * signal.stepS;
}

void addCrossings(const SampledSignal &signal, double level, EvidenceKind kind,
                  const std::string &of, std::vector<Evidence> &evidence)
{
    for (std::size_t i = 0; i + 1 < signal.values.size(); ++i) {
        const auto here = static_cast<double>(signal.values[i]);
        const auto next = static_cast<double>(signal.values[i + 1]);
        if ((here < level) != (next < level)) {
            const double share = (level - here) / (next - here);
            evidence.push_back({timeOf(signal, static_cast<double>(i) + share), kind, of});
        }
    }
}

struct Moments
{
    double mean = 0.0;
    double deviation = 0.0;
};

Moments momentsOf(std::span<const float> values)
{
    Moments moments;
    double squares = 0.0;
    for (const float value : values) {
        moments.mean += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const double count = static_cast<double>(std::max<std::size_t>(values.size(), 1));
    moments.mean /= count;
    moments.deviation = std::sqrt(std::max(squares / count - moments.mean * moments.mean, 0.0));
    return moments;
}

std::size_t framesBetween(double a, double b, double fps, int tolerance)
{
    const double frames = std::ceil(std::abs(a - b) * fps - 1e-6) - tolerance;
    return frames > 0.0 ? static_cast<std::size_t>(frames) : 0;
}

constexpr double kNoise = 0.3;   // luma that changes although nothing does
constexpr double kWindowS = 0.5; // what counts as before and after
constexpr double kLeastStrength = 0.5;
constexpr double kCutRise = 1.2;
constexpr std::size_t kLeastFrames = 3; // on either side

double meanOf(std::span<const double> values)
{
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

} // namespace

const char *evidenceKindName(EvidenceKind kind)
{
    constexpr std::array<const char *, 5> kNames = {"threshold", "inflection", "shot cut",
                                                    "motion onset", "other edge"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Evidence> curveEvidence(const SampledSignal &signal, std::span<const double> thresholds,
                                    const std::string &name)
{
    std::vector<Evidence> evidence;
    if (signal.values.empty()) {
        return evidence;
    }
    const auto [least, greatest] = std::minmax_element(signal.values.begin(), signal.values.end());
    const auto low = static_cast<double>(*least);
    const double extent = static_cast<double>(*greatest) - low;
    for (const double threshold : thresholds) {
        if (extent > 0.0) {
            addCrossings(signal, low + threshold * extent, EvidenceKind::Threshold,
                         fmt::format("{} at {:.2f}", name, threshold), evidence);
        }
    }
    double before = 0.0; // the last second difference that was not zero
    for (std::size_t i = 1; i + 1 < signal.values.size(); ++i) {
        const double bend = static_cast<double>(signal.values[i - 1]) -
                            2.0 * static_cast<double>(signal.values[i]) +
                            static_cast<double>(signal.values[i + 1]);
        if (bend * before < 0.0) {
            evidence.push_back(
                {timeOf(signal, static_cast<double>(i) - 0.5), EvidenceKind::Inflection, name});
        }
        before = bend != 0.0 ? bend : before;
    }
    return evidence;
}

std::vector<float> featureChange(std::span<const float> rows, std::size_t dim)
{
    std::vector<float> change;
    for (std::size_t t = 1; dim > 0 && (t + 1) * dim <= rows.size(); ++t) {
        double sum = 0.0;
        for (std::size_t d = 0; d < dim; ++d) {
            const double difference = static_cast<double>(rows[t * dim + d]) -
                                      static_cast<double>(rows[(t - 1) * dim + d]);
            sum += difference * difference;
        }
        change.push_back(static_cast<float>(std::sqrt(sum)));
    }
    return change;
}

std::vector<Evidence> changeEvidence(const SampledSignal &change)
{
    std::vector<Evidence> evidence;
    const Moments moments = momentsOf(change.values);
    if (!(moments.deviation > 0.0)) {
        return evidence;
    }
    const double cut = moments.mean + 3.0 * moments.deviation;
    for (std::size_t i = 0; i < change.values.size(); ++i) {
        const float value = change.values[i];
        const bool isPeak = (i == 0 || change.values[i - 1] < value) &&
                            (i + 1 == change.values.size() || change.values[i + 1] <= value);
        if (isPeak && static_cast<double>(value) > cut) {
            evidence.push_back(
                {timeOf(change, static_cast<double>(i)), EvidenceKind::ShotCut, "features"});
        }
    }
    addCrossings(change, moments.mean + moments.deviation, EvidenceKind::MotionOnset, "features",
                 evidence);
    return evidence;
}

std::vector<Evidence> frameEvidence(std::span<const FrameChange> changes)
{
    std::vector<Evidence> evidence;
    if (changes.size() < 2 * kLeastFrames + 1) {
        return evidence;
    }
    const double step =
        (changes.back().timeS - changes.front().timeS) / static_cast<double>(changes.size() - 1);
    const std::size_t window = std::clamp<std::size_t>(
        step > 0.0 ? static_cast<std::size_t>(std::lround(kWindowS / step)) : kLeastFrames,
        kLeastFrames, changes.size());
    std::vector<double> logs;
    for (const FrameChange &change : changes) {
        logs.push_back(std::log(change.change + kNoise));
    }
    for (std::size_t i = kLeastFrames; i + kLeastFrames < logs.size(); ++i) {
        const std::size_t first = i - std::min(i, window);
        const std::size_t last = std::min(i + window, logs.size() - 1);
        const std::span<const double> before(logs.data() + first, i - first);
        const std::span<const double> after(logs.data() + i + 1, last - i);
        std::vector<double> around(before.begin(), before.end());
        around.insert(around.end(), after.begin(), after.end());
        const double rise = std::max(logs[i] - medianOf(std::move(around)), 0.0);
        const double strength = std::abs(meanOf(after) - meanOf(before)) + rise;
        if (strength >= kLeastStrength) {
            evidence.push_back(
                {changes[i].timeS,
                 rise >= kCutRise ? EvidenceKind::ShotCut : EvidenceKind::MotionOnset, "frames",
                 strength});
        }
    }
    return evidence;
}

std::vector<Evidence> ordered(std::vector<Evidence> evidence, double apartS)
{
    const auto byTime = [](const Evidence &a, const Evidence &b) { return a.timeS < b.timeS; };
    std::stable_sort(evidence.begin(), evidence.end(), byTime);
    std::stable_sort(evidence.begin(), evidence.end(),
                     [](const Evidence &a, const Evidence &b) { return a.strength > b.strength; });
    std::map<double, Evidence> kept; // a neighbour is before or behind
    for (Evidence &entry : evidence) {
        const auto behind = kept.lower_bound(entry.timeS);
        const bool isNear =
            (behind != kept.end() && behind->first - entry.timeS <= apartS) ||
            (behind != kept.begin() && entry.timeS - std::prev(behind)->first <= apartS);
        if (!isNear) {
            kept.emplace(entry.timeS, std::move(entry));
        }
    }
    std::vector<Evidence> list;
    for (auto &[time, entry] : kept) {
        list.push_back(std::move(entry));
    }
    return list;
}

std::optional<Evidence> nextEvidence(std::span<const Evidence> evidence, double timeS,
                                     bool isForward)
{
    constexpr double kHere = 1e-6; // a place is not next to itself
    if (isForward) {
        const auto next =
            std::find_if(evidence.begin(), evidence.end(),
                         [&](const Evidence &entry) { return entry.timeS > timeS + kHere; });
        return next == evidence.end() ? std::nullopt : std::optional(*next);
    }
    const auto next = std::find_if(evidence.rbegin(), evidence.rend(), [&](const Evidence &entry) {
        return entry.timeS < timeS - kHere;
    });
    return next == evidence.rend() ? std::nullopt : std::optional(*next);
}

std::optional<Evidence> jumpEvidence(std::span<const Evidence> evidence, double timeS,
                                     bool isForward, const JumpReach &reach)
{
    const Evidence *best = nullptr;
    double nearest = 0.0;
    for (const Evidence &entry : evidence) {
        const double away = isForward ? entry.timeS - timeS : timeS - entry.timeS;
        const bool isBetter = best == nullptr || entry.strength > best->strength ||
                              (entry.strength >= best->strength && away < nearest);
        if (away >= reach.leastS && away <= reach.reachS && isBetter) {
            best = &entry;
            nearest = away;
        }
    }
    if (best != nullptr) {
        return *best;
    }
    return nextEvidence(evidence, isForward ? timeS + reach.reachS : timeS - reach.reachS,
                        isForward);
}

KeyCount keysToReach(std::span<const Evidence> evidence, double fromS, double wantedS, double fps,
                     int tolerance)
{
    constexpr std::size_t kMostJumps = 20;
    KeyCount keys;
    keys.nudging = framesBetween(fromS, wantedS, fps, tolerance);
    keys.fiveFrames = keys.nudging;
    for (std::size_t steps = 1; steps < keys.fiveFrames; ++steps) {
        const double at = fromS + (wantedS > fromS ? 5.0 : -5.0) * static_cast<double>(steps) / fps;
        keys.fiveFrames =
            std::min(keys.fiveFrames, steps + framesBetween(at, wantedS, fps, tolerance));
    }
    keys.snapping = keys.nudging;
    // What is nearer than the tolerance on either side needs no jump.
    const JumpReach reach{.leastS = (tolerance + 0.5) / fps};
    double at = fromS;
    for (std::size_t jumps = 1; jumps < std::min(keys.snapping, kMostJumps); ++jumps) {
        const auto next = jumpEvidence(evidence, at, wantedS > at, reach);
        if (!next) {
            break;
        }
        at = next->timeS;
        keys.snapping = std::min(keys.snapping, jumps + framesBetween(at, wantedS, fps, tolerance));
    }
    return keys;
}

} // namespace core::tal
