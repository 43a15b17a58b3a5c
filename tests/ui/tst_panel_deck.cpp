// Panels that float as windows of their own, by mouse and keys, in the real window.
#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScreen>
#include <QTabBar>
#include <QTabWidget>
#include <QtTest>

#include "core/edit/effort_input.h"

#include "ui/analysis/detad_panel.h"
#include "ui/analysis/evaluation_panel.h"
#include "ui/common/qt_convert.h"
#include "ui/jobs/job_panel.h"
#include "ui/models/video_list_panel.h"
#include "ui/panel_deck.h"
#include "ui/player/playback_controller.h"
#include "ui/window_jobs.h"

#include "tests/ui/analysis_window.h"

using namespace ui;

class TestPanelDeck : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(3); }
    void init() { m_case.open(); }
    void cleanup() { m_case.close(); }
    void floatsByDoubleClick();
    void floatsFromTheMenuOfItsTab_data();
    void floatsFromTheMenuOfItsTab();
    void floatsByKey();
    void comesBackWhereItWas();
    void obeysTheKeysOfTheWindow();
    void leavesKeysToItsTextFields();
    void countsKeysAndClicks();
    void isBroughtToTheFront();
    void leavesNoEmptyGroup();
    void comesAndGoesWithTheProject();
    void isRememberedOnThisMachine();
    void isRememberedInTheProject();
    void comesBackOntoTheScreen();
    void tellsHowManyThingsItHolds();

private:
    // What stands beside the title of a tab; empty: nothing.
    QString badge(PanelPlace place, QWidget *panel)
    {
        QTabWidget *tabs = deck().group(place);
        auto *label = qobject_cast<QLabel *>(
            tabs->tabBar()->tabButton(tabs->indexOf(panel), QTabBar::RightSide));
        return label != nullptr && !label->isHidden() ? label->text() : QString();
    }
    PanelDeck &deck() { return m_case.workspace().panels(); }
    QWidget *detad() { return &m_case.window().analysis().detad(); }
    QWidget *jobs() { return &m_case.window().jobs().panel(); }
    QTabWidget *group() { return deck().group(PanelPlace::Analysis); }
    QWidget *floating(QWidget *panel)
    {
        deck().setFloating(panel, true);
        QWidget *window = deck().window(panel);
        window->activateWindow();
        return QTest::qWaitForWindowActive(window) ? window : nullptr;
    }
    QStringList titles()
    {
        QStringList texts;
        for (int i = 0; i < group()->count(); ++i) {
            texts << group()->tabText(i);
        }
        return texts;
    }

    tests::AnalysisWindow m_case;
};

void TestPanelDeck::floatsByDoubleClick()
{
    QTabBar *bar = group()->tabBar();
    const QPoint tab = bar->tabRect(group()->indexOf(detad())).center();
    QTest::mouseClick(bar, Qt::LeftButton, {}, tab);
    QTest::mouseDClick(bar, Qt::LeftButton, {}, tab);
    QWidget *window = deck().window(detad());
    QVERIFY(window != nullptr);
    QVERIFY(window->isWindow() && window->isVisible() && detad()->isVisible());
    QCOMPARE(detad()->window(), window);
    QCOMPARE(window->windowTitle(), QStringLiteral("DETAD"));
    QVERIFY(group()->indexOf(detad()) < 0);
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    QVERIFY(m_case.window().statusText().startsWith(QStringLiteral("DETAD")));
}

void TestPanelDeck::floatsFromTheMenuOfItsTab_data()
{
    QTest::addColumn<bool>("isByKey");
    QTest::newRow("mouse") << false;
    QTest::newRow("menu key") << true;
}

void TestPanelDeck::floatsFromTheMenuOfItsTab()
{
    QFETCH(bool, isByKey);
    QTabBar *bar = group()->tabBar();
    const int tab = group()->indexOf(detad());
    // By key it is of the tab in front, by mouse of the one under the pointer.
    group()->setCurrentIndex(isByKey ? tab : 0);
    const QPoint at = isByKey ? QPoint() : bar->tabRect(tab).center();
    QContextMenuEvent event(isByKey ? QContextMenuEvent::Keyboard : QContextMenuEvent::Mouse, at,
                            bar->mapToGlobal(at));
    QApplication::sendEvent(bar, &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    QTest::keyClick(menu, Qt::Key_F); // its mnemonic
    QVERIFY(deck().window(detad()) != nullptr);
}

void TestPanelDeck::floatsByKey()
{
    const auto chord = Qt::ControlModifier | Qt::ShiftModifier;
    QTest::keyClick(&m_case.window(), Qt::Key_D, chord); // shows the panel
    QTest::keyClick(&m_case.window(), Qt::Key_W, chord);
    QWidget *window = deck().window(detad());
    QVERIFY(window != nullptr);
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
    QTest::keyClick(window, Qt::Key_W, chord);
    QVERIFY(deck().window(detad()) == nullptr);
    QVERIFY(group()->currentWidget() == detad());
}

void TestPanelDeck::comesBackWhereItWas()
{
    const QStringList before = titles();
    deck().setFloating(detad(), true);
    deck().setFloating(&m_case.window().analysis().evaluation(), true);
    QCOMPARE(titles().size(), before.size() - 2);
    deck().window(detad())->close();
    QVERIFY(deck().window(detad()) == nullptr);
    QVERIFY(detad()->isVisible());
    m_case.window().actions().action(QStringLiteral("view.dock-panels"))->trigger();
    QCOMPARE(titles(), before);
}

void TestPanelDeck::obeysTheKeysOfTheWindow()
{
    QWidget *window = floating(detad());
    QVERIFY(window != nullptr);
    player::PlaybackController &controller = m_case.workspace().controller();
    QTest::keyClick(window, Qt::Key_Right);
    QTest::keyClick(window, Qt::Key_Right);
    QCOMPARE(controller.frame(), 2);
    QTest::keyClick(window, Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(m_case.workspace().videoName(), QStringLiteral("v_001"));
}

void TestPanelDeck::leavesKeysToItsTextFields()
{
    models::VideoListPanel &list = m_case.workspace().videoList();
    QWidget *window = floating(&list);
    QVERIFY(window != nullptr);
    auto *field = list.findChild<QLineEdit *>();
    field->setFocus();
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, QStringLiteral("l v"));
    QTest::keyClick(field, Qt::Key_Left);
    QCOMPARE(field->text(), QStringLiteral("l v"));
    QCOMPARE(m_case.workspace().controller().frame(), 0);
    QVERIFY(!m_case.workspace().controller().isPlaying());
}

void TestPanelDeck::countsKeysAndClicks()
{
    QWidget *window = floating(detad());
    QVERIFY(window != nullptr);
    const auto counted = [this] {
        m_case.window().saveState();
        const auto log = core::edit::readInput(m_case.project().session());
        core::edit::InputCount all;
        for (const auto &[video, input] : log.value().idle) {
            all += input;
        }
        return all;
    };
    const core::edit::InputCount before = counted();
    QTest::keyClick(window->windowHandle(), Qt::Key_Right);
    QTest::mouseClick(window->windowHandle(), Qt::LeftButton, {}, QPoint(4, 4));
    const core::edit::InputCount after = counted();
    QCOMPARE(after.keys, before.keys + 1);
    QCOMPARE(after.clicks, before.clicks + 1);
}

void TestPanelDeck::isBroughtToTheFront()
{
    QWidget *window = floating(detad());
    QVERIFY(window != nullptr);
    m_case.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_case.window()));
    m_case.show("analysis.detad");
    QVERIFY(QTest::qWaitForWindowActive(window));
}

void TestPanelDeck::leavesNoEmptyGroup()
{
    QTabWidget *runs = deck().group(PanelPlace::Runs);
    QVERIFY(runs->isVisible());
    while (runs->count() > 0) {
        deck().setFloating(runs->widget(0), true);
    }
    QVERIFY(!runs->isVisible());
    QVERIFY(group()->isVisible());
    deck().window(jobs())->close();
    QVERIFY(runs->isVisible());
    QVERIFY(jobs()->isVisible());
}

void TestPanelDeck::comesAndGoesWithTheProject()
{
    QWidget *window = floating(detad());
    QVERIFY(window != nullptr);
    m_case.window().hide();
    QVERIFY(!window->isVisible());
    m_case.window().show();
    QVERIFY(window->isVisible());
    m_case.window().close();
    QVERIFY(!window->isVisible());
    // Without a project there is a start page and no panel.
    common::Settings &settings = m_case.window().settings();
    m_case.close();
    MainWindow again(settings);
    again.show();
    const QWidget *restored = again.workspace().panels().window(&again.analysis().detad());
    QVERIFY(restored != nullptr);
    QVERIFY(!restored->isVisible());
    QVERIFY(again.openProject(m_case.projectPath()));
    QVERIFY(restored->isVisible());
}

void TestPanelDeck::isRememberedOnThisMachine()
{
    QWidget *window = floating(jobs());
    QVERIFY(window != nullptr);
    window->setGeometry(60, 40, 420, 360);
    m_case.window().saveState();
    MainWindow again(m_case.window().settings());
    const PanelDeck &panels = again.workspace().panels();
    QVERIFY(panels.window(&again.jobs().panel()) != nullptr);
    QCOMPARE(panels.window(&again.jobs().panel())->geometry(), QRect(60, 40, 420, 360));
    QVERIFY(panels.window(&again.analysis().detad()) == nullptr);
}

void TestPanelDeck::isRememberedInTheProject()
{
    QWidget *window = floating(jobs());
    QVERIFY(window != nullptr);
    window->setGeometry(60, 40, 420, 360);
    m_case.window().saveState();
    m_case.close();
    common::Settings others(m_case.path("others.ini"));
    MainWindow again(others);
    again.show();
    const PanelDeck &panels = again.workspace().panels();
    QVERIFY(panels.window(&again.jobs().panel()) == nullptr);
    QVERIFY(again.openProject(m_case.projectPath()));
    QVERIFY(panels.window(&again.jobs().panel()) != nullptr);
    QVERIFY(panels.window(&again.jobs().panel())->isVisible());
    QCOMPARE(panels.window(&again.jobs().panel())->geometry(), QRect(60, 40, 420, 360));
}

void TestPanelDeck::comesBackOntoTheScreen()
{
    QWidget *window = floating(jobs());
    QVERIFY(window != nullptr);
    window->setGeometry(5000, 4000, 420, 360); // on a screen that is gone
    const QByteArray state = deck().save();
    deck().dockAll();
    deck().restore(state);
    const QRect free = m_case.window().screen()->availableGeometry();
    QVERIFY(deck().window(jobs()) != nullptr);
    QVERIFY(free.adjusted(-4, -4, 4, 4) // by its frame it may be larger
                .contains(deck().window(jobs())->geometry()));
}

void TestPanelDeck::tellsHowManyThingsItHolds()
{
    QWidget *videos = &m_case.workspace().videoList();
    QCOMPARE(badge(PanelPlace::Videos, videos), QStringLiteral("3"));
    QCOMPARE(badge(PanelPlace::Runs, jobs()), QString());
    deck().setFloating(videos, true);
    deck().setFloating(videos, false);
    QCOMPARE(badge(PanelPlace::Videos, videos), QStringLiteral("3"));

    deck().setCount(jobs(), 12345);
    QCOMPARE(badge(PanelPlace::Runs, jobs()), common::countText(12345));
    deck().setCount(jobs(), 54321);
    QCOMPARE(badge(PanelPlace::Runs, jobs()), common::countText(54321));
    // A click on the number is one on the tab.
    QTabWidget *runs = deck().group(PanelPlace::Runs);
    runs->setCurrentIndex(runs->indexOf(jobs()) + 1);
    QWidget *number = runs->tabBar()->tabButton(runs->indexOf(jobs()), QTabBar::RightSide);
    QVERIFY(number->width() > number->fontMetrics().horizontalAdvance(common::countText(54321)));
    const QPoint at = number->mapTo(&m_case.window(), number->rect().center());
    QTest::mouseClick(m_case.window().windowHandle(), Qt::LeftButton, {}, at);
    QCOMPARE(runs->currentWidget(), jobs());
    deck().setCount(jobs(), std::nullopt);
    QCOMPARE(badge(PanelPlace::Runs, jobs()), QString());
}

QTEST_MAIN(TestPanelDeck)
#include "tst_panel_deck.moc"
