#pragma once

#include <array>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include <QString>

#include "core/base/random.h"
#include "core/model/score_curve.h"

#include "ui/common/class_style.h"
#include "ui/common/theme.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

namespace tests {

inline constexpr core::base::TimeUs kSecond = 1'000'000;

inline std::vector<ui::common::ClassName> classNames()
{
    return {{QStringLiteral("BaseballPitch"), {}},
            {QStringLiteral("BasketballDunk"), {}},
            {QStringLiteral("Billiards"), {}},
            {QStringLiteral("CleanAndJerk"), {}}};
}

// `count` segments of 1 to 9 seconds spread over the duration; ids from firstId.
inline std::vector<ui::timeline::SegmentItem>
segments(int count, core::base::TimeUs duration, ui::timeline::SegmentLook look, qint64 firstId = 0)
{
    core::base::Random random(5);
    std::vector<ui::timeline::SegmentItem> items;
    for (int i = 0; i < count; ++i) {
        const core::base::TimeUs start = random.uniformInt(0, duration - 10 * kSecond);
        ui::timeline::SegmentItem item;
        item.id = firstId + i;
        item.range = {start, start + random.uniformInt(kSecond, 9 * kSecond)};
        item.classOrdinal = static_cast<int>(random.uniformInt(0, 3));
        item.score = random.uniform();
        item.look = look;
        items.push_back(std::move(item));
    }
    return items;
}

// Smooth bumps, one phase a channel.
inline std::shared_ptr<const core::model::ScoreCurve> curve(int channels,
                                                            core::base::TimeUs duration)
{
    constexpr double kStepUs = 640'000;
    const auto snippets = static_cast<int>(static_cast<double>(duration) / kStepUs);
    std::vector<float> values;
    for (int t = 0; t < snippets; ++t) {
        for (int channel = 0; channel < channels; ++channel) {
            const double phase = t * 0.07 + channel;
            values.push_back(
                static_cast<float>(0.5 + 0.3 * std::sin(phase) + 0.15 * std::sin(4.3 * phase)));
        }
    }
    return std::make_shared<core::model::ScoreCurve>(channels, std::move(values), kStepUs / 2,
                                                     kStepUs);
}

struct Lanes
{
    ui::timeline::SegmentLane *groundTruth = nullptr;
    ui::timeline::CurveLane *curves = nullptr;
    ui::timeline::SegmentLane *proposals = nullptr;
    ui::timeline::SegmentLane *pseudoLabels = nullptr;
};

// Fills a view with the lanes of a pipeline run.
inline Lanes fill(ui::timeline::TimelineView &view, core::base::TimeUs duration, int proposals,
                  int channels)
{
    using namespace ui::timeline;
    view.setClasses(ui::common::ClassStyles(classNames(), ui::common::darkTheme()), false);
    view.setDuration(duration);
    Lanes lanes;
    const auto add = [&](const char *title, SegmentRows rows, int height) {
        auto lane = std::make_unique<SegmentLane>(QString::fromLatin1(title), rows, height,
                                                  view.context(), nullptr);
        SegmentLane *raw = lane.get();
        view.addLane(std::move(lane));
        return raw;
    };
    lanes.groundTruth = add("Ground truth", SegmentRows::Shared, 30);
    lanes.groundTruth->setSegments(segments(12, duration, SegmentLook::GroundTruth, 1000));
    auto curveLane = std::make_unique<CurveLane>(QStringLiteral("CAS"), view.context(), nullptr);
    lanes.curves = curveLane.get();
    view.addLane(std::move(curveLane));
    std::vector<CurveChannel> list;
    for (int channel = 0; channel < channels; ++channel) {
        list.push_back({channel, channel % 4, QStringLiteral("class %1").arg(channel)});
    }
    list.back().classOrdinal = -1;
    lanes.curves->setCurve(curve(channels, duration), list, {.thetas = {0.3, 0.62}});
    lanes.proposals = add("Raw proposals", SegmentRows::Packed, 76);
    lanes.proposals->setSegments(segments(proposals, duration, SegmentLook::Proposal, 10'000));
    lanes.pseudoLabels = add("Pseudo-labels", SegmentRows::Shared, 54);
    std::vector<SegmentItem> pseudo = segments(20, duration, SegmentLook::Kept, 2000);
    for (std::size_t i = 0; i < pseudo.size(); i += 2) {
        pseudo[i].look = SegmentLook::Ghost;
        pseudo[i].tag = QStringLiteral("NMS");
        pseudo[i].note = QStringLiteral("suppressed");
    }
    lanes.pseudoLabels->setSegments(std::move(pseudo));
    return lanes;
}

} // namespace tests
