#pragma once

#include <optional>

#include <QObject>

#include "core/base/time.h"

namespace ui::player {
class PlaybackController;
}
namespace ui::timeline {
class TimelineView;
}

namespace ui::edit {

// Looking at edges: jumps from edge to edge, and plays a segment or the second around one of its
// edges. GUI thread.
class SegmentWalk : public QObject
{
    Q_OBJECT

public:
    SegmentWalk(timeline::TimelineView &timeline, player::PlaybackController &player,
                QObject *parent = nullptr);

    // To the next (1) or previous (-1) edge of the active lane.
    void jumpToEdge(int direction);
    // Of what is selected, else of the segment at the playhead.
    void playSegment();
    void playAroundStart();
    void playAroundEnd();

signals:
    void said(const QString &text);

private:
    std::optional<core::base::TimeRange> range();
    void play(core::base::TimeRange range);
    void stopAtEnd(core::base::TimeUs time);

    timeline::TimelineView &m_timeline;
    player::PlaybackController &m_player;
    std::optional<core::base::TimeUs> m_end; // where the playing that goes on stops
};

} // namespace ui::edit
