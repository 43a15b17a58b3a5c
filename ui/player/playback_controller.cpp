#include "ui/player/playback_controller.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/media/frame_index.h"

namespace ui::player {

using core::base::TimeUs;

namespace {

constexpr int kTickMs = 8;
constexpr int kRestMs = 80; // a drag that pauses this long gets its exact frame
constexpr double kMaxRate = 4.0;
constexpr TimeUs kUnknownFrameUs = 40'000; // a step where nobody knows the rate

TimeUs steadyClock()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

} // namespace

PlaybackController::PlaybackController(DecodeWorker &decoder, Clock clock, QObject *parent)
    : QObject(parent)
    , m_decoder(decoder)
    , m_clock(clock ? std::move(clock) : Clock(steadyClock))
{
    m_ticker.setTimerType(Qt::PreciseTimer);
    m_ticker.setInterval(kTickMs);
    connect(&m_ticker, &QTimer::timeout, this, &PlaybackController::tick);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &PlaybackController::settle);
    connect(&m_decoder, &DecodeWorker::opened, this, &PlaybackController::takeTable);
}

void PlaybackController::open(const std::filesystem::path &path, TimeUs duration,
                              double framesPerSecond)
{
    pause();
    m_table.reset();
    m_duration = std::max<TimeUs>(duration, 0);
    m_framesPerSecond = framesPerSecond;
    m_requestedFrame = -1;
    m_peek.reset();
    m_time = 0;
    setLoop(std::nullopt);
    m_decoder.open(path);
    emit durationChanged(m_duration);
    emit timeChanged(m_time);
}

void PlaybackController::takeTable(const OpenedVideo &video)
{
    m_table = video.table;
    m_framesPerSecond = m_table->fps.value();
    if (m_duration != m_table->durationUs) {
        m_duration = m_table->durationUs;
        emit durationChanged(m_duration);
    }
    seekTo(m_time);
}

qint64 PlaybackController::frameCount() const
{
    if (m_table != nullptr) {
        return m_table->frameCount();
    }
    return std::llround(core::base::usToSeconds(m_duration) * m_framesPerSecond);
}

qint64 PlaybackController::frameAt(TimeUs time) const
{
    if (m_table != nullptr) {
        return m_table->frameAt(time);
    }
    // A time that timeOf() rounded down still belongs to its frame.
    return static_cast<qint64>(std::floor(core::base::usToSeconds(time + 1) * m_framesPerSecond));
}

TimeUs PlaybackController::timeOf(qint64 frame) const
{
    const qint64 inside = std::clamp<qint64>(frame, 0, std::max<qint64>(frameCount() - 1, 0));
    if (m_table != nullptr) {
        return m_table->timeOf(inside);
    }
    return m_framesPerSecond > 0
               ? core::base::secondsToUs(static_cast<double>(inside) / m_framesPerSecond)
               : 0;
}

TimeUs PlaybackController::startOfFrame(TimeUs time) const
{
    return frameCount() > 0 ? timeOf(frameAt(time)) : time;
}

void PlaybackController::moveTo(TimeUs time)
{
    m_peek.reset();
    time = startOfFrame(std::clamp<TimeUs>(time, 0, m_duration));
    if (time != m_time) {
        m_time = time;
        emit timeChanged(m_time);
    }
}

void PlaybackController::scrubTo(TimeUs time)
{
    moveTo(time);
    restartClock();
    if (m_table != nullptr && frame() != m_requestedFrame) {
        m_requestedFrame = -1; // the exact frame is still to come
        m_decoder.request(frame(), FrameMode::Preview);
    }
    m_rest.start();
}

void PlaybackController::seekTo(TimeUs time)
{
    moveTo(time);
    restartClock();
    settle();
}

void PlaybackController::settle()
{
    m_rest.stop();
    const qint64 wanted = m_peek.value_or(frame());
    if (m_table != nullptr && m_requestedFrame != wanted) {
        m_requestedFrame = wanted;
        m_decoder.request(m_requestedFrame, FrameMode::Exact);
    }
}

void PlaybackController::peekAt(TimeUs time)
{
    if (m_table == nullptr || m_isPlaying) {
        return;
    }
    const qint64 wanted = frameAt(std::clamp<TimeUs>(time, 0, m_duration));
    if (m_peek != wanted) {
        m_peek = wanted;
        m_requestedFrame = -1; // the exact frame is still to come
        m_decoder.request(wanted, FrameMode::Preview);
        m_rest.start();
    }
}

void PlaybackController::endPeek()
{
    if (m_peek) {
        m_peek.reset();
        settle();
    }
}

void PlaybackController::stepFrames(qint64 frames)
{
    pause();
    seekTo(frameCount() > 0 ? timeOf(frame() + frames) : m_time + frames * kUnknownFrameUs);
}

void PlaybackController::stepSeconds(double seconds)
{
    seekTo(m_time + core::base::secondsToUs(seconds));
}

void PlaybackController::play()
{
    if (m_isPlaying || m_duration <= 0) {
        return;
    }
    const bool isAtEnd = frameCount() > 0 ? frame() >= frameCount() - 1 : m_time >= m_duration;
    if (m_rate > 0 && isAtEnd) {
        seekTo(m_loop ? m_loop->startUs : 0);
    }
    m_peek.reset();
    m_isPlaying = true;
    restartClock();
    m_ticker.start();
    emit playingChanged(true);
}

void PlaybackController::pause()
{
    if (m_isPlaying) {
        m_isPlaying = false;
        m_ticker.stop();
        emit playingChanged(false);
    }
}

void PlaybackController::toggle()
{
    if (m_isPlaying) {
        pause();
    } else {
        setRate(std::abs(m_rate)); // after J, Space plays forwards again
        play();
    }
}

void PlaybackController::setRate(double rate)
{
    if (rate != m_rate) {
        m_rate = rate;
        restartClock();
        emit rateChanged(m_rate);
    }
}

void PlaybackController::shuttle(int direction)
{
    if (direction == 0) {
        pause();
        setRate(1.0);
        return;
    }
    const bool continues = m_isPlaying && m_rate * direction > 0;
    const double next = continues ? std::min(std::abs(m_rate) * 2, kMaxRate) : 1.0;
    setRate(direction * next);
    play();
}

const std::vector<double> &PlaybackController::rates()
{
    static const std::vector<double> kRates = {0.1,  0.25, 0.5, 0.75, 1.0,
                                               1.25, 1.5,  2.0, 3.0,  kMaxRate};
    return kRates;
}

void PlaybackController::changeRate(int steps)
{
    const std::vector<double> &choices = rates();
    const double speed = std::abs(m_rate);
    const auto place = std::lower_bound(choices.begin(), choices.end(), speed - 1e-9);
    const auto now = std::min<std::ptrdiff_t>(place - choices.begin(), std::ssize(choices) - 1);
    const auto next = std::clamp<std::ptrdiff_t>(now + steps, 0, std::ssize(choices) - 1);
    setRate(std::copysign(choices[static_cast<std::size_t>(next)], m_rate));
}

void PlaybackController::setLoop(std::optional<core::base::TimeRange> range)
{
    if (range != m_loop) {
        m_loop = range;
        emit loopChanged(m_loop.has_value());
    }
}

void PlaybackController::tick()
{
    const auto passed = static_cast<double>(m_clock() - m_startedAt) * m_rate;
    const TimeUs target = m_startedFrom + std::llround(passed);
    if (m_loop && m_loop->contains(m_startedFrom) && !m_loop->contains(target)) {
        seekTo(m_rate > 0 ? m_loop->startUs : m_loop->endUs - 1);
        return;
    }
    moveTo(target);
    settle(); // late frames are skipped: the decoder carries out the newest request only
    if ((m_rate > 0 && target >= m_duration) || (m_rate < 0 && target <= 0)) {
        pause();
    }
}

void PlaybackController::restartClock()
{
    m_startedAt = m_clock();
    m_startedFrom = m_time;
}

} // namespace ui::player
