#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace app::cli {

// Progress of long work on stderr: a bar that is drawn over itself on a terminal; elsewhere (a log
// file) one line at the beginning and end of a phase and every half minute. One thread.
class ProgressBar
{
public:
    enum class Style { Hidden, Lines, Bar };

    // Hidden when quiet, else by what stderr is.
    static Style styleFor(bool isQuiet);

    explicit ProgressBar(Style style, std::FILE *out = stderr)
        : m_style(style)
        , m_out(out)
    {
    }
    ~ProgressBar() { finish(); }
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;

    // done of total of a phase, and the seconds that it still needs where that is known.
    void show(std::string_view phase, std::int64_t done, std::int64_t total,
              std::optional<double> remainingS);
    // A line of text above the bar.
    void say(std::string_view text);
    // Leaves the last bar standing; later output begins on a new line.
    void finish();

private:
    void clearBar();

    Style m_style;
    std::FILE *m_out;
    std::string m_phase;
    std::string m_bar; // what is drawn; empty: nothing
    std::chrono::steady_clock::time_point m_lastLine;
};

// "3 s", "2 min 5 s", "1 h 4 min".
std::string durationText(double seconds);

} // namespace app::cli
