#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QString>

class QContextMenuEvent;
class QTabWidget;
class QWidget;

namespace ui {

// The groups of panels: three at the right, from top to bottom, and one at the left.
enum class PanelPlace {
    Segment,  // inspector, lineage, history
    Analysis, // filter, evaluation, quality
    Runs,     // jobs, runs
    Videos,   // the list, the fix-first queue
};

// The panels of a workspace: each is a tab of its group, or floats as a window of its own, which is
// shown while the workspace is, obeys the keys of the main window, and puts the panel back when it
// is closed. A double click on a tab floats its panel, a context menu offers it. GUI thread.
class PanelDeck : public QObject
{
    Q_OBJECT

public:
    // The workspace owns deck, groups and floating windows.
    explicit PanelDeck(QWidget &workspace);

    // Hidden while it has no tab; to be laid out by the workspace.
    QTabWidget *group(PanelPlace place) const;

    // Adds a panel as the last tab of a group, but for those that stay last; takes ownership. The
    // layout remembers it by its name, which never changes.
    void add(PanelPlace place, QWidget *panel, const QString &name, const QString &title,
             bool staysLast = false);
    // Brings a panel to the front, as a tab or as a window.
    void show(QWidget *panel);
    // How many things a panel holds, told beside its title while it is a tab; none: nothing.
    void setCount(const QWidget *panel, std::optional<qint64> count);

    // The panel that has the focus or was chosen last; null: none yet.
    QWidget *current() const { return m_current; }
    // The floating window of a panel; null: it is a tab.
    QWidget *window(const QWidget *panel) const;
    // Whether this, a widget's window handle, is that of a floating panel.
    bool isPanelWindow(const QObject *handle) const;
    void setFloating(QWidget *panel, bool isFloating);
    // Floats the current panel, or puts it back.
    void toggleCurrent();
    void dockAll();

    // Which panels float, and where.
    QByteArray save() const;
    // As it was saved; what is not on the screen any more is brought there.
    void restore(const QByteArray &state);

signals:
    // A group got its first tab or lost its last one.
    void groupsChanged();
    // A sentence for the status bar.
    void noticed(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Panel
    {
        PanelPlace place;
        QWidget *widget = nullptr;
        QString name;
        QString title;
        bool staysLast = false;
        std::optional<qint64> count = {};
        QWidget *window = nullptr; // while it floats
        QByteArray geometry = {};  // of the window when it was closed last
    };

    Panel *find(const QWidget *panel);
    const Panel *find(const QWidget *panel) const;
    void noteFocus(const QWidget *focused);
    void openTabMenu(const QTabWidget &group, const QContextMenuEvent &event);
    void insertTab(const Panel &panel);
    void showCount(const Panel &panel);
    void refreshGroup(PanelPlace place);
    void openWindow(Panel &panel);
    void makeWindow(Panel &panel);
    void closeWindow(Panel &panel);

    QWidget &m_workspace;
    std::array<QTabWidget *, 4> m_groups = {}; // by PanelPlace
    std::vector<Panel> m_panels;               // in the order of their tabs
    QPointer<QWidget> m_current;
};

} // namespace ui
