#include "ui/help_commands.h"

#include "ui/common/action_registry.h"
#include "ui/main_window.h"

namespace ui {

using common::CommandTexts;

void addSettingsCommands(common::ActionRegistry &registry, MainWindow &window)
{
    registry.add({.id = QStringLiteral("edit.shortcuts"),
                  .menu = common::MenuId::Edit,
                  .text = CommandTexts::tr("&Keyboard shortcuts…"),
                  .tip = CommandTexts::tr("Gives commands other keys."),
                  .run = [&window] { window.editShortcuts(); },
                  .needsProject = false,
                  .startsGroup = true});
    registry.add({.id = QStringLiteral("edit.preferences"),
                  .menu = common::MenuId::Edit,
                  .text = CommandTexts::tr("Pr&eferences…"),
                  .tip = CommandTexts::tr("Theme, language, player and runs."),
                  .keys = {QKeySequence(Qt::CTRL | Qt::Key_Comma)},
                  .run = [&window] { window.editPreferences(); },
                  .needsProject = false});
}

void addHelpCommands(common::ActionRegistry &registry, MainWindow &window)
{
    const auto add = [&](const char *id, const QString &text, const QString &tip,
                         const QList<QKeySequence> &keys, auto run) {
        registry.add({.id = QString::fromLatin1(id),
                      .menu = common::MenuId::Help,
                      .text = text,
                      .tip = tip,
                      .keys = keys,
                      .run = run,
                      .needsProject = false});
    };
    add("help.manual", CommandTexts::tr("&Manual"), CommandTexts::tr("Opens the manual."),
        {QKeySequence(Qt::SHIFT | Qt::Key_F1)}, [&window] { window.showManual(); });
    add("help.keys", CommandTexts::tr("All &keys"),
        CommandTexts::tr("Lists every command with its keys; searches them."),
        {Qt::Key_Question, Qt::Key_F1}, [&window] { window.showKeys(); });
    add("help.about", CommandTexts::tr("&About Taloscope"),
        CommandTexts::tr("Version and licences."), {}, [&window] { window.showAbout(); });
}

} // namespace ui
