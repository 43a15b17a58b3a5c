#include "ui/file_commands.h"

#include "ui/common/action_registry.h"
#include "ui/main_window.h"
#include "ui/moved_files.h"
#include "ui/timeline_export.h"

namespace ui {

using common::CommandTexts;

void addFileCommands(common::ActionRegistry &registry, MainWindow &window)
{
    const auto add = [&](const char *id, const QString &text, const QString &tip,
                         const QList<QKeySequence> &keys, auto run, bool startsGroup = false) {
        registry.add({.id = QString::fromLatin1(id),
                      .menu = common::MenuId::File,
                      .text = text,
                      .tip = tip,
                      .keys = keys,
                      .run = run,
                      .needsProject = false,
                      .startsGroup = startsGroup});
    };
    add("file.new", CommandTexts::tr("&New project…"),
        CommandTexts::tr("Makes a project from videos, labels, features or predictions."),
        {QKeySequence(Qt::CTRL | Qt::Key_N)}, [&window] { window.newProject(); });
    add("file.open", CommandTexts::tr("&Open project…"), CommandTexts::tr("Opens a .talo file."),
        {QKeySequence(Qt::CTRL | Qt::Key_O)}, [&window] { window.chooseProject(); });
    add("file.demo", CommandTexts::tr("Try the &demo…"),
        CommandTexts::tr("Renders a small data set, trains on it and opens it."), {},
        [&window] { window.makeDemo(); });
    add(
        "file.import", CommandTexts::tr("&Import…"),
        CommandTexts::tr("Brings videos, annotations, features or results into the project."),
        {QKeySequence(Qt::CTRL | Qt::Key_I)}, [&window] { window.importFiles(); }, true);
    add("file.features", CommandTexts::tr("&Compute features…"),
        CommandTexts::tr("Computes from the videos what training needs."), {},
        [&window] { window.computeFeatures(); });
    add("file.export", CommandTexts::tr("E&xport…"),
        CommandTexts::tr("Writes labels, results or ground truth for other programs."),
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X)}, [&window] { window.exportFiles(); });
    add("file.moved", CommandTexts::tr("&Find moved files…"),
        CommandTexts::tr("Looks for videos and features that lie in another folder now."), {},
        [&window] { window.movedFiles().ask(); });
    add("file.export-timeline", CommandTexts::tr("&Export the timeline…"),
        CommandTexts::tr("Saves the lanes as a picture, or the video with its lanes as a film."),
        {QKeySequence(Qt::CTRL | Qt::Key_E)}, [&window] { window.timelineExport().ask(); });
    add(
        "file.quit", CommandTexts::tr("&Quit"),
        CommandTexts::tr("Closes the window; every edit is saved already."),
        {QKeySequence(Qt::CTRL | Qt::Key_Q)}, [&window] { window.close(); }, true);
}

} // namespace ui
