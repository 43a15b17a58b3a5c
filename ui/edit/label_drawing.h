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

class LabelEditor;

// New labels at the playhead: marking in and out (I, O, Enter), and painting, where a label grows
// from the moment it begins to the moment it ends while the video plays. What is marked is shown in
// the person's lane before it is an edit. GUI thread.
class LabelDrawing : public QObject
{
    Q_OBJECT

public:
    LabelDrawing(LabelEditor &editor, timeline::TimelineView &timeline,
                 player::PlaybackController &player, QObject *parent = nullptr);

    void markIn();
    void markOut();
    // Makes a label of the marks; without a mark out it ends at the playhead. False: nothing is
    // marked.
    bool commit();
    // Forgets the marks; false: there were none.
    bool cancel();

    // Shows what is marked in the person's lane, which may be another one now.
    void showMarks();
    // Begins at the playhead, and plays if the video stands; the next call ends it.
    void togglePaint();
    void beginPaint();
    void endPaint();

signals:
    void said(const QString &text);

private:
    core::base::TimeRange marked() const;

    LabelEditor &m_editor;
    timeline::TimelineView &m_timeline;
    player::PlaybackController &m_player;
    std::optional<core::base::TimeUs> m_in;
    std::optional<core::base::TimeUs> m_out;
    bool m_isPainting = false;
    bool m_hasStarted = false; // painting started the video, so it stops it, too
};

} // namespace ui::edit
