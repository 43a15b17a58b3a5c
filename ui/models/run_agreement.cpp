#include "ui/models/run_agreement.h"

#include <algorithm>

namespace ui::models {

namespace {

bool agree(const core::model::Detection &a, const core::model::Detection &b)
{
    const double shared = std::min(a.end, b.end) - std::max(a.start, b.start);
    const double joint = std::max(a.end, b.end) - std::min(a.start, b.start);
    return a.classIndex == b.classIndex && shared > 0.0 && shared >= kAgreementTiou * joint;
}

std::vector<core::model::Detection> detectionsOf(const std::vector<timeline::SegmentItem> &items)
{
    std::vector<core::model::Detection> detections;
    for (const timeline::SegmentItem &item : items) {
        detections.push_back({item.classOrdinal, core::base::usToSeconds(item.range.startUs),
                              core::base::usToSeconds(item.range.endUs), item.score.value_or(1.0)});
    }
    return detections;
}

} // namespace

std::vector<bool> agreesWith(std::span<const core::model::Detection> detections,
                             std::span<const core::model::Detection> others)
{
    std::vector<bool> agrees;
    for (const core::model::Detection &detection : detections) {
        agrees.push_back(std::any_of(others.begin(), others.end(),
                                     [&](const auto &other) { return agree(detection, other); }));
    }
    return agrees;
}

void markDisagreement(std::vector<timeline::SegmentItem> &first,
                      std::vector<timeline::SegmentItem> &second)
{
    const std::vector<core::model::Detection> a = detectionsOf(first);
    const std::vector<core::model::Detection> b = detectionsOf(second);
    const auto mark = [](std::vector<timeline::SegmentItem> &items,
                         const std::vector<bool> &agrees) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            items[i].agrees = agrees[i];
        }
    };
    mark(first, agreesWith(a, b));
    mark(second, agreesWith(b, a));
}

} // namespace ui::models
