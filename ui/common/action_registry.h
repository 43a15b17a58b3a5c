#pragma once

#include <functional>
#include <initializer_list>
#include <vector>

#include <QCoreApplication>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

class QAction;
class QMenu;
class QMenuBar;
class QToolButton;
class QWidget;

namespace ui::common {

class Settings;

// tr() for the texts of commands, which functions without a class register.
class CommandTexts
{
    Q_DECLARE_TR_FUNCTIONS(ui::common::CommandTexts)
};

// The menus of the window, in their order.
enum class MenuId { File, Edit, View, Playback, Labels, Go, Run, Analysis, Help };
const std::vector<MenuId> &allMenus();
// With its mnemonic: "&File".
QString menuTitle(MenuId id);
// A menu text without mnemonic and dots.
QString plainText(QString menuText);
// Keys as people read them: "Left, ,".
QString keysText(const QList<QKeySequence> &keys);

// Names a button that does what commands do: for people and screen readers, and for tellKeys().
void tellCommands(QToolButton &button, const QString &name,
                  std::initializer_list<const char *> commands);

// Something that a person can do: one menu entry, its keys, and what runs.
struct Command
{
    QString id; // "labels.split": settings and tests know it, so it never changes
    MenuId menu = MenuId::File;
    QString text;                  // in the menu, with its mnemonic
    QString tip;                   // what it does, as a sentence: status bar and sheet of keys
    QList<QKeySequence> keys = {}; // unless the person chose others
    std::function<void()> run;
    bool needsProject = true; // greyed out without an open project
    bool startsGroup = false; // a line above it in the menu
};

// Every command of the window once, with its QAction. Keys that a person chose come from the
// settings and go back there. Letters never act while a text field has the focus: the window sees
// to that. GUI thread; owns the actions.
class ActionRegistry : public QObject
{
    Q_OBJECT

public:
    // The settings must outlive the registry; `window` is where keys act.
    ActionRegistry(Settings &settings, QWidget &window);

    // Adds a command at the end of its menu. The id must be new.
    QAction *add(Command command);
    // Null where there is none.
    QAction *action(const QString &id) const;
    // In the order in which they were added.
    const std::vector<Command> &commands() const { return m_commands; }

    QList<QKeySequence> keys(const QString &id) const;
    // The first of them as a cap beside a button shows it; empty: none.
    QString firstKey(const QString &id) const;
    // Writes the first keys of their commands into the tips of all buttons in the window.
    void tellKeys() const;
    // Whether the person chose other keys than it comes with.
    bool isChanged(const QString &id) const;
    // The command that acts on this key; empty: none.
    QString ownerOf(const QKeySequence &key) const;
    // Gives a command other keys and remembers them. A key that another command has stays there
    // too, where it would act on neither: ask ownerOf() first.
    void setKeys(const QString &id, const QList<QKeySequence> &keys);
    void resetKeys(const QString &id);

    void setProjectOpen(bool isOpen);

    // The menu of this name; made by fillMenuBar().
    QMenu *menu(MenuId id) const;
    // Makes the menus, those without a command left out, and fills them.
    void fillMenuBar(QMenuBar &bar);

signals:
    // A command runs next: what is being typed somewhere comes first.
    void aboutToRun();
    void keysChanged(const QString &id);

private:
    const Command *find(const QString &id) const;

    Settings &m_settings;
    QWidget &m_window;
    std::vector<Command> m_commands;
    std::vector<QAction *> m_actions; // as m_commands
    std::vector<QMenu *> m_menus;     // by MenuId
};

} // namespace ui::common
