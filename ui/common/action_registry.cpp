#include "ui/common/action_registry.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QStringList>
#include <QToolButton>
#include <QWidget>

#include "ui/common/settings.h"

namespace ui::common {

namespace {

constexpr const char *kCommands = "commands"; // what a button does, by their ids

} // namespace

QString menuTitle(MenuId id)
{
    switch (id) {
    case MenuId::File:
        return ActionRegistry::tr("&File");
    case MenuId::Edit:
        return ActionRegistry::tr("&Edit");
    case MenuId::View:
        return ActionRegistry::tr("&View");
    case MenuId::Playback:
        return ActionRegistry::tr("&Playback");
    case MenuId::Labels:
        return ActionRegistry::tr("&Labels");
    case MenuId::Go:
        return ActionRegistry::tr("&Go");
    case MenuId::Run:
        return ActionRegistry::tr("&Run");
    case MenuId::Analysis:
        return ActionRegistry::tr("&Analysis");
    case MenuId::Help:
        break;
    }
    return ActionRegistry::tr("&Help");
}

const std::vector<MenuId> &allMenus()
{
    static const std::vector<MenuId> kMenus = {MenuId::File,     MenuId::Edit,     MenuId::View,
                                               MenuId::Playback, MenuId::Labels,   MenuId::Go,
                                               MenuId::Run,      MenuId::Analysis, MenuId::Help};
    return kMenus;
}

QString plainText(QString menuText)
{
    // Chinese texts carry their mnemonic in brackets: "文件(&F)".
    static const QRegularExpression bracketed(QStringLiteral("\\(&.\\)"));
    menuText.remove(bracketed);
    menuText.remove(QLatin1Char('&'));
    menuText.remove(QChar(0x2026));
    return menuText;
}

QString keysText(const QList<QKeySequence> &keys)
{
    QStringList texts;
    for (const QKeySequence &key : keys) {
        texts << key.toString(QKeySequence::NativeText);
    }
    return texts.join(QStringLiteral(", "));
}

void tellCommands(QToolButton &button, const QString &name,
                  std::initializer_list<const char *> commands)
{
    QStringList ids;
    for (const char *command : commands) {
        ids << QString::fromLatin1(command);
    }
    button.setAccessibleName(name);
    button.setToolTip(name);
    button.setProperty(kCommands, ids);
}

ActionRegistry::ActionRegistry(Settings &settings, QWidget &window)
    : QObject(&window)
    , m_settings(settings)
    , m_window(window)
    , m_menus(allMenus().size(), nullptr)
{
}

QAction *ActionRegistry::add(Command command)
{
    Q_ASSERT(find(command.id) == nullptr);
    auto *action = new QAction(command.text, this);
    action->setObjectName(command.id);
    action->setStatusTip(command.tip);
    action->setShortcuts(m_settings.keys(command.id).value_or(command.keys));
    action->setShortcutContext(Qt::WindowShortcut);
    action->setEnabled(!command.needsProject);
    connect(action, &QAction::triggered, this, [this, run = command.run] {
        emit aboutToRun();
        run();
    });
    m_window.addAction(action);
    m_commands.push_back(std::move(command));
    m_actions.push_back(action);
    return action;
}

const Command *ActionRegistry::find(const QString &id) const
{
    const auto found = std::find_if(m_commands.begin(), m_commands.end(),
                                    [&](const Command &command) { return command.id == id; });
    return found != m_commands.end() ? &*found : nullptr;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const Command *command = find(id);
    return command != nullptr ? m_actions[static_cast<std::size_t>(command - m_commands.data())]
                              : nullptr;
}

QList<QKeySequence> ActionRegistry::keys(const QString &id) const
{
    const QAction *found = action(id);
    return found != nullptr ? found->shortcuts() : QList<QKeySequence>();
}

QString ActionRegistry::firstKey(const QString &id) const
{
    const QList<QKeySequence> all = keys(id);
    // As the caps of a keyboard have it, in every language.
    QString text = all.isEmpty() ? QString() : all.front().toString(QKeySequence::PortableText);
    return text.replace(QStringLiteral("Return"), QStringLiteral("↵"))
        .replace(QStringLiteral("Backspace"), QStringLiteral("⌫"));
}

void ActionRegistry::tellKeys() const
{
    for (QToolButton *button : m_window.findChildren<QToolButton *>()) {
        const QStringList commands = button->property(kCommands).toStringList();
        QStringList keys;
        for (const QString &command : commands) {
            keys << firstKey(command);
        }
        keys.removeAll(QString());
        const QString &name = button->accessibleName();
        if (!commands.isEmpty()) {
            button->setToolTip(keys.isEmpty() ? name
                                              : QStringLiteral("%1 (%2)").arg(
                                                    name, keys.join(QStringLiteral(", "))));
        }
    }
}

bool ActionRegistry::isChanged(const QString &id) const
{
    const Command *command = find(id);
    return command != nullptr && keys(id) != command->keys;
}

QString ActionRegistry::ownerOf(const QKeySequence &key) const
{
    if (key.isEmpty()) {
        return {};
    }
    const auto found = std::find_if(m_actions.begin(), m_actions.end(), [&](const QAction *action) {
        return action->shortcuts().contains(key);
    });
    return found != m_actions.end() ? (*found)->objectName() : QString();
}

void ActionRegistry::setKeys(const QString &id, const QList<QKeySequence> &keys)
{
    QAction *target = action(id);
    if (target == nullptr) {
        return;
    }
    target->setShortcuts(keys);
    m_settings.setKeys(id, keys);
    emit keysChanged(id);
}

void ActionRegistry::resetKeys(const QString &id)
{
    const Command *command = find(id);
    if (command == nullptr) {
        return;
    }
    action(id)->setShortcuts(command->keys);
    m_settings.forgetKeys(id);
    emit keysChanged(id);
}

void ActionRegistry::setProjectOpen(bool isOpen)
{
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        m_actions[i]->setEnabled(isOpen || !m_commands[i].needsProject);
    }
}

QMenu *ActionRegistry::menu(MenuId id) const
{
    return m_menus[static_cast<std::size_t>(id)];
}

void ActionRegistry::fillMenuBar(QMenuBar &bar)
{
    for (const MenuId id : allMenus()) {
        const bool isUsed =
            std::any_of(m_commands.begin(), m_commands.end(),
                        [id](const Command &command) { return command.menu == id; });
        if (!isUsed) {
            continue;
        }
        QMenu *menu = bar.addMenu(menuTitle(id));
        m_menus[static_cast<std::size_t>(id)] = menu;
        for (std::size_t i = 0; i < m_commands.size(); ++i) {
            if (m_commands[i].menu != id) {
                continue;
            }
            if (m_commands[i].startsGroup) {
                menu->addSeparator();
            }
            menu->addAction(m_actions[i]);
        }
    }
}

} // namespace ui::common
