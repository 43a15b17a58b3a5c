#include "ui/workspace_commands.h"

#include <functional>

#include "ui/common/action_registry.h"
#include "ui/models/video_list_panel.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

namespace ui {

using common::ActionRegistry;
using common::CommandTexts;
using common::MenuId;

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
    add("view.zoom-in", CommandTexts::tr("Zoom &in"), CommandTexts::tr("Shows less time, larger."),
        {Qt::Key_Plus, Qt::Key_Equal}, [&timeline] { timeline.zoomIn(); });
    add("view.zoom-out", CommandTexts::tr("Zoom &out"),
        CommandTexts::tr("Shows more time, smaller."), {Qt::Key_Minus},
        [&timeline] { timeline.zoomOut(); });
    add("view.whole-video", CommandTexts::tr("Show the &whole video"),
        CommandTexts::tr("Fits the video into the timeline."), {QKeySequence(Qt::CTRL | Qt::Key_0)},
        [&timeline] { timeline.showAll(); });
    const std::pair<const char *, std::pair<QString, timeline::ColourBy>> colours[] = {
        {"view.colour-class", {CommandTexts::tr("Colour by &class"), timeline::ColourBy::Class}},
        {"view.colour-error",
         {CommandTexts::tr("Colour by &error type"), timeline::ColourBy::ErrorType}},
        {"view.colour-score", {CommandTexts::tr("Colour by sco&re"), timeline::ColourBy::Score}}};
    for (const auto &[id, choice] : colours) {
        add(id, choice.first, CommandTexts::tr("What the hue of segments means."), {},
            [&timeline, colourBy = choice.second] { timeline.setColourBy(colourBy); });
    }
    add("view.selected-segment", CommandTexts::tr("Show the &selected segment"),
        CommandTexts::tr("Fits the selected segment into the timeline."), {Qt::Key_F},
        [&timeline] { timeline.showSelection(); });
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
    add("go.next-segment", CommandTexts::tr("&Next segment"),
        CommandTexts::tr("Selects the next segment of the lane."), Qt::Key_Tab,
        [&timeline] { timeline.selectNeighbour(1); });
    add("go.previous-segment", CommandTexts::tr("&Previous segment"),
        CommandTexts::tr("Selects the previous segment of the lane."), Qt::Key_Backtab,
        [&timeline] { timeline.selectNeighbour(-1); });
    add("go.lane-above", CommandTexts::tr("Lane &above"),
        CommandTexts::tr("Keys act on the lane above."), Qt::Key_Up,
        [&timeline] { timeline.activateNeighbour(-1); });
    add("go.lane-below", CommandTexts::tr("Lane &below"),
        CommandTexts::tr("Keys act on the lane below."), Qt::Key_Down,
        [&timeline] { timeline.activateNeighbour(1); });
    add("go.clear-selection", CommandTexts::tr("&Clear the selection"),
        CommandTexts::tr("Selects nothing."), Qt::Key_Escape, [&workspace] { workspace.escape(); });
    add(
        "go.next-video", CommandTexts::tr("Next &video"),
        CommandTexts::tr("Shows the next video of the list."),
        QKeySequence(Qt::CTRL | Qt::Key_PageDown), [&list] { list.chooseNeighbour(1); }, true);
    add("go.previous-video", CommandTexts::tr("Previous v&ideo"),
        CommandTexts::tr("Shows the previous video of the list."),
        QKeySequence(Qt::CTRL | Qt::Key_PageUp), [&list] { list.chooseNeighbour(-1); });
    add("go.filter-videos", CommandTexts::tr("&Filter videos"),
        CommandTexts::tr("Types into the filter of the video list."),
        QKeySequence(Qt::CTRL | Qt::Key_F), [&list] { list.focusFilter(); });
}

} // namespace ui
