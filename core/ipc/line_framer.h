#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace core::ipc {

// Longest line of the protocol, without its line end. Big data never crosses the pipe: it lies in
// files of the run folder.
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

// Cuts a byte stream, as it arrives, into lines. A line longer than kMaxLineBytes is passed over
// and reported, however long it is, with bounded memory. Not thread-safe.
class LineFramer
{
public:
    // A line that has come to its end.
    struct Line
    {
        std::string text;       // without '\n' or "\r\n"; only the beginning of a line too long
        bool isTooLong = false; // longer than kMaxLineBytes
    };

    void add(std::string_view bytes);

    // The next complete line, oldest first. Empty lines are passed over.
    std::optional<Line> next();

    // What the stream ended with, where it ended within a line.
    std::string_view rest() const;

private:
    std::string m_buffer;
    std::size_t m_start = 0;   // of the line that is being read
    std::size_t m_scanned = 0; // no line end before this
    bool m_isPassingOver = false;
};

} // namespace core::ipc
