// The window and its dialogs on the smallest screen that is supported, in every language.
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/analysis/detad_panel.h"
#include "ui/analysis/evaluation_panel.h"
#include "ui/analysis/figure_table.h"
#include "ui/analysis/ledger_panel.h"
#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/player/transport_bar.h"
#include "ui/player/video_view.h"
#include "ui/studio.h"
#include "ui/window_analysis.h"
#include "ui/workspace.h"

#include "tests/ui/every_dialog.h"
#include "tests/ui/studio_project.h"

using namespace ui;

class TestSmallScreen : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void holdsTheWindow_data();
    void holdsTheWindow();
    void holdsTheDialogs_data();
    void holdsTheDialogs();
    void givesNamesTheirRoom_data();
    void givesNamesTheirRoom();
    void givesALargeWindowMoreRoom();
    void keepsWhatAPersonMoved();

private:
    std::unique_ptr<Studio> open(const QString &language, QSize size);
    static void addLanguages();

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
};

namespace {

constexpr QSize kScreen = {1280, 720};
constexpr int kBars = 70; // px of a title and of the desktop's own bar

} // namespace

void TestSmallScreen::initTestCase()
{
    m_project =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString(), 1).string());
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
}

void TestSmallScreen::addLanguages()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
}

std::unique_ptr<Studio> TestSmallScreen::open(const QString &language, QSize size)
{
    auto studio = std::make_unique<Studio>(*m_settings, language);
    studio->window().resize(size);
    studio->window().show();
    return studio->window().openProject(m_project) ? std::move(studio) : nullptr;
}

void TestSmallScreen::holdsTheWindow_data()
{
    addLanguages();
}

void TestSmallScreen::holdsTheWindow()
{
    QFETCH(const QString, language);
    const auto studio = open(language, kScreen);
    QVERIFY(studio != nullptr);
    MainWindow &window = studio->window();
    QTRY_VERIFY(window.workspace().isSettled());
    QCOMPARE(window.size(), kScreen); // nothing forces it to be larger
    QVERIFY(window.workspace().videoView().height() >= 180);
    for (const PanelPlace place :
         {PanelPlace::Segment, PanelPlace::Analysis, PanelPlace::Runs, PanelPlace::Videos}) {
        const QTabWidget *group = window.workspace().panels().group(place);
        QVERIFY2(group->tabBar()->sizeHint().width() <= group->width(),
                 qPrintable(QStringLiteral("%1: %2 of %3 px") // else tabs hide behind arrows
                                .arg(group->tabText(0))
                                .arg(group->width())
                                .arg(group->tabBar()->sizeHint().width())));
        QVERIFY2(group->height() >= 110, qPrintable(group->tabText(0)));
    }
    for (const QLabel *label : window.workspace().transport().findChildren<QLabel *>()) {
        QVERIFY2(label->isHidden() || label->width() >= label->sizeHint().width(),
                 qPrintable(label->text()));
    }
}

void TestSmallScreen::holdsTheDialogs_data()
{
    addLanguages();
}

void TestSmallScreen::holdsTheDialogs()
{
    QFETCH(const QString, language);
    const auto studio = open(language, kScreen);
    QVERIFY(studio != nullptr);
    const QSize most = kScreen - QSize(0, kBars);
    for (const auto &dialog : tests::everyDialog(studio->window())) {
        dialog->show();
        const QSize least = dialog->size().expandedTo(dialog->minimumSizeHint());
        QVERIFY2(least.width() <= most.width() && least.height() <= most.height(),
                 qPrintable(dialog->windowTitle() +
                            QStringLiteral(" %1x%2").arg(least.width()).arg(least.height())));
    }
}

void TestSmallScreen::givesNamesTheirRoom_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("isFloating");
    QTest::newRow("English") << QStringLiteral("en") << false;
    QTest::newRow("Chinese") << QStringLiteral("zh_CN") << false;
    QTest::newRow("English, floating") << QStringLiteral("en") << true;
    QTest::newRow("Chinese, floating") << QStringLiteral("zh_CN") << true;
}

// No name of a row or a column is cut; where a table needs less than its panel has, it takes it
// all.
void TestSmallScreen::givesNamesTheirRoom()
{
    QFETCH(const QString, language);
    QFETCH(const bool, isFloating);
    const auto studio = open(language, kScreen);
    QVERIFY(studio != nullptr);
    WindowAnalysis &analysis = studio->window().analysis();
    PanelDeck &panels = studio->window().workspace().panels();
    for (QWidget *panel :
         {static_cast<QWidget *>(&analysis.ledger()), static_cast<QWidget *>(&analysis.detad()),
          static_cast<QWidget *>(&analysis.evaluation())}) {
        panels.show(panel);
        panels.setFloating(panel, isFloating);
        QTRY_VERIFY(analysis.isSettled());
        const auto tables = panel->findChildren<analysis::FigureTable *>();
        QVERIFY(!tables.isEmpty());
        for (const analysis::FigureTable *table : tables) {
            const QAbstractItemView *view = table;
            const QHeaderView *head = table->horizontalHeader();
            for (int i = 0; table->isVisible() && i < table->columnCount(); ++i) {
                QVERIFY2(table->columnWidth(i) >= view->sizeHintForColumn(i) &&
                             table->columnWidth(i) >= head->sectionSizeHint(i),
                         qPrintable(table->accessibleName() + QStringLiteral(": ") +
                                    table->horizontalHeaderItem(i)->text()));
            }
            QVERIFY(!table->isVisible() || table->columnCount() == 0 ||
                    head->length() >= table->viewport()->width());
        }
    }
    const auto *effort =
        studio->window().findChild<analysis::FigureTable *>(QStringLiteral("effortTable"));
    QVERIFY(effort->horizontalHeader()->length() <= effort->viewport()->width());
}

void TestSmallScreen::givesALargeWindowMoreRoom()
{
    const auto studio = open(QStringLiteral("en"), kScreen);
    QVERIFY(studio != nullptr);
    const PanelDeck &panels = studio->window().workspace().panels();
    const auto widths = [&] {
        return std::pair(panels.group(PanelPlace::Videos)->width(),
                         panels.group(PanelPlace::Analysis)->width());
    };
    const auto small = widths();
    studio->window().resize(1600, 1000);
    const auto usual = widths();
    QVERIFY(usual.first > small.first && usual.second > small.second);
    studio->window().resize(2560, 1440);
    const auto wide = widths();
    QVERIFY(wide.first > usual.first && wide.second > usual.second);
    studio->window().resize(kScreen);
    QVERIFY(widths() == small);
}

void TestSmallScreen::keepsWhatAPersonMoved()
{
    auto studio = open(QStringLiteral("en"), {1600, 1000});
    QVERIFY(studio != nullptr);
    QTabWidget *videos = studio->window().workspace().panels().group(PanelPlace::Videos);
    const int before = videos->width();
    auto *handle = qobject_cast<QSplitter *>(videos->parentWidget())->handle(1);
    QTest::mousePress(handle, Qt::LeftButton, {}, {1, 50});
    QTest::mouseMove(handle, {61, 50});
    QTest::mouseRelease(handle, Qt::LeftButton, {}, {61, 50});
    const int chosen = videos->width();
    QVERIFY(chosen > before + 40);
    studio->window().resize(1700, 1000);
    QCOMPARE(videos->width(), chosen);
    studio->window().saveState();
    studio.reset();
    studio = open(QStringLiteral("en"), {1700, 1000});
    QCOMPARE(studio->window().workspace().panels().group(PanelPlace::Videos)->width(), chosen);
}

QTEST_MAIN(TestSmallScreen)
#include "tst_small_screen.moc"
