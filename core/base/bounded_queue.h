#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace core::base {

// Hands values from one thread to another, with at most `capacity` in between. Any number of
// threads may push and pop; all calls but close() may block.
template <typename T>
class BoundedQueue
{
public:
    explicit BoundedQueue(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    // False, and the value is dropped, once the queue was closed.
    bool push(T value)
    {
        std::unique_lock lock(m_mutex);
        m_hasChanged.wait(lock, [this] { return m_isClosed || m_values.size() < m_capacity; });
        if (m_isClosed) {
            return false;
        }
        m_values.push_back(std::move(value));
        m_hasChanged.notify_all();
        return true;
    }

    // Nothing once the queue was closed and is empty.
    std::optional<T> pop()
    {
        std::unique_lock lock(m_mutex);
        m_hasChanged.wait(lock, [this] { return m_isClosed || !m_values.empty(); });
        if (m_values.empty()) {
            return std::nullopt;
        }
        std::optional<T> value = std::move(m_values.front());
        m_values.pop_front();
        m_hasChanged.notify_all();
        return value;
    }

    // Nothing more is pushed; what is in the queue can still be popped.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        m_hasChanged.notify_all();
    }

private:
    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::condition_variable m_hasChanged;
    std::deque<T> m_values;
    bool m_isClosed = false;
};

} // namespace core::base
