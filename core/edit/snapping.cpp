#include "core/edit/snapping.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

namespace core::edit {

using base::TimeUs;

namespace {

bool isStrong(SnapKind kind)
{
    return kind != SnapKind::Frame && kind != SnapKind::Snippet;
}

// The snippets whose centres may matter for a range of time.
std::pair<std::int64_t, std::int64_t> snippetsAround(const model::ScoreCurve &curve,
                                                     base::TimeRange within)
{
    const auto first =
        static_cast<std::int64_t>(std::floor(curve.snippetAt(static_cast<double>(within.startUs))));
    const auto last =
        static_cast<std::int64_t>(std::ceil(curve.snippetAt(static_cast<double>(within.endUs))));
    return {std::clamp<std::int64_t>(first, 0, curve.snippets()),
            std::clamp<std::int64_t>(last + 1, 0, curve.snippets())};
}

} // namespace

std::optional<SnapPoint> snap(TimeUs wantedUs, std::span<const SnapPoint> points, TimeUs reachUs)
{
    const SnapPoint *best = nullptr;
    for (const SnapPoint &point : points) {
        const TimeUs distance = std::abs(point.timeUs - wantedUs);
        if (distance > reachUs) {
            continue;
        }
        const bool isBetter =
            best == nullptr || (isStrong(point.kind) != isStrong(best->kind)
                                    ? isStrong(point.kind)
                                    : distance < std::abs(best->timeUs - wantedUs));
        if (isBetter) {
            best = &point;
        }
    }
    return best == nullptr ? std::nullopt : std::optional(*best);
}

std::vector<SnapPoint> curvePoints(const model::ScoreCurve &curve, int channel,
                                   std::span<const double> thresholds, base::TimeRange within)
{
    std::vector<SnapPoint> points;
    const auto add = [&](double timeUs, SnapKind kind, std::string of) {
        const auto time = static_cast<TimeUs>(std::llround(timeUs));
        if (within.startUs <= time && time <= within.endUs) {
            points.push_back({time, kind, std::move(of)});
        }
    };
    const auto [begin, end] = snippetsAround(curve, within);
    for (std::int64_t t = begin; t < end; ++t) {
        const double here = curve.value(t, channel);
        if (t + 1 < curve.snippets()) {
            const double next = curve.value(t + 1, channel);
            for (const double threshold : thresholds) {
                if ((here < threshold) != (next < threshold)) {
                    const double share = (threshold - here) / (next - here);
                    add(curve.timeUs(static_cast<double>(t) + share), SnapKind::Threshold,
                        fmt::format("θ {:.2f}", threshold));
                }
            }
            const bool rises = t == 0 || curve.value(t - 1, channel) < curve.value(t, channel);
            std::int64_t after = t + 1; // looked for once a plateau
            while (rises && after < curve.snippets() &&
                   curve.value(after, channel) == curve.value(t, channel)) {
                ++after;
            }
            const bool falls =
                after < curve.snippets() && curve.value(after, channel) < curve.value(t, channel);
            if (rises && falls) {
                add(curve.timeUs(static_cast<double>(t)), SnapKind::CurveMaximum, {});
            }
        }
    }
    std::stable_sort(points.begin(), points.end(),
                     [](const SnapPoint &a, const SnapPoint &b) { return a.timeUs < b.timeUs; });
    return points;
}

std::vector<SnapPoint> gridPoints(const model::ScoreCurve &curve, base::TimeRange within)
{
    std::vector<SnapPoint> points;
    const auto [begin, end] = snippetsAround(curve, within);
    for (std::int64_t t = begin; t <= end; ++t) {
        const auto time =
            static_cast<TimeUs>(std::llround(curve.timeUs(static_cast<double>(t) - 0.5)));
        if (time >= std::max<TimeUs>(within.startUs, 0) && time <= within.endUs) {
            points.push_back({time, SnapKind::Snippet, {}});
        }
    }
    return points;
}

} // namespace core::edit
