#include "ui/workspace_commands.h"

#include <functional>

#include <QCoreApplication>

#include "ui/common/action_registry.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

namespace ui {

using common::ActionRegistry;
using common::MenuId;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Commands", text);
}

} // namespace

void addViewCommands(ActionRegistry &registry, Workspace &workspace)
{
    timeline::TimelineView &timeline = workspace.timeline();
    const auto add = [&](const char *id, const QString &text, const QString &tip,
                         const QList<QKeySequence> &keys, std::function<void()> run) {
        registry.add({.id = QString::fromLatin1(id),
                      .menu = MenuId::View,
                      .text = text,
                      .tip = tip,
                      .keys = keys,
                      .run = std::move(run)});
    };
    add("view.zoom-in", tr("Zoom &in"), tr("Shows less time, larger."),
        {Qt::Key_Plus, Qt::Key_Equal}, [&timeline] { timeline.zoomIn(); });
    add("view.zoom-out", tr("Zoom &out"), tr("Shows more time, smaller."), {Qt::Key_Minus},
        [&timeline] { timeline.zoomOut(); });
    add("view.whole-video", tr("Show the &whole video"), tr("Fits the video into the timeline."),
        {QKeySequence(Qt::CTRL | Qt::Key_0)}, [&timeline] { timeline.showAll(); });
    add("view.selected-segment", tr("Show the &selected segment"),
        tr("Fits the selected segment into the timeline."), {Qt::Key_F},
        [&timeline] { timeline.showSelection(); });
}

void addPlaybackCommands(ActionRegistry &registry, Workspace &workspace)
{
    using Controller = player::PlaybackController;
    Controller &controller = workspace.controller();
    const auto add = [&](const char *id, const QString &text, const QString &tip,
                         const QList<QKeySequence> &keys, auto command, bool startsGroup = false) {
        registry.add({.id = QString::fromLatin1(id),
                      .menu = MenuId::Playback,
                      .text = text,
                      .tip = tip,
                      .keys = keys,
                      .run = [&controller, command] { command(controller); },
                      .startsGroup = startsGroup});
    };
    add("play.toggle", tr("&Play or pause"), tr("Plays from the playhead, or stops."),
        {Qt::Key_Space}, [](Controller &c) { c.toggle(); });
    add("play.backwards", tr("Play &backwards, faster"),
        tr("Plays backwards; each press doubles the rate."), {Qt::Key_J},
        [](Controller &c) { c.shuttle(-1); });
    add("play.pause", tr("Pa&use"), tr("Stops at the frame that is shown."), {Qt::Key_K},
        [](Controller &c) { c.shuttle(0); });
    add("play.forwards", tr("Play &forwards, faster"),
        tr("Plays forwards; each press doubles the rate."), {Qt::Key_L},
        [](Controller &c) { c.shuttle(1); });
    add(
        "play.frame-back", tr("One frame b&ack"), tr("Shows the frame before."),
        {Qt::Key_Left, Qt::Key_Comma}, [](Controller &c) { c.stepFrames(-1); }, true);
    add("play.frame-on", tr("One frame &on"), tr("Shows the frame after."),
        {Qt::Key_Right, Qt::Key_Period}, [](Controller &c) { c.stepFrames(1); });
    add("play.second-back", tr("One second back"), tr("Goes back by one second."),
        {QKeySequence(Qt::SHIFT | Qt::Key_Left)}, [](Controller &c) { c.stepSeconds(-1); });
    add("play.second-on", tr("One second on"), tr("Goes on by one second."),
        {QKeySequence(Qt::SHIFT | Qt::Key_Right)}, [](Controller &c) { c.stepSeconds(1); });
    add("play.start", tr("To the &start"), tr("Goes to the first frame."), {Qt::Key_Home},
        [](Controller &c) { c.toStart(); });
    add("play.end", tr("To the &end"), tr("Goes to the last frame."), {Qt::Key_End},
        [](Controller &c) { c.toEnd(); });
}

void addGoCommands(ActionRegistry &registry, Workspace &workspace)
{
    timeline::TimelineView &timeline = workspace.timeline();
    models::VideoListPanel &list = workspace.videoList();
    const auto add = [&](const char *id, const QString &text, const QString &tip,
                         const QKeySequence &key, std::function<void()> run,
                         bool startsGroup = false) {
        registry.add({.id = QString::fromLatin1(id),
                      .menu = MenuId::Go,
                      .text = text,
                      .tip = tip,
                      .keys = {key},
                      .run = std::move(run),
                      .startsGroup = startsGroup});
    };
    add("go.next-segment", tr("&Next segment"), tr("Selects the next segment of the lane."),
        Qt::Key_Tab, [&timeline] { timeline.selectNeighbour(1); });
    add("go.previous-segment", tr("&Previous segment"),
        tr("Selects the previous segment of the lane."), Qt::Key_Backtab,
        [&timeline] { timeline.selectNeighbour(-1); });
    add("go.lane-above", tr("Lane &above"), tr("Keys act on the lane above."), Qt::Key_Up,
        [&timeline] { timeline.activateNeighbour(-1); });
    add("go.lane-below", tr("Lane &below"), tr("Keys act on the lane below."), Qt::Key_Down,
        [&timeline] { timeline.activateNeighbour(1); });
    add("go.clear-selection", tr("&Clear the selection"), tr("Selects nothing."), Qt::Key_Escape,
        [&timeline] { timeline.clearSelection(); });
    add(
        "go.next-video", tr("Next &video"), tr("Shows the next video of the list."),
        QKeySequence(Qt::CTRL | Qt::Key_PageDown), [&list] { list.chooseNeighbour(1); }, true);
    add("go.previous-video", tr("Previous v&ideo"), tr("Shows the previous video of the list."),
        QKeySequence(Qt::CTRL | Qt::Key_PageUp), [&list] { list.chooseNeighbour(-1); });
    add("go.filter-videos", tr("&Filter videos"), tr("Types into the filter of the video list."),
        QKeySequence(Qt::CTRL | Qt::Key_F), [&list] { list.focusFilter(); });
}

} // namespace ui
