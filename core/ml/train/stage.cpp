#include "core/ml/train/stage.h"

#include <algorithm>
#include <thread>

namespace core::ml {

int StageContext::threads() const
{
    if (ranks == nullptr || config.runtime.threads > 0) {
        return config.runtime.threads;
    }
    const auto cores = static_cast<int>(std::thread::hardware_concurrency());
    return std::max(1, cores / ranks->place().localSize);
}

} // namespace core::ml
