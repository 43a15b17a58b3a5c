#include <QAction>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QScopeGuard>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/annotation_json.h"
#include "core/data/detection_json.h"
#include "core/edit/project_session.h"

#include "ui/common/action_registry.h"
#include "ui/common/settings.h"
#include "ui/common/theme.h"
#include "ui/dialogs/demo_dialog.h"
#include "ui/dialogs/go_to_time_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/import_panel.h"
#include "ui/dialogs/key_sheet.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/dialogs/shortcuts_dialog.h"
#include "ui/models/project_model.h"

#include "tests/support/media_factory.h"
#include "tests/support/project_factory.h"

using namespace ui;
using core::edit::Access;
using core::edit::ProjectSession;

namespace {

// The button that carries out what a dialog is for.
QPushButton *primaryOf(QWidget &dialog)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->property("primary").toBool()) {
            return button;
        }
    }
    return nullptr;
}

QPushButton *buttonOf(QWidget &dialog, const QString &text)
{
    for (QPushButton *button : dialog.findChildren<QPushButton *>()) {
        if (button->text() == text) {
            return button;
        }
    }
    return nullptr;
}

} // namespace

// The real dialogs, by mouse and keys, and the project or the settings that come of it.
class TestDialogs : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_folder.reset(); }
    void makesAProjectFromAFolder();
    void makesNothingWhenCancelled();
    void refusesAFileThatIsThere();
    void namesAProjectThatIsNotThere();
    void importsProposalsAsWhatIsChosen();
    void leavesOutWhatIsUnticked();
    void importsNothingWithAnError();
    void rendersTheDemo();
    void saysWhyTheDemoFails();
    void savesPreferences();
    void givesCommandsOtherKeys();
    void warnsOfAConflictingKey();
    void searchesTheKeys();
    void readsTimes_data();
    void readsTimes();

private:
    // A project of two videos.
    std::unique_ptr<models::ProjectModel> makeModel() const
    {
        return models::ProjectModel::open(tests::makeProject(m_folder->path().toStdString(), 2, 3))
            .value();
    }
    // Shows the dialog with proposals in three videos, v_002 being none of makeModel()'s.
    void addFound(dialogs::ImportDialog &dialog) const
    {
        QVERIFY(core::data::writeDetectionJson(file("found.json"), tests::makeDetections(3, 4, 7),
                                               core::data::DetectionForm::ActivityNet));
        dialog.show();
        dialog.panel().addPaths({path(QStringLiteral("found.json"))});
        QTRY_VERIFY(!dialog.panel().isBusy());
    }
    QString path(const QString &name) const { return m_folder->filePath(name); }
    std::filesystem::path file(const char *name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    void fillFolder();

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDialogs::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestDialogs::fillFolder()
{
    QVERIFY(core::base::makeFolder(file("data")));
    QVERIFY(tests::writeCounterVideo(file("data/v_000.mp4"), {.frames = 60}));
    QVERIFY(core::base::writeFileAtomically(file("data/broken.mp4"), "this is no video"));
    QVERIFY(core::data::writeAnnotationJson(file("data/gt.json"), tests::makeGroundTruth(2, 3),
                                            core::data::AnnotationForm::ActivityNet));
}

void TestDialogs::makesAProjectFromAFolder()
{
    fillFolder();
    dialogs::NewProjectDialog dialog(common::darkTheme());
    dialog.show();
    dialog.setPath(path(QStringLiteral("mine.talo")));
    dialog.panel().addPaths({path(QStringLiteral("data"))});
    QPushButton *create = primaryOf(dialog);
    QVERIFY(!create->isEnabled()); // while the files are looked through
    QTRY_VERIFY(create->isEnabled());
    auto *tree = dialog.findChild<QTreeWidget *>();
    QCOMPARE(tree->topLevelItemCount(), 2);
    QCOMPARE(dialog.panel().leftOutCount(), 1);
    QVERIFY(create->text().contains(QLatin1Char('1'))); // the video that is none
    QTest::mouseClick(create, Qt::LeftButton);
    QTRY_COMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    auto session = ProjectSession::open(dialog.path().toStdString(), Access::Read).value();
    QCOMPARE(session.document().videos().size(), std::size_t{2});
    QVERIFY(session.document().videoByName("v_000")->rootId.has_value());
    QCOMPARE(session.document().classes().size(), std::size_t{3});
}

void TestDialogs::makesNothingWhenCancelled()
{
    fillFolder();
    dialogs::NewProjectDialog dialog(common::darkTheme());
    dialog.show();
    dialog.setPath(path(QStringLiteral("mine.talo")));
    dialog.panel().addPaths({path(QStringLiteral("data"))});
    QTRY_VERIFY(primaryOf(dialog)->isEnabled());
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Rejected));
    QVERIFY(!QFile::exists(path(QStringLiteral("mine.talo"))));
}

void TestDialogs::refusesAFileThatIsThere()
{
    QVERIFY(core::base::writeFileAtomically(file("mine.talo"), "precious"));
    dialogs::NewProjectDialog dialog(common::darkTheme());
    dialog.setPath(path(QStringLiteral("mine.talo")));
    QVERIFY(!primaryOf(dialog)->isEnabled());
    dialog.setPath(path(QStringLiteral("other")));
    QVERIFY(primaryOf(dialog)->isEnabled());
    QVERIFY(dialog.path().endsWith(QStringLiteral("other.talo")));
}

void TestDialogs::namesAProjectThatIsNotThere()
{
    const QByteArray home = qgetenv("HOME");
    const auto restore = qScopeGuard([&] { qputenv("HOME", home); });
    qputenv("HOME", m_folder->path().toUtf8());
    QCOMPARE(dialogs::NewProjectDialog(common::darkTheme()).path(),
             path(QStringLiteral("project.talo")));
    QVERIFY(core::base::writeFileAtomically(file("project.talo"), "precious"));
    dialogs::NewProjectDialog dialog(common::darkTheme());
    QCOMPARE(dialog.path(), path(QStringLiteral("project-2.talo")));
    QVERIFY(primaryOf(dialog)->isEnabled());
}

void TestDialogs::importsProposalsAsWhatIsChosen()
{
    const auto model = makeModel();
    dialogs::ImportDialog dialog(common::darkTheme(), *model);
    addFound(dialog);
    // v_002 is unknown: nothing can be imported until the person decides.
    QPushButton *import = primaryOf(dialog);
    QVERIFY(!import->isEnabled());
    QComboBox *kinds = dialog.findChild<QTreeWidget *>()->findChild<QComboBox *>();
    QTest::keyClicks(kinds, QStringLiteral("Pseudo"));
    QCOMPARE(kinds->currentText(), dialogs::kindTitle(core::intake::Kind::PseudoLabels));
    emit kinds->activated(kinds->currentIndex());
    for (QComboBox *box : dialog.panel().findChildren<QComboBox *>()) {
        if (box->findText(QStringLiteral("Leave them out")) >= 0) {
            box->setCurrentText(QStringLiteral("Leave them out"));
            emit box->activated(box->currentIndex());
        }
    }
    QTRY_VERIFY(import->isEnabled());
    QTest::mouseClick(import, Qt::LeftButton);
    QVERIFY(!import->isEnabled()); // it writes on another thread
    QTRY_COMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QVERIFY(!dialog.summary().isEmpty());
    int tracks = 0;
    for (const core::model::Track &track : model->document().tracks()) {
        tracks +=
            track.role == core::model::TrackRole::PseudoLabel && track.name == "found" ? 1 : 0;
    }
    QCOMPARE(tracks, 2);
    QVERIFY(model->document().videoByName("v_002") == nullptr);
}

// By the mouse, also where the row has a box to choose from.
void TestDialogs::leavesOutWhatIsUnticked()
{
    const auto model = makeModel();
    dialogs::ImportDialog dialog(common::darkTheme(), *model);
    addFound(dialog);
    auto *tree = dialog.findChild<QTreeWidget *>();
    QVERIFY(tree->findChild<QComboBox *>() != nullptr);
    QCOMPARE(dialog.panel().chosenCount(), 1);
    QStyleOptionViewItem option;
    option.initFrom(tree);
    option.rect = tree->visualItemRect(tree->topLevelItem(0));
    option.rect.setWidth(tree->columnWidth(0) - option.rect.left());
    option.features = QStyleOptionViewItem::HasCheckIndicator;
    const QRect tick =
        tree->style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, tree);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tick.center());
    QCOMPARE(dialog.panel().chosenCount(), 0);
}

void TestDialogs::importsNothingWithAnError()
{
    const auto project = tests::makeProject(m_folder->path().toStdString(), 2, 3);
    QVERIFY(core::base::writeFileAtomically(file("bad.json"), "{\"database\": {\"v\": [}"));
    auto model = models::ProjectModel::open(project).value();
    dialogs::ImportDialog dialog(common::darkTheme(), *model);
    dialog.show();
    dialog.panel().addPaths({path(QStringLiteral("bad.json"))});
    QTRY_VERIFY(!dialog.panel().isBusy());
    QVERIFY(!primaryOf(dialog)->isEnabled());
    QCOMPARE(dialog.panel().leftOutCount(), 1);
    QVERIFY(!dialog.panel().obstacle().isEmpty());
}

void TestDialogs::rendersTheDemo()
{
    const QString talo =
        QString::fromLocal8Bit(qgetenv("TALOSCOPE_BIN_DIR")) + QStringLiteral("/talo");
    dialogs::DemoDialog dialog(talo);
    dialog.setFolder(path(QStringLiteral("demo")));
    dialog.setMoreArguments(
        {QStringLiteral("--no-train"), QStringLiteral("--videos"), QStringLiteral("10")});
    dialog.show();
    QTest::mouseClick(primaryOf(dialog), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(dialog.result(), static_cast<int>(QDialog::Accepted), 90'000);
    QVERIFY(QFile::exists(dialog.project()));
}

void TestDialogs::saysWhyTheDemoFails()
{
    dialogs::DemoDialog dialog(path(QStringLiteral("no-talo")));
    dialog.setFolder(path(QStringLiteral("demo")));
    dialog.show();
    QTest::mouseClick(primaryOf(dialog), Qt::LeftButton);
    const auto says = [&] {
        for (const QLabel *label : dialog.findChildren<QLabel *>()) {
            if (label->text().contains(QStringLiteral("no-talo"))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY(says());
    QVERIFY(dialog.isVisible());
}

void TestDialogs::savesPreferences()
{
    common::Settings settings(path(QStringLiteral("s.ini")));
    {
        dialogs::PreferencesDialog dialog(settings);
        dialog.show();
        for (QComboBox *box : dialog.findChildren<QComboBox *>()) {
            if (box->findText(QStringLiteral("简体中文")) >= 0) {
                box->setCurrentText(QStringLiteral("简体中文"));
            }
        }
        for (QSpinBox *box : dialog.findChildren<QSpinBox *>()) {
            if (box->value() == settings.stepFrames()) {
                box->setValue(25);
            }
        }
        dialog.findChild<QSpinBox *>(QStringLiteral("runsAtOnce"))->setValue(3);
        QTest::mouseClick(primaryOf(dialog), Qt::LeftButton);
    }
    QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
    QCOMPARE(settings.stepFrames(), 25);
    QCOMPARE(settings.runsAtOnce(), 3);
    dialogs::PreferencesDialog dialog(settings);
    dialog.show();
    dialog.reject();
    QCOMPARE(settings.language(), QStringLiteral("zh_CN"));
}

namespace {

// A window with two commands that count how often they run.
struct TwoCommands
{
    explicit TwoCommands(const QString &settingsPath)
        : settings(settingsPath)
    {
        add(QStringLiteral("labels.split"), QStringLiteral("&Split"),
            QStringLiteral("Cuts at the playhead."), Qt::Key_B, splits);
        add(QStringLiteral("labels.merge"), QStringLiteral("&Merge…"),
            QStringLiteral("Joins with the next."), Qt::Key_M, merges);
    }

    void add(const QString &id, const QString &text, const QString &tip, Qt::Key key, int &count)
    {
        registry.add({.id = id,
                      .menu = common::MenuId::Labels,
                      .text = text,
                      .tip = tip,
                      .keys = {key},
                      .run = [&count] { ++count; },
                      .needsProject = false});
    }

    common::Settings settings;
    QMainWindow window;
    common::ActionRegistry registry = common::ActionRegistry(settings, window);
    int splits = 0;
    int merges = 0;
};

} // namespace

void TestDialogs::givesCommandsOtherKeys()
{
    TwoCommands commands(path(QStringLiteral("s.ini")));
    const common::ActionRegistry &registry = commands.registry;
    dialogs::ShortcutsDialog dialog(commands.registry);
    dialog.show();
    dialog.select(QStringLiteral("labels.split"));
    auto *key = dialog.findChild<QKeySequenceEdit *>();
    key->setKeySequence(QKeySequence(Qt::CTRL | Qt::Key_B));
    QTest::mouseClick(buttonOf(dialog, QStringLiteral("Add this key")), Qt::LeftButton);
    QCOMPARE(registry.keys(QStringLiteral("labels.split")),
             QList<QKeySequence>({Qt::Key_B, QKeySequence(Qt::CTRL | Qt::Key_B)}));
    QVERIFY(commands.settings.keys(QStringLiteral("labels.split")).has_value());
    QTest::mouseClick(buttonOf(dialog, QStringLiteral("As delivered")), Qt::LeftButton);
    QCOMPARE(registry.keys(QStringLiteral("labels.split")), QList<QKeySequence>({Qt::Key_B}));
    QVERIFY(!commands.settings.keys(QStringLiteral("labels.split")).has_value());
}

void TestDialogs::warnsOfAConflictingKey()
{
    TwoCommands commands(path(QStringLiteral("s.ini")));
    const common::ActionRegistry &registry = commands.registry;
    dialogs::ShortcutsDialog dialog(commands.registry);
    dialog.show();
    dialog.select(QStringLiteral("labels.split"));
    dialog.findChild<QKeySequenceEdit *>()->setKeySequence(QKeySequence(Qt::Key_M));
    const auto warnings = dialog.findChildren<QLabel *>();
    QVERIFY(std::any_of(warnings.begin(), warnings.end(), [](const QLabel *label) {
        return label->text().contains(QStringLiteral("Merge"));
    }));
    QCOMPARE(registry.keys(QStringLiteral("labels.merge")), QList<QKeySequence>({Qt::Key_M}));
    QTest::mouseClick(buttonOf(dialog, QStringLiteral("Use this key")), Qt::LeftButton);
    QCOMPARE(registry.keys(QStringLiteral("labels.split")), QList<QKeySequence>({Qt::Key_M}));
    QVERIFY(registry.keys(QStringLiteral("labels.merge")).isEmpty());
    QTest::mouseClick(buttonOf(dialog, QStringLiteral("All as delivered")), Qt::LeftButton);
    QCOMPARE(registry.keys(QStringLiteral("labels.merge")), QList<QKeySequence>({Qt::Key_M}));
    QCOMPARE(registry.keys(QStringLiteral("labels.split")), QList<QKeySequence>({Qt::Key_B}));
}

void TestDialogs::searchesTheKeys()
{
    TwoCommands commands(path(QStringLiteral("s.ini")));
    dialogs::KeySheet sheet(commands.registry);
    sheet.show();
    QCOMPARE(sheet.shownCount(), 2);
    auto *search = sheet.findChild<QLineEdit *>();
    QTest::keyClicks(search, QStringLiteral("joins"));
    QCOMPARE(sheet.shownCount(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(commands.merges, 1);
    QCOMPARE(commands.splits, 0);
}

void TestDialogs::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("time"); // -1: refused
    QTest::newRow("seconds") << QStringLiteral("83.5") << qint64{83'500'000};
    QTest::newRow("minutes") << QStringLiteral("1:23.5") << qint64{83'500'000};
    QTest::newRow("hours") << QStringLiteral("1:00:02") << qint64{3'602'000'000};
    QTest::newRow("frame") << QStringLiteral("f25") << qint64{1'000'000};
    QTest::newRow("number") << QStringLiteral("# 50") << qint64{2'000'000};
    QTest::newRow("sixty") << QStringLiteral("1:60") << qint64{-1};
    QTest::newRow("negative") << QStringLiteral("-3") << qint64{-1};
    QTest::newRow("words") << QStringLiteral("soon") << qint64{-1};
    QTest::newRow("nothing") << QString() << qint64{-1};
    QTest::newRow("half a minute") << QStringLiteral("0.5:00") << qint64{-1};
}

void TestDialogs::readsTimes()
{
    QFETCH(QString, text);
    QFETCH(qint64, time);
    const auto read = dialogs::parsePlace(text, [](qint64 frame) { return frame * 40'000; });
    QCOMPARE(read.value_or(-1), time);
}

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
