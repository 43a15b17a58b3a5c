// A letter underlined in a menu leads to one entry, in every language.
#include <QApplication>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/common/action_registry.h"
#include "ui/common/settings.h"
#include "ui/main_window.h"
#include "ui/studio.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "tests/ui/studio_project.h"

using namespace ui;

class TestMenus : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsTheLetter_data();
    void findsTheLetter();
    void givesALetterToOneEntry_data();
    void givesALetterToOneEntry();
    void givesALetterToOneEntryOfAContextMenu_data();
    void givesALetterToOneEntryOfAContextMenu();

private:
    // The underlined letter of a text; null: it has none.
    static QChar letterOf(const QString &text);
    // The texts that share their letter with one before, submenus included.
    static QStringList clashes(const QList<QAction *> &entries);
    // Of the menu that is open now, which is closed.
    static QStringList clashesOfPopup();
    static void addLanguages();
    std::unique_ptr<Studio> open(const QString &language);

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
};

void TestMenus::initTestCase()
{
    m_project =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString(), 1).string());
}

QChar TestMenus::letterOf(const QString &text)
{
    for (qsizetype i = text.indexOf(QLatin1Char('&')); i >= 0 && i + 1 < text.size();
         i = text.indexOf(QLatin1Char('&'), i + 2)) {
        if (text[i + 1] != QLatin1Char('&')) {
            return text[i + 1].toUpper();
        }
    }
    return {};
}

QStringList TestMenus::clashes(const QList<QAction *> &entries)
{
    QStringList found;
    QHash<QChar, QString> owners;
    for (const QAction *entry : entries) {
        const QChar letter = letterOf(entry->text());
        if (!letter.isNull() && owners.contains(letter)) {
            found << entry->text() + QStringLiteral(" / ") + owners.value(letter);
        } else if (!letter.isNull()) {
            owners.insert(letter, entry->text());
        }
        if (const QMenu *menu = entry->menu()) {
            found << clashes(menu->actions());
        }
    }
    return found;
}

QStringList TestMenus::clashesOfPopup()
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    if (menu == nullptr || menu->actions().size() < 2) {
        return {QStringLiteral("no menu")};
    }
    const QStringList found = clashes(menu->actions());
    menu->close();
    return found;
}

void TestMenus::addLanguages()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
}

std::unique_ptr<Studio> TestMenus::open(const QString &language)
{
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
    auto studio = std::make_unique<Studio>(*m_settings, language);
    studio->window().show();
    return studio->window().openProject(m_project) ? std::move(studio) : nullptr;
}

void TestMenus::findsTheLetter_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QChar>("letter");
    QTest::newRow("first") << QStringLiteral("&Open") << QChar(u'O');
    QTest::newRow("within") << QStringLiteral("E&xport…") << QChar(u'X');
    QTest::newRow("in brackets") << QStringLiteral("文件(&F)") << QChar(u'F');
    QTest::newRow("an ampersand before") << QStringLiteral("Q&&A &Later") << QChar(u'L');
    QTest::newRow("an ampersand alone") << QStringLiteral("Q&&A") << QChar();
    QTest::newRow("none") << QStringLiteral("Open") << QChar();
}

void TestMenus::findsTheLetter()
{
    QFETCH(const QString, text);
    QFETCH(const QChar, letter);
    QCOMPARE(letterOf(text), letter);
}

void TestMenus::givesALetterToOneEntry_data()
{
    addLanguages();
}

void TestMenus::givesALetterToOneEntry()
{
    QFETCH(const QString, language);
    const auto studio = open(language);
    QVERIFY(studio != nullptr);
    const QList<QAction *> menus = studio->window().menuBar()->actions();
    QCOMPARE(menus.size(), static_cast<qsizetype>(common::allMenus().size()));
    for (const QAction *menu : menus) {
        QVERIFY2(!letterOf(menu->text()).isNull(), qPrintable(menu->text()));
    }
    const QStringList found = clashes(menus);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QStringLiteral("\n"))));
}

void TestMenus::givesALetterToOneEntryOfAContextMenu_data()
{
    addLanguages();
}

void TestMenus::givesALetterToOneEntryOfAContextMenu()
{
    QFETCH(const QString, language);
    const auto studio = open(language);
    QVERIFY(studio != nullptr);
    timeline::TimelineView &view = studio->window().workspace().timeline();
    emit view.segmentMenuWanted({});
    QStringList found = clashesOfPopup();
    emit view.lanesMenuWanted({});
    found << clashesOfPopup();
    for (timeline::Lane *lane : view.lanes()) {
        emit view.laneMenuWanted(lane, {});
        found << clashesOfPopup();
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QStringLiteral("\n"))));
}

QTEST_MAIN(TestMenus)
#include "tst_menus.moc"
