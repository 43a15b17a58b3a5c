#include <QApplication>
#include <QDialog>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "core/edit/project_import.h"
#include "core/edit/project_session.h"

#include "ui/common/action_registry.h"
#include "ui/common/counted.h"
#include "ui/common/qt_convert.h"
#include "ui/common/theme.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/import_panel.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/playback_controller.h"
#include "ui/player/video_view.h"
#include "ui/start_page.h"
#include "ui/studio.h"
#include "ui/timeline/ruler.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "tests/ui/studio_project.h"

using namespace ui;
using core::base::TimeUs;

// The studio around an open project: start page, recent projects, drops, keys of the player, what
// comes back with a project, and the language.
class TestStudio : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void listsRecentProjects();
    void marksMissingProjects();
    void opensADroppedProject();
    void takesFilesDroppedOnTextFields();
    void ignoresADropOfNothing();
    void opensWhileTheWindowIsUsed();
    void offersToImportDroppedFiles();
    void tellsOfACrash();
    void returnsToThePlaceInAProject();
    void saysWhatOnlyOtherVideosHave();
    void stepsWithTheHeldKey();
    void saysWhyNothingIsHeard();
    void marksThePicturesThatAreKept();
    void changesTheRateByKeys();
    void takesBiggerSteps();
    void loopsTheSelectedSegment();
    void listsEveryCommandInAMenu();
    void exportsBesideTheProject();
    void switchesTheLanguage();
    void countsInTheRightNumber();

private:
    MainWindow &window() { return m_studio->window(); }
    player::PlaybackController &controller() { return window().workspace().controller(); }
    void open()
    {
        QVERIFY(window().openProject(m_project, QStringLiteral("v_000")));
        QTRY_VERIFY(window().workspace().isSettled());
    }
    void key(int code, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&window(), static_cast<Qt::Key>(code), modifiers);
    }
    timeline::SegmentItem selectSegment();
    void drop(const QString &path);

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<Studio> m_studio;
};

void TestStudio::initTestCase()
{
    m_project =
        QString::fromStdString(tests::makeStudioProject(m_folder.path().toStdString()).string());
}

void TestStudio::init()
{
    QFile::remove(m_folder.filePath(QStringLiteral("s.ini")));
    m_settings = std::make_unique<common::Settings>(m_folder.filePath(QStringLiteral("s.ini")));
    m_settings->setLanguage(QStringLiteral("en"));
    m_studio = std::make_unique<Studio>(*m_settings);
    window().resize(1366, 768);
    window().show();
}

void TestStudio::cleanup()
{
    m_studio.reset();
}

void TestStudio::listsRecentProjects()
{
    open();
    const auto recent = m_settings->recentProjects();
    QCOMPARE(recent.size(), std::size_t{1});
    QCOMPARE(recent[0].path, m_project);
    QCOMPARE(recent[0].videos, 3);
    QCOMPARE(recent[0].runs, 1);
    m_studio = std::make_unique<Studio>(*m_settings);
    window().show();
    QSignalSpy chosen(&window().startPage(), &StartPage::projectChosen);
    for (QPushButton *row : window().startPage().findChildren<QPushButton *>()) {
        if (row->toolTip() == m_project) {
            QTest::mouseClick(row, Qt::LeftButton);
        }
    }
    QCOMPARE(chosen.count(), 1);
    QTRY_VERIFY(window().workspace().project() != nullptr);
}

void TestStudio::marksMissingProjects()
{
    const QString gone = m_folder.filePath(QStringLiteral("gone.talo"));
    m_settings->addRecentProject({.path = gone, .opened = QDateTime::currentDateTime()});
    m_studio = std::make_unique<Studio>(*m_settings);
    window().show();
    QPushButton *row = nullptr;
    for (QPushButton *button : window().startPage().findChildren<QPushButton *>()) {
        row = button->toolTip() == gone ? button : row;
    }
    QVERIFY(row != nullptr);
    QVERIFY(row->accessibleName().contains(QStringLiteral("not found")));
    emit window().startPage().forgetRequested(gone);
    QVERIFY(m_settings->recentProjects().empty());
}

void TestStudio::drop(const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &event);
}

void TestStudio::opensADroppedProject()
{
    drop(m_project);
    QTRY_VERIFY(window().workspace().project() != nullptr);
    QCOMPARE(window().workspace().project()->path(), m_project);
}

// The field would write the file's name into itself.
void TestStudio::takesFilesDroppedOnTextFields()
{
    QVERIFY(window().openProject(m_project));
    auto *field = window().workspace().videoList().findChild<QLineEdit *>();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_folder.filePath(QStringLiteral("some.json")))});
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(field, &enter);
    QVERIFY(enter.isAccepted()); // by the window
    dialogs::NewProjectDialog other(common::lightTheme());
    QDragEnterEvent there(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(other.findChild<QLineEdit *>(), &there);
    QVERIFY(!there.isAccepted());
    QApplication::sendEvent(field, &enter);
    bool isAsked = false;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&isAsked] {
        auto *dialog = qobject_cast<dialogs::ImportDialog *>(QApplication::activeModalWidget());
        if (dialog != nullptr) {
            isAsked = !dialog->panel().isEmpty();
            dialog->reject();
        }
    });
    timer.start(10);
    QDropEvent drop(QPointF(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(field, &drop);
    QTRY_VERIFY(isAsked);
    QVERIFY(field->text().isEmpty());
}

// A program may end its drag before it tells what it held.
void TestStudio::ignoresADropOfNothing()
{
    QMimeData data;
    QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    drop.ignore();
    QApplication::sendEvent(&window(), &drop);
    QVERIFY(!drop.isAccepted());
}

void TestStudio::opensWhileTheWindowIsUsed()
{
    int opened = 0;
    window().openProjectSoon(m_folder.filePath(QStringLiteral("absent.talo")), {},
                             [&opened] { ++opened; });
    QTRY_VERIFY(window().problem().contains(QStringLiteral("absent.talo")));
    QCOMPARE(opened, 0);
    // Who asks for another one meanwhile gets that one.
    window().openProjectSoon(m_folder.filePath(QStringLiteral("gone.talo")));
    window().openProjectSoon(m_project, QStringLiteral("v_002"), [&opened] { ++opened; });
    QVERIFY(window().workspace().project() == nullptr); // nobody waited for it
    QTRY_COMPARE(opened, 1);
    QCOMPARE(window().workspace().videoName(), QStringLiteral("v_002"));
    QVERIFY(window().problem().isEmpty());
    // The project that is open only goes to the video.
    window().openProjectSoon(m_project, QStringLiteral("v_001"), [&opened] { ++opened; });
    QCOMPARE(opened, 2);
    QCOMPARE(window().workspace().videoName(), QStringLiteral("v_001"));
}

void TestStudio::offersToImportDroppedFiles()
{
    bool isOffered = false;
    // The dialog runs an event loop of its own: nothing here may wait.
    QTimer poll;
    connect(&poll, &QTimer::timeout, this, [&] {
        if (auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget())) {
            const auto *panel = dialog->findChild<dialogs::ImportPanel *>();
            isOffered = panel != nullptr && !panel->isEmpty();
            dialog->reject();
        }
    });
    poll.start(20);
    drop(m_folder.filePath(QStringLiteral("v_000.mp4")));
    QTRY_VERIFY(isOffered);
    QVERIFY(window().workspace().project() == nullptr);
}

void TestStudio::tellsOfACrash()
{
    // As a process leaves it that was killed: no such process is there any more.
    QSettings raw(m_folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    raw.setValue(QStringLiteral("open/999999999"), m_project);
    raw.sync();
    m_studio = std::make_unique<Studio>(*m_settings);
    window().show();
    const auto labels = window().startPage().findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [this](const QLabel *label) {
        return label->isVisible() && label->text().contains(QFileInfo(m_project).fileName()) &&
               label->text().contains(QStringLiteral("stopped by force"));
    }));
    QVERIFY(m_settings->takeCrashedProject().isEmpty()); // told once
}

void TestStudio::returnsToThePlaceInAProject()
{
    open();
    QVERIFY(window().openProject(m_project, QStringLiteral("v_000")));
    const timeline::SegmentItem segment = selectSegment();
    QVERIFY(segment.id > 0);
    controller().seekTo(12'000'000); // away from what is selected
    timeline::TimeAxis &axis = window().workspace().timeline().axis();
    axis.showRange({10'000'000, 15'000'000});
    const auto visible = axis.visible();
    window().close();
    m_studio = std::make_unique<Studio>(*m_settings);
    window().resize(1366, 768);
    window().show();
    QVERIFY(window().openProject(m_project));
    QTRY_VERIFY(window().workspace().isSettled());
    QCOMPARE(window().workspace().videoName(), QStringLiteral("v_000"));
    QCOMPARE(controller().time(), controller().timeOf(controller().frameAt(12'000'000)));
    const auto again = window().workspace().timeline().axis().visible();
    QVERIFY(std::abs(again.startUs - visible.startUs) < 50'000);
    QVERIFY(std::abs(again.endUs - visible.endUs) < 50'000);
    const timeline::SegmentItem *selected = window().workspace().timeline().selectedItem();
    QVERIFY(selected != nullptr);
    QCOMPARE(selected->id, segment.id);
}

void TestStudio::saysWhatOnlyOtherVideosHave()
{
    const QString path = m_folder.filePath(QStringLiteral("another.talo"));
    QVERIFY(QFile::copy(m_project, path));
    {
        auto session = core::edit::ProjectSession::open(common::toPath(path),
                                                        core::edit::Access::Write, "test");
        QVERIFY(session);
        QVERIFY(core::edit::importVideos(*session, {{.video = {.name = "unlabelled"}, .file = {}}},
                                         {.source = "a test"}));
    }
    QVERIFY(window().openProject(path, QStringLiteral("unlabelled")));
    QTRY_VERIFY(window().workspace().isSettled());
    QStringList said;
    for (const timeline::Lane *lane : window().workspace().timeline().lanes()) {
        if (lane->isEmpty()) {
            said << lane->emptyText();
        }
    }
    for (const char *text :
         {"No ground truth for this video; others have some.",
          "No proposals for this video; others have some.",
          "No pseudo-labels for this video; others have some. Runs make them for the videos that "
          "they train on.",
          "No predictions for this video; others have some."}) {
        QVERIFY2(said.contains(QString::fromUtf8(text)), text);
    }
}

void TestStudio::stepsWithTheHeldKey()
{
    open();
    controller().seekTo(controller().timeOf(100));
    QTest::keyPress(&window(), Qt::Key_K);
    key(Qt::Key_L);
    key(Qt::Key_L);
    QCOMPARE(controller().frame(), 102);
    QVERIFY(!controller().isPlaying());
    key(Qt::Key_J);
    QCOMPARE(controller().frame(), 101);
    QTest::keyRelease(&window(), Qt::Key_K);
    key(Qt::Key_L);
    QVERIFY(controller().isPlaying());
}

void TestStudio::saysWhyNothingIsHeard()
{
    open();
    const QList<QToolButton *> buttons = window().workspace().findChildren<QToolButton *>();
    const auto sound = std::find_if(buttons.begin(), buttons.end(), [](const QToolButton *button) {
        return button->accessibleName() == QStringLiteral("Sound");
    });
    QVERIFY(sound != buttons.end());
    QCOMPARE((*sound)->toolTip(), QStringLiteral("Silent: the video has no sound."));
}

void TestStudio::marksThePicturesThatAreKept()
{
    open();
    const auto *ruler = window().findChild<timeline::Ruler *>();
    controller().seekTo(10'000'000);
    QTRY_VERIFY(window().workspace().isSettled());
    const auto holds = [ruler](core::base::TimeUs time) {
        return std::any_of(ruler->kept().begin(), ruler->kept().end(), [time](const auto &range) {
            return range.startUs <= time && time < range.endUs;
        });
    };
    QVERIFY(holds(controller().time()));
    QVERIFY(!holds(20'000'000));
    QVERIFY(window().openProject(m_project, QStringLiteral("v_001"))); // has no file
    QVERIFY(ruler->kept().empty());
}

void TestStudio::changesTheRateByKeys()
{
    open();
    key(Qt::Key_Equal, Qt::AltModifier);
    QCOMPARE(controller().rate(), 1.25);
    key(Qt::Key_0, Qt::AltModifier);
    QCOMPARE(controller().rate(), 1.0);
    for (int i = 0; i < 12; ++i) {
        key(Qt::Key_Minus, Qt::AltModifier);
    }
    QCOMPARE(controller().rate(), 0.1);
    for (int i = 0; i < 20; ++i) {
        key(Qt::Key_Equal, Qt::AltModifier);
    }
    QCOMPARE(controller().rate(), 4.0);
}

void TestStudio::takesBiggerSteps()
{
    open();
    m_settings->setStepFrames(30);
    key(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(controller().frame(), 30);
    key(Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(controller().frame(), 0);
}

timeline::SegmentItem TestStudio::selectSegment()
{
    key(Qt::Key_Tab);
    const timeline::SegmentItem *item = window().workspace().timeline().selectedItem();
    return item == nullptr ? timeline::SegmentItem() : *item;
}

void TestStudio::loopsTheSelectedSegment()
{
    open();
    const timeline::SegmentItem segment = selectSegment();
    QVERIFY(segment.range.durationUs() > 0);
    key(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(controller().isPlaying());
    QCOMPARE(controller().loop()->startUs, segment.range.startUs);
    QVERIFY(window().actions().action(QStringLiteral("play.loop"))->isChecked());
    controller().seekTo(segment.range.endUs - 40'000);
    QTRY_VERIFY(controller().time() < segment.range.endUs - 100'000);
    QVERIFY(controller().time() >= segment.range.startUs - 40'000);
    QVERIFY(controller().isPlaying());
    key(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!controller().loop());
}

void TestStudio::listsEveryCommandInAMenu()
{
    QSet<QString> listed;
    for (const common::MenuId id : common::allMenus()) {
        const QMenu *menu = window().actions().menu(id);
        for (const QAction *action : menu == nullptr ? QList<QAction *>() : menu->actions()) {
            listed.insert(action->objectName());
        }
    }
    QSet<QKeySequence> keys;
    for (const common::Command &command : window().actions().commands()) {
        QVERIFY2(listed.contains(command.id), qPrintable(command.id));
        QVERIFY2(!command.tip.isEmpty(), qPrintable(command.id));
        for (const QKeySequence &sequence : command.keys) {
            QVERIFY2(!keys.contains(sequence), qPrintable(sequence.toString()));
            keys.insert(sequence);
        }
    }
}

void TestStudio::exportsBesideTheProject()
{
    open();
    QString folder;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&folder] {
        if (auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget())) {
            folder = dialog->directory().path();
            dialog->reject();
        }
    });
    timer.start(10);
    window().actions().action(QStringLiteral("file.export-timeline"))->trigger();
    QCOMPARE(folder, QFileInfo(m_project).path());
}

void TestStudio::switchesTheLanguage()
{
    open();
    controller().seekTo(12'000'000);
    const TimeUs time = controller().time();
    const QString english = window().menuBar()->actions().front()->text();
    m_settings->setLanguage(QStringLiteral("zh_CN"));
    emit window().languageChanged();
    QTRY_VERIFY(window().menuBar()->actions().front()->text() != english);
    QVERIFY(window().menuBar()->actions().front()->text().contains(QStringLiteral("文件")));
    QVERIFY(window().isVisible());
    QCOMPARE(window().workspace().project()->path(), m_project);
    QCOMPARE(window().workspace().videoName(), QStringLiteral("v_000"));
    QCOMPARE(controller().time(), time);
    m_settings->setLanguage(QStringLiteral("en"));
    emit window().languageChanged();
    QTRY_COMPARE(window().menuBar()->actions().front()->text(), english);
}

void TestStudio::countsInTheRightNumber()
{
    QCOMPARE(common::videosText(0), QStringLiteral("0 videos"));
    QCOMPARE(common::videosText(1), QStringLiteral("1 video"));
    QCOMPARE(common::labelsText(12345), common::countText(12345) + QStringLiteral(" labels"));
    m_studio.reset();
    const Studio chinese(*m_settings, QStringLiteral("zh_CN"));
    QCOMPARE(common::videosText(1), QStringLiteral("1 个视频"));
}

QTEST_MAIN(TestStudio)
#include "tst_studio.moc"
