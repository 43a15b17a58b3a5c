#pragma once

#include <chrono>
#include <cstdint>

namespace core::ml {

// When a training writes its next resume point: every so many steps, and after any step that ends a
// minute after the last point. Where steps take long nobody who stops the run loses more than that
// minute and a step. Changes no result: a resumed run gives the same bytes from any point.
class SaveClock
{
public:
    // Never set back.
    using Clock = std::chrono::steady_clock;

    explicit SaveClock(std::int64_t everySteps, Clock::duration interval = std::chrono::minutes(1))
        : m_everySteps(everySteps)
        , m_interval(interval)
    {
    }

    // After this step.
    bool isDue(std::int64_t step) const
    {
        return (m_everySteps > 0 && step % m_everySteps == 0) ||
               Clock::now() - m_savedAt >= m_interval;
    }
    void noteSaved() { m_savedAt = Clock::now(); }

private:
    std::int64_t m_everySteps;
    Clock::duration m_interval;
    Clock::time_point m_savedAt = Clock::now();
};

} // namespace core::ml
