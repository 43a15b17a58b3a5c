#include "core/tal/boundary_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>

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
        const double here = static_cast<double>(signal.values[i]);
        const double next = static_cast<double>(signal.values[i + 1]);
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
    const double low = static_cast<double>(*least);
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

std::vector<Evidence> ordered(std::vector<Evidence> evidence, double apartS)
{
    std::stable_sort(evidence.begin(), evidence.end(),
                     [](const Evidence &a, const Evidence &b) { return a.timeS < b.timeS; });
    std::vector<Evidence> kept;
    for (Evidence &entry : evidence) {
        if (kept.empty() || entry.timeS - kept.back().timeS > apartS) {
            kept.push_back(std::move(entry));
        }
    }
    return kept;
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

KeyCount keysToReach(std::span<const Evidence> evidence, double fromS, double wantedS, double fps,
                     int tolerance)
{
    KeyCount keys;
    keys.nudging = framesBetween(fromS, wantedS, fps, tolerance);
    keys.snapping = keys.nudging;
    double at = fromS;
    // Once a jump has passed the place that is wanted, further ones only lead away.
    for (std::size_t jumps = 1; jumps < keys.snapping; ++jumps) {
        const auto next = nextEvidence(evidence, at, wantedS > fromS);
        if (!next) {
            break;
        }
        at = next->timeS;
        keys.snapping = std::min(keys.snapping, jumps + framesBetween(at, wantedS, fps, tolerance));
        if ((at >= wantedS) == (wantedS > fromS)) {
            break;
        }
    }
    return keys;
}

} // namespace core::tal
