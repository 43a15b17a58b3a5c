#include "core/ipc/line_framer.h"

#include <algorithm>
#include <utility>

namespace core::ipc {

namespace {

// Of a line that is too long, this much is kept for the log.
constexpr std::size_t kKeptBytes = 200;

} // namespace

void LineFramer::add(std::string_view bytes)
{
    // Moving the unread rest to the front only when at least half is read keeps this linear.
    if (m_start > m_buffer.size() / 2) {
        m_buffer.erase(0, m_start);
        m_scanned -= m_start;
        m_start = 0;
    }
    m_buffer.append(bytes);
}

std::optional<LineFramer::Line> LineFramer::next()
{
    for (;;) {
        const std::size_t end = m_buffer.find('\n', m_scanned);
        const std::size_t stop = end == std::string::npos ? m_buffer.size() : end;
        if (stop - m_start > kMaxLineBytes) {
            m_isPassingOver = true;
        }
        if (end == std::string::npos) {
            if (m_isPassingOver) {
                m_buffer.resize(std::min(m_buffer.size(), m_start + kKeptBytes));
            }
            m_scanned = m_buffer.size();
            return std::nullopt;
        }
        std::string text = m_buffer.substr(m_start, end - m_start);
        m_start = end + 1;
        m_scanned = m_start;
        if (std::exchange(m_isPassingOver, false)) {
            text.resize(std::min(text.size(), kKeptBytes));
            return Line{.text = std::move(text), .isTooLong = true};
        }
        if (!text.empty() && text.back() == '\r') {
            text.pop_back();
        }
        if (!text.empty()) {
            return Line{.text = std::move(text)};
        }
    }
}

std::string_view LineFramer::rest() const
{
    return std::string_view(m_buffer).substr(m_start);
}

} // namespace core::ipc
