#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/base/time.h"

#include "ui/player/decode_worker.h"

namespace ui::player {

// The one owner of the current time. Everything that shows or moves it goes through here; it asks
// the decoder for the frame of that time. Time is the start of a frame wherever frames are known.
// Without a video file it works by the frame rate that the project knows. GUI thread.
class PlaybackController : public QObject
{
    Q_OBJECT

public:
    // Microseconds of a steady clock; tests give their own.
    using Clock = std::function<core::base::TimeUs()>;

    explicit PlaybackController(DecodeWorker &decoder, Clock clock = {}, QObject *parent = nullptr);

    // A video of the project: its file (empty: none), and what the project knows of its length and
    // rate until the file has told. Starts at time 0, paused.
    void open(const std::filesystem::path &path, core::base::TimeUs duration,
              double framesPerSecond);

    core::base::TimeUs time() const { return m_time; }
    core::base::TimeUs durationUs() const { return m_duration; }
    double framesPerSecond() const { return m_framesPerSecond; }
    qint64 frame() const { return frameAt(m_time); }
    qint64 frameCount() const;
    bool isPlaying() const { return m_isPlaying; }
    // 1 is normal speed, negative plays backwards.
    double rate() const { return m_rate; }

    // The frame that is shown at a time, and the time a frame starts at.
    qint64 frameAt(core::base::TimeUs time) const;
    core::base::TimeUs timeOf(qint64 frame) const;
    // Where the playhead comes to stand: a time's own place where nobody knows the frames.
    core::base::TimeUs startOfFrame(core::base::TimeUs time) const;

    // Moves while a drag goes on: a preview now, the exact frame when it rests.
    void scrubTo(core::base::TimeUs time);
    // Moves to the exact frame of a time.
    void seekTo(core::base::TimeUs time);
    // The drag ended: the exact frame now.
    void settle();
    // While paused, shows the frame of another time, such as that of an edge that is dragged; the
    // current time stays. Ends with endPeek() or any move.
    void peekAt(core::base::TimeUs time);
    void endPeek();
    void stepFrames(qint64 frames);
    void stepSeconds(double seconds);
    void toStart() { seekTo(0); }
    void toEnd() { seekTo(m_duration); }

    void play();
    void pause();
    void toggle();
    void setRate(double rate);
    // The rates that people choose from, ascending.
    static const std::vector<double> &rates();
    // The next faster or slower rate of 0.1 … 4, in the direction of now.
    void changeRate(int steps);
    // J and L: play in a direction, each press faster; 0 (K): pause.
    void shuttle(int direction);

    // Plays this part over and over whenever playing is within it; none: to the end of the video.
    void setLoop(std::optional<core::base::TimeRange> range);
    const std::optional<core::base::TimeRange> &loop() const { return m_loop; }

    // One turn of the playing clock; the timer calls it, tests may.
    void tick();

signals:
    void timeChanged(core::base::TimeUs time);
    void durationChanged(core::base::TimeUs duration);
    void playingChanged(bool isPlaying);
    void rateChanged(double rate);
    void loopChanged(bool isLooping);

private:
    void moveTo(core::base::TimeUs time);
    void takeTable(const OpenedVideo &video);
    void restartClock();

    DecodeWorker &m_decoder;
    Clock m_clock;
    std::shared_ptr<const core::media::FrameTable> m_table;
    core::base::TimeUs m_duration = 0;
    double m_framesPerSecond = 0.0;
    core::base::TimeUs m_time = 0;
    qint64 m_requestedFrame = -1; // the exact frame asked for last
    std::optional<qint64> m_peek; // the frame that is shown instead of the current one
    bool m_isPlaying = false;
    double m_rate = 1.0;
    std::optional<core::base::TimeRange> m_loop;
    core::base::TimeUs m_startedAt = 0;   // of the clock
    core::base::TimeUs m_startedFrom = 0; // of the video
    QTimer m_ticker;
    QTimer m_rest;
};

} // namespace ui::player
