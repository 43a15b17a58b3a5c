#include "core/base/log.h"

#include <mutex>

#include <spdlog/sinks/stdout_color_sinks.h>

namespace core::base {

std::shared_ptr<spdlog::logger> logger(const char *folder)
{
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (std::shared_ptr<spdlog::logger> known = spdlog::get(folder)) {
        return known;
    }
    return spdlog::stderr_color_mt(folder);
}

} // namespace core::base
