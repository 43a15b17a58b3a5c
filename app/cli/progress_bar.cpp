#include "app/cli/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace app::cli {

namespace {

constexpr std::int64_t kBarWidth = 30;
constexpr std::chrono::milliseconds kLineInterval{30'000};

// Time between lines where standard error is no terminal. A program that shows our progress asks
// for more of them.
std::chrono::milliseconds lineInterval()
{
    const char *wanted = std::getenv("TALOSCOPE_PROGRESS_INTERVAL_MS");
    const int ms = wanted == nullptr ? 0 : std::atoi(wanted);
    return ms > 0 ? std::chrono::milliseconds(ms) : kLineInterval;
}

std::string describe(std::string_view phase, std::int64_t done, std::int64_t total,
                     std::optional<double> remainingS)
{
    std::string text = fmt::format("{}/{}", done, total);
    if (remainingS && std::isfinite(*remainingS) && done < total) {
        text += fmt::format(", {} left", durationText(*remainingS));
    }
    return fmt::format("{:<10} {}", phase, text);
}

// Progress that cannot be shown (the terminal is gone, the disk with the log full) ends no run:
// fmt::print() would throw.
void put(std::FILE *out, const std::string &text)
{
    std::fputs(text.c_str(), out);
    std::fflush(out);
}

} // namespace

std::string durationText(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::llround(std::clamp(seconds, 0.0, 1e9)));
    if (whole < 60) {
        return fmt::format("{} s", whole);
    }
    if (whole < 3600) {
        return fmt::format("{} min {} s", whole / 60, whole % 60);
    }
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

ProgressBar::Style ProgressBar::styleFor(bool isQuiet)
{
    if (isQuiet) {
        return Style::Hidden;
    }
    return ::isatty(STDERR_FILENO) == 1 ? Style::Bar : Style::Lines;
}

void ProgressBar::show(std::string_view phase, std::int64_t done, std::int64_t total,
                       std::optional<double> remainingS)
{
    if (m_style == Style::Hidden) {
        return;
    }
    const auto now = std::chrono::steady_clock::now();
    const bool isNewPhase = phase != m_phase;
    if (m_style == Style::Lines) {
        if (isNewPhase || done == total || now - m_lastLine >= lineInterval()) {
            put(m_out, describe(phase, done, total, remainingS) + '\n');
            m_lastLine = now;
        }
    } else {
        if (isNewPhase) {
            finish(); // the phase before stays, full
        }
        clearBar();
        const std::int64_t filled =
            total > 0 ? std::clamp(done * kBarWidth / total, std::int64_t{0}, kBarWidth) : 0;
        m_bar = fmt::format("[{:<{}}] {}", std::string(static_cast<std::size_t>(filled), '#'),
                            kBarWidth, describe(phase, done, total, remainingS));
        put(m_out, m_bar);
    }
    m_phase = phase;
}

void ProgressBar::say(std::string_view text)
{
    if (m_style == Style::Hidden) {
        return;
    }
    const std::string bar = m_bar;
    clearBar();
    put(m_out, fmt::format("{}\n{}", text, bar));
    m_bar = bar;
}

void ProgressBar::finish()
{
    if (!m_bar.empty()) {
        put(m_out, "\n");
        m_bar.clear();
    }
}

void ProgressBar::clearBar()
{
    if (!std::exchange(m_bar, std::string()).empty()) {
        put(m_out, "\r\033[K");
    }
}

} // namespace app::cli
