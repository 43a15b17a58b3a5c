#include "ui/models/run_agreement.h"

#include <vector>

#include "core/tal/agreement.h"

namespace ui::models {

namespace {

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
    mark(first, core::tal::agreesWith(a, b));
    mark(second, core::tal::agreesWith(b, a));
}

} // namespace ui::models
