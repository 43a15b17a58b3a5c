#include "core/tal/agreement.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace core::tal {

namespace {

bool agree(const model::Detection &a, const model::Detection &b)
{
    const double shared = std::min(a.end, b.end) - std::max(a.start, b.start);
    const double joint = std::max(a.end, b.end) - std::min(a.start, b.start);
    return a.classIndex == b.classIndex && shared > 0.0 && shared >= kAgreementTiou * joint;
}

} // namespace

std::vector<bool> agreesWith(std::span<const model::Detection> detections,
                             std::span<const model::Detection> others)
{
    std::vector<bool> agrees;
    for (const model::Detection &detection : detections) {
        agrees.push_back(std::any_of(others.begin(), others.end(),
                                     [&](const auto &other) { return agree(detection, other); }));
    }
    return agrees;
}

double Agreement::share() const
{
    return labels == 0 ? 0.0 : static_cast<double>(agreed) / static_cast<double>(labels);
}

Agreement agreementOf(const model::DetectionSet &labels, const model::DetectionSet &others)
{
    std::unordered_map<std::string_view, const model::VideoDetections *> byName;
    for (const model::VideoDetections &video : others.videos) {
        byName.emplace(video.video, &video);
    }
    Agreement agreement;
    for (const model::VideoDetections &video : labels.videos) {
        agreement.labels += video.detections.size();
        if (const auto other = byName.find(video.video); other != byName.end()) {
            const std::vector<bool> agrees =
                agreesWith(video.detections, other->second->detections);
            agreement.agreed +=
                static_cast<std::size_t>(std::count(agrees.begin(), agrees.end(), true));
        }
    }
    return agreement;
}

} // namespace core::tal
