#pragma once

class QWidget;

namespace ui::common {
class ActionRegistry;
}
namespace ui::timeline {
class TimelineView;
}

namespace ui::edit {

class LabelDrawing;
class LabelEditor;
class LabelHistory;
class LabelReview;
class SegmentWalk;

// What the commands act on; all must outlive the registry's actions.
struct LabelTools
{
    LabelEditor &editor;
    LabelReview &review;
    LabelHistory &history;
    LabelDrawing &drawing;
    SegmentWalk &walk;
    timeline::TimelineView &timeline;
};

// Undo, redo, clipboard, selection: the Edit menu. Keeps the names of what undo and redo would
// take back in their menu entries.
void addEditCommands(common::ActionRegistry &registry, const LabelTools &tools);
// Everything that makes, changes or judges labels: the Labels menu. `window` is where the small
// windows for a class, a note and the name of a label set belong.
void addLabelCommands(common::ActionRegistry &registry, const LabelTools &tools, QWidget &window);
// Edges: the Go and Playback menus.
void addEdgeCommands(common::ActionRegistry &registry, const LabelTools &tools);

} // namespace ui::edit
