#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/common/action_registry.h"
#include "ui/common/settings.h"

using namespace ui::common;

class TestActionRegistry : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void runsACommandByKeyAndMenu();
    void greysOutWhatNeedsAProject();
    void remembersChosenKeys();
    void namesTheOwnerOfAKey();
    void leavesOutEmptyMenus();

private:
    void fill(ActionRegistry &registry)
    {
        registry.add({.id = QStringLiteral("labels.split"),
                      .menu = MenuId::Labels,
                      .text = QStringLiteral("&Split"),
                      .tip = QStringLiteral("Cuts the segment at the playhead."),
                      .keys = {Qt::Key_B},
                      .run = [this] { ++m_splits; }});
        registry.add({.id = QStringLiteral("file.quit"),
                      .menu = MenuId::File,
                      .text = QStringLiteral("&Quit"),
                      .tip = QStringLiteral("Closes the window."),
                      .keys = {QKeySequence(Qt::CTRL | Qt::Key_Q)},
                      .run = [this] { ++m_quits; },
                      .needsProject = false});
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Settings> m_settings;
    int m_splits = 0;
    int m_quits = 0;
};

void TestActionRegistry::init()
{
    m_splits = 0;
    m_quits = 0;
    QFile::remove(m_folder.filePath(QStringLiteral("s.ini")));
    m_settings = std::make_unique<Settings>(m_folder.filePath(QStringLiteral("s.ini")));
}

void TestActionRegistry::runsACommandByKeyAndMenu()
{
    QMainWindow window;
    ActionRegistry registry(*m_settings, window);
    fill(registry);
    registry.fillMenuBar(*window.menuBar());
    registry.setProjectOpen(true);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_B);
    QCOMPARE(m_splits, 1);
    registry.menu(MenuId::Labels)->actions().front()->trigger();
    QCOMPARE(m_splits, 2);
}

void TestActionRegistry::greysOutWhatNeedsAProject()
{
    QMainWindow window;
    ActionRegistry registry(*m_settings, window);
    fill(registry);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_B);
    QTest::keyClick(&window, Qt::Key_Q, Qt::ControlModifier);
    QCOMPARE(m_splits, 0);
    QCOMPARE(m_quits, 1);
}

void TestActionRegistry::remembersChosenKeys()
{
    const QString split = QStringLiteral("labels.split");
    {
        QMainWindow window;
        ActionRegistry registry(*m_settings, window);
        fill(registry);
        registry.setKeys(split, {Qt::Key_X, QKeySequence(Qt::CTRL | Qt::Key_Comma)});
        registry.setKeys(QStringLiteral("file.quit"), {});
    }
    QMainWindow window;
    ActionRegistry registry(*m_settings, window);
    fill(registry);
    QCOMPARE(registry.keys(split),
             QList<QKeySequence>({Qt::Key_X, QKeySequence(Qt::CTRL | Qt::Key_Comma)}));
    QVERIFY(registry.keys(QStringLiteral("file.quit")).isEmpty());
    registry.resetKeys(split);
    QCOMPARE(registry.keys(split), QList<QKeySequence>({Qt::Key_B}));
    QVERIFY(!m_settings->keys(split));
}

void TestActionRegistry::namesTheOwnerOfAKey()
{
    QMainWindow window;
    ActionRegistry registry(*m_settings, window);
    fill(registry);
    QCOMPARE(registry.ownerOf(Qt::Key_B), QStringLiteral("labels.split"));
    QVERIFY(registry.ownerOf(Qt::Key_X).isEmpty());
}

void TestActionRegistry::leavesOutEmptyMenus()
{
    QMainWindow window;
    ActionRegistry registry(*m_settings, window);
    fill(registry);
    registry.fillMenuBar(*window.menuBar());
    QCOMPARE(window.menuBar()->actions().size(), 2);
    QVERIFY(registry.menu(MenuId::Run) == nullptr);
}

QTEST_MAIN(TestActionRegistry)
#include "tst_action_registry.moc"
