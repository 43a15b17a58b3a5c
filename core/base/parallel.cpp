#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace core::base {

Result<void> forEachParallel(std::size_t count, int threads,
                             const std::function<Result<void>(std::size_t)> &work)
{
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> hasFailed = false;
    std::mutex mutex;
    std::size_t failedIndex = count;
    std::optional<Error> error;
    const auto run = [&] {
        while (!hasFailed) {
            const std::size_t index = next++;
            if (index >= count) {
                return;
            }
            Result<void> done = work(index);
            if (!done) {
                const std::lock_guard lock(mutex);
                hasFailed = true;
                if (index < failedIndex) {
                    failedIndex = index;
                    error = std::move(done).error();
                }
            }
        }
    };
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : cores;
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min(wanted, count); ++i) {
            others.emplace_back(run);
        }
        run();
    }
    if (error) {
        return fail(*std::move(error));
    }
    return {};
}

} // namespace core::base
