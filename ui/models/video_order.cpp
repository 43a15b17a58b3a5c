#include "ui/models/video_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <QCollator>
#include <QLocale>

namespace ui::models {

namespace {

using core::model::VideoState;

int stateRank(VideoState state)
{
    switch (state) {
    case VideoState::InWork:
        return 0;
    case VideoState::Untouched:
        return 1;
    case VideoState::Done:
        break;
    }
    return 2;
}

double qualityRank(const VideoRow &row)
{
    return row.f1.value_or(std::numeric_limits<double>::infinity());
}

double gainOf(const VideoGains &gains, const VideoRow &row)
{
    const auto found = gains.find(row.name);
    return found == gains.end() ? 0.0 : found->second;
}

} // namespace

std::vector<int> placesOf(const std::vector<VideoRow> &videos, VideoOrder order,
                          const VideoGains &gains)
{
    QCollator names((QLocale(QLocale::English))); // the C locale knows no numbers in names
    names.setNumericMode(true);
    const auto isBefore = [&](int first, int second) {
        const VideoRow &a = videos[static_cast<std::size_t>(first)];
        const VideoRow &b = videos[static_cast<std::size_t>(second)];
        switch (order) {
        case VideoOrder::Project:
            break;
        case VideoOrder::Name:
            return names.compare(a.name, b.name) < 0;
        case VideoOrder::State:
            return stateRank(a.state) < stateRank(b.state);
        case VideoOrder::Quality:
            return qualityRank(a) < qualityRank(b);
        case VideoOrder::Length:
            return a.durationUs > b.durationUs;
        case VideoOrder::Gain:
            return gainOf(gains, a) > gainOf(gains, b);
        }
        return first < second;
    };
    std::vector<int> rows(videos.size());
    std::iota(rows.begin(), rows.end(), 0);
    std::stable_sort(rows.begin(), rows.end(), isBefore);
    std::vector<int> places(videos.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        places[static_cast<std::size_t>(rows[i])] = static_cast<int>(i);
    }
    return places;
}

} // namespace ui::models
