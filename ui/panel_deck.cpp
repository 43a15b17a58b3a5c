#include "ui/panel_deck.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <QApplication>
#include <QCloseEvent>
#include <QContextMenuEvent>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <QWindow>

#include "ui/common/qt_convert.h"
#include "ui/common/screen_fit.h"

namespace ui {

namespace {

constexpr QSize kWindowSize = {640, 720}; // of a panel that floats for the first time
constexpr int kAway = 40;                 // px from the tab that it was

// Tells that it was closed, by whatever means.
class PanelWindow : public QWidget
{
public:
    PanelWindow(QWidget &workspace, std::function<void()> closed)
        // A tool window: the shortcuts of the window below act in it, too.
        : QWidget(&workspace, Qt::Tool)
        , m_closed(std::move(closed))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
    }

protected:
    void closeEvent(QCloseEvent *event) override
    {
        QWidget::closeEvent(event);
        m_closed();
    }

private:
    std::function<void()> m_closed;
};

} // namespace

PanelDeck::PanelDeck(QWidget &workspace)
    : QObject(&workspace)
    , m_workspace(workspace)
{
    for (QTabWidget *&group : m_groups) {
        group = new QTabWidget(&workspace);
        group->setDocumentMode(true);
        group->hide();                             // until it has a panel
        group->tabBar()->installEventFilter(this); // for its context menu
        connect(group, &QTabWidget::tabBarClicked, this, [this, group](int tab) {
            m_current = tab < 0 ? m_current.data() : group->widget(tab);
        });
        connect(group, &QTabWidget::tabBarDoubleClicked, this, [this, group](int tab) {
            if (tab >= 0) {
                setFloating(group->widget(tab), true);
            }
        });
    }
    connect(qApp, &QApplication::focusChanged, this,
            [this](const QWidget *, const QWidget *focused) { noteFocus(focused); });
    m_workspace.installEventFilter(this);
}

QTabWidget *PanelDeck::group(PanelPlace place) const
{
    return m_groups[static_cast<std::size_t>(place)];
}

PanelDeck::Panel *PanelDeck::find(const QWidget *panel)
{
    return const_cast<Panel *>(std::as_const(*this).find(panel));
}

const PanelDeck::Panel *PanelDeck::find(const QWidget *panel) const
{
    const auto found = std::find_if(m_panels.begin(), m_panels.end(),
                                    [&](const Panel &item) { return item.widget == panel; });
    return found != m_panels.end() ? &*found : nullptr;
}

void PanelDeck::add(PanelPlace place, QWidget *panel, const QString &name, const QString &title,
                    bool staysLast)
{
    const auto before = std::find_if(m_panels.begin(), m_panels.end(), [&](const Panel &item) {
        return item.place == place && item.staysLast;
    });
    const auto added = m_panels.insert(
        staysLast ? m_panels.end() : before,
        {.place = place, .widget = panel, .name = name, .title = title, .staysLast = staysLast});
    insertTab(*added);
}

// Where it belongs among the panels of its group that are tabs now.
void PanelDeck::insertTab(const Panel &panel)
{
    const auto before =
        std::count_if(std::as_const(m_panels).data(), &panel, [&](const Panel &item) {
            return item.place == panel.place && item.window == nullptr;
        });
    const int tab =
        group(panel.place)->insertTab(static_cast<int>(before), panel.widget, panel.title);
    group(panel.place)->setTabToolTip(tab, tr("A double click makes it a window of its own."));
    showCount(panel);
    refreshGroup(panel.place);
}

void PanelDeck::refreshGroup(PanelPlace place)
{
    const bool isUsed = group(place)->count() > 0;
    if (group(place)->isHidden() == isUsed) {
        group(place)->setVisible(isUsed);
        emit groupsChanged();
    }
}

void PanelDeck::show(QWidget *panel)
{
    const Panel *found = find(panel);
    if (found == nullptr) {
        return;
    }
    m_current = panel;
    if (found->window != nullptr) {
        found->window->raise();
        found->window->activateWindow();
    } else {
        group(found->place)->setCurrentWidget(panel);
    }
}

void PanelDeck::setCount(const QWidget *panel, std::optional<qint64> count)
{
    Panel *found = find(panel);
    if (found == nullptr || found->count == count) {
        return;
    }
    found->count = count;
    if (found->window == nullptr) {
        showCount(*found);
    }
}

// The badge of its tab, which the tab bar owns.
void PanelDeck::showCount(const Panel &panel)
{
    QTabBar *bar = group(panel.place)->tabBar();
    const int tab = group(panel.place)->indexOf(panel.widget);
    auto *badge = qobject_cast<QLabel *>(bar->tabButton(tab, QTabBar::RightSide));
    if (!panel.count) {
        bar->setTabButton(tab, QTabBar::RightSide, nullptr);
        delete badge;
        return;
    }
    if (badge == nullptr) {
        badge = new QLabel(bar);
        badge->setProperty("badge", true);
        badge->setAttribute(Qt::WA_TransparentForMouseEvents); // a click on it is one on its tab
    }
    badge->setText(common::countText(*panel.count));
    badge->ensurePolished(); // its size is told by the style sheet
    badge->adjustSize();
    bar->setTabButton(tab, QTabBar::RightSide, badge); // again: the tab takes its new width
    badge->show();                                     // as "the button before" it was hidden
}

QWidget *PanelDeck::window(const QWidget *panel) const
{
    const Panel *found = find(panel);
    return found != nullptr ? found->window : nullptr;
}

bool PanelDeck::isPanelWindow(const QObject *handle) const
{
    return std::any_of(m_panels.begin(), m_panels.end(), [handle](const Panel &panel) {
        return panel.window != nullptr && panel.window->windowHandle() == handle;
    });
}

void PanelDeck::noteFocus(const QWidget *focused)
{
    for (const QWidget *part = focused; part != nullptr; part = part->parentWidget()) {
        if (Panel *panel = find(part)) {
            m_current = panel->widget;
            return;
        }
    }
}

void PanelDeck::openTabMenu(const QTabWidget &group, const QContextMenuEvent &event)
{
    QTabBar *bar = group.tabBar();
    const bool isByKey = event.reason() == QContextMenuEvent::Keyboard;
    const int tab = isByKey ? bar->currentIndex() : bar->tabAt(event.pos());
    QWidget *panel = group.widget(tab);
    if (panel == nullptr) {
        return;
    }
    auto *menu = new QMenu(bar);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("&Float the panel")), &QAction::triggered, this,
            [this, panel] { setFloating(panel, true); });
    QAction *back = menu->addAction(tr("Put all panels &back"));
    back->setEnabled(std::any_of(m_panels.begin(), m_panels.end(),
                                 [](const Panel &item) { return item.window != nullptr; }));
    connect(back, &QAction::triggered, this, &PanelDeck::dockAll);
    menu->popup(isByKey ? bar->mapToGlobal(bar->tabRect(tab).bottomLeft()) : event.globalPos());
}

void PanelDeck::setFloating(QWidget *panel, bool isFloating)
{
    Panel *found = find(panel);
    if (found == nullptr || (found->window != nullptr) == isFloating) {
        return;
    }
    m_current = panel;
    if (isFloating) {
        openWindow(*found);
        emit noticed(
            tr("%1 is a window of its own now; closing it puts it back.").arg(found->title));
    } else {
        closeWindow(*found);
    }
}

void PanelDeck::openWindow(Panel &panel)
{
    if (panel.window == nullptr) {
        makeWindow(panel);
    }
    panel.window->restoreGeometry(panel.geometry);
    common::fitIntoScreen(*panel.window);
    panel.window->setVisible(m_workspace.isVisible());
}

void PanelDeck::makeWindow(Panel &panel)
{
    const QPoint corner = panel.widget->mapToGlobal(QPoint(0, 0));
    const QSize most = m_workspace.screen()->availableSize() - QSize(2 * kAway, 2 * kAway);
    panel.window =
        new PanelWindow(m_workspace, [this, widget = panel.widget] { setFloating(widget, false); });
    panel.window->setWindowTitle(panel.title);
    panel.window->resize(kWindowSize.expandedTo(panel.widget->size()).boundedTo(most));
    panel.window->move(corner - QPoint(kAway, 0));
    panel.window->layout()->addWidget(panel.widget); // takes it out of its tab
    panel.widget->show();
    refreshGroup(panel.place);
}

void PanelDeck::closeWindow(Panel &panel)
{
    QWidget *window = std::exchange(panel.window, nullptr);
    panel.geometry = window->saveGeometry();
    insertTab(panel);
    group(panel.place)->setCurrentWidget(panel.widget);
    window->hide();
    window->deleteLater(); // it may be in its own event
}

void PanelDeck::toggleCurrent()
{
    if (m_current == nullptr) {
        m_current = group(PanelPlace::Analysis)->currentWidget();
    }
    setFloating(m_current, window(m_current) == nullptr);
}

void PanelDeck::dockAll()
{
    for (const Panel &panel : m_panels) {
        setFloating(panel.widget, false);
    }
}

QByteArray PanelDeck::save() const
{
    QJsonObject floating;
    for (const Panel &panel : m_panels) {
        if (panel.window != nullptr) {
            floating.insert(panel.name,
                            QString::fromLatin1(panel.window->saveGeometry().toBase64()));
        }
    }
    return QJsonDocument(floating).toJson(QJsonDocument::Compact);
}

void PanelDeck::restore(const QByteArray &state)
{
    const QJsonObject floating = QJsonDocument::fromJson(state).object();
    for (Panel &panel : m_panels) {
        const QJsonValue geometry = floating.value(panel.name);
        if (panel.window != nullptr && !geometry.isString()) {
            closeWindow(panel);
        }
        if (geometry.isString()) {
            panel.geometry = QByteArray::fromBase64(geometry.toString().toLatin1());
            openWindow(panel);
        }
    }
}

// Floating windows come and go with the workspace: the start page has no panels.
bool PanelDeck::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        for (const QTabWidget *group : m_groups) {
            if (watched == group->tabBar()) {
                openTabMenu(*group, static_cast<const QContextMenuEvent &>(*event));
                return true;
            }
        }
    }
    const bool isShown = event->type() == QEvent::Show;
    if (watched == &m_workspace && !event->spontaneous() &&
        (isShown || event->type() == QEvent::Hide)) {
        for (const Panel &panel : m_panels) {
            if (panel.window != nullptr) {
                panel.window->setVisible(isShown);
            }
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui
