#include "core/ml/train/stage.h"

#include <algorithm>
#include <thread>

namespace core::ml {

bool StageContext::canEvaluate() const
{
    return testGroundTruth != nullptr &&
           std::any_of(testGroundTruth->videos.begin(), testGroundTruth->videos.end(),
                       [](const auto &video) { return !video.instances.empty(); });
}

base::Result<ChosenDevice> StageContext::device() const
{
    if (ranks == nullptr) {
        return chooseDevice(config.runtime.device);
    }
    ChosenDevice chosen = TRY(chooseDevice(config.runtime.device, ranks->place().localRank));
    TRY(ranks->meetOnCards(chosen.device));
    return chosen;
}

int StageContext::threads() const
{
    if (ranks == nullptr || config.runtime.threads > 0) {
        return config.runtime.threads;
    }
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::max(1, cores / ranks->place().localSize);
}

} // namespace core::ml
