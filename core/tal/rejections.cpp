#include "core/tal/rejections.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/tal/class_matching.h"

namespace core::tal {

bool isRejected(const model::Detection &detection, std::span<const model::Instance> rejected)
{
    return std::any_of(rejected.begin(), rejected.end(), [&](const model::Instance &item) {
        return item.classIndex == detection.classIndex &&
               tiou(detection.start, detection.end, item.start, item.end) >= kRejectedTiou;
    });
}

model::DetectionSet withoutRejected(model::DetectionSet detections,
                                    const std::vector<model::CorrectedVideo> &rejections,
                                    const std::vector<std::string> &classes)
{
    std::map<std::string, std::vector<model::Instance>> byVideo;
    for (const model::CorrectedVideo &video : rejections) {
        for (model::Instance item : video.segments) {
            const std::string &name = classes.at(static_cast<std::size_t>(item.classIndex));
            const auto own = std::find(detections.classes.begin(), detections.classes.end(), name);
            if (own != detections.classes.end()) {
                item.classIndex = static_cast<int>(own - detections.classes.begin());
                byVideo[video.video].push_back(item);
            }
        }
    }
    for (model::VideoDetections &video : detections.videos) {
        const auto rejected = byVideo.find(video.video);
        if (rejected != byVideo.end()) {
            std::erase_if(video.detections, [&](const model::Detection &item) {
                return isRejected(item, rejected->second);
            });
        }
    }
    return detections;
}

} // namespace core::tal
