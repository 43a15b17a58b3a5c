#pragma once

#include <atomic>
#include <memory>

namespace core::base {

// Asks long work to stop. The work polls isCancelled() at least every half second; copies share one
// flag. Any thread may ask and poll.
class CancelToken
{
public:
    CancelToken()
        : m_flag(std::make_shared<std::atomic<bool>>(false))
    {
    }

    void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> m_flag;
};

} // namespace core::base
