#pragma once

#include <optional>

#include <QObject>

#include "core/model/segment.h"
#include "core/model/video.h"

namespace ui::timeline {
class TimelineView;
}

namespace ui::edit {

class LabelEditor;

// Judging: accept and reject what runs found, confirm a person's own labels, say that a video is
// done. Acts on what the editor acts on; what came of it the editor says. GUI thread.
class LabelReview : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    LabelReview(LabelEditor &editor, timeline::TimelineView &timeline, QObject *parent = nullptr);

    void accept();
    // The next segment of the lane is selected then.
    void acceptAndNext();
    void reject();
    // Enter: a segment of a locked lane is copied, a label of the person is confirmed.
    void take();
    void setState(core::model::SegmentState state);
    void setVideoState(core::model::VideoState state);

private:
    // False where the labels cannot be reviewed here, as the status says.
    bool review(bool isRight);
    std::optional<core::model::SegmentState> reviewOf(const core::model::Segment &segment);

    LabelEditor &m_editor;
    timeline::TimelineView &m_timeline;
};

} // namespace ui::edit
