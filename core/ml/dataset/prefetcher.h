#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/base/result.h"

namespace core::ml {

// Makes values number first … last in a thread of its own, ahead of their use, at most `depth` of
// them at a time, and none after one that failed. What is made for a number must not depend on the
// thread or on other numbers. The destructor stops the thread and waits for the value in work.
// next() belongs to one thread.
template <typename T>
class Prefetcher
{
public:
    // Makes item number i; called on the thread of the prefetcher.
    using Make = std::function<base::Result<T>(std::int64_t)>;

    Prefetcher(std::int64_t first, std::int64_t last, int depth, Make make)
        : m_depth(static_cast<std::size_t>(depth > 0 ? depth : 1))
        , m_make(std::move(make))
        , m_thread([this, first, last](const std::stop_token &stop) { run(stop, first, last); })
    {
    }

    ~Prefetcher()
    {
        m_thread.request_stop();
        m_changed.notify_all();
    }
    Prefetcher(const Prefetcher &) = delete;
    Prefetcher &operator=(const Prefetcher &) = delete;

    // The next value, in order; waits for it. Not to be called after the last one or an error.
    base::Result<T> next()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_ready.empty(); });
        base::Result<T> value = std::move(m_ready.front());
        m_ready.pop_front();
        m_changed.notify_all();
        return value;
    }

private:
    void run(const std::stop_token &stop, std::int64_t first, std::int64_t last)
    {
        bool isSound = true;
        for (std::int64_t number = first; number <= last && isSound; ++number) {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_ready.size() < m_depth; })) {
                return; // asked to stop
            }
            lock.unlock();
            base::Result<T> value = m_make(number);
            isSound = value.has_value();
            lock.lock();
            m_ready.push_back(std::move(value));
            m_changed.notify_all();
        }
    }

    std::size_t m_depth;
    Make m_make;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<base::Result<T>> m_ready;
    std::jthread m_thread; // last: it uses everything above, and is joined before it goes
};

} // namespace core::ml
