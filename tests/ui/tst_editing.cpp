// Correcting labels in the real window, by mouse and by keyboard; what counts is what the project
// file holds afterwards, read by a session of its own.
#include <filesystem>

#include <QInputDialog>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "core/edit/project_session.h"

#include "ui/common/action_registry.h"
#include "ui/edit/class_chooser.h"
#include "ui/main_window.h"
#include "ui/models/project_model.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/playback_controller.h"
#include "ui/player/video_view.h"
#include "ui/timeline/drag_guide.h"
#include "ui/timeline/segment_gestures.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "tests/support/project_factory.h"
#include "tests/ui/studio_project.h"

using namespace ui;
using core::base::TimeRange;
using core::base::TimeUs;
using core::model::Segment;
using core::model::SegmentState;
using timeline::SegmentLane;

namespace {

constexpr TimeUs kSecond = 1'000'000;
// The label that the project has: class Jump, confirmed.
constexpr TimeRange kLabel = {11'500'000, 14'000'000};

} // namespace

class TestEditing : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void drawsByDragging();
    void snapsToOtherEdges();
    void movesByDragging();
    void trimsByDragging();
    void showsTheFrameUnderADraggedEdge();
    void escapeTakesADragBack();
    void refusesToChangeLockedLanes();
    void splitsByMouse();
    void paintsByMouse();
    void changesByKey_data();
    void changesByKey();
    void marksInAndOut();
    void paintsWhilePlaying();
    void splitsAndMerges();
    void choosesAClassByTyping();
    void writesANote();
    void judgesPseudoLabels();
    void copiesFromLockedLanes();
    void changesManyAtOnce();
    void selectsManyByMouse();
    void copiesAndPastes();
    void setsTheStateOfTheVideo();
    void keepsALabelSet();
    void jumpsToEdges();
    void playsAroundEdges();
    void undoesAfterARestart();
    void goesToTheVideoOfWhatIsUndone();
    void keepsSelectionZoomAndPlayhead();
    void leavesLettersToTextFields();
    void refusesInAReadOnlyProject();

private:
    Workspace &workspace() { return m_window->workspace(); }
    timeline::TimelineView &view() { return workspace().timeline(); }
    player::PlaybackController &player() { return workspace().controller(); }
    SegmentLane *lane(const char *title)
    {
        for (timeline::Lane *item : view().lanes()) {
            if (item->title() == QLatin1String(title)) {
                return qobject_cast<SegmentLane *>(item);
            }
        }
        return nullptr;
    }
    SegmentLane *own() { return lane("My labels"); }

    void openWindow();
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    int xOf(TimeUs time) { return static_cast<int>(std::lround(view().axis().xOf(time))); }
    static void drag(QWidget *widget, const QPoint &from, const QPoint &to,
                     Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void dragOwn(int from, int to) { drag(own(), {from, 20}, {to, 20}); }
    void selectLabel()
    {
        QVERIFY(!own()->segments().empty());
        view().select(own(), {own()->segments().front().id});
    }
    // The labels of a person in v_000 and the number of revisions, as the file has them.
    std::vector<Segment> labels(const char *video = "v_000");
    qint64 revisions();
    std::string rows() { return tests::dumpTables(path(), {"segment", "track"}); }
    std::filesystem::path path() const
    {
        return std::filesystem::path(m_copy->path().toStdString()) / "p.talo";
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_copy;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestEditing::initTestCase()
{
    tests::makeStudioProject(m_folder.path().toStdString());
}

void TestEditing::init()
{
    m_copy = std::make_unique<QTemporaryDir>();
    std::filesystem::copy(m_folder.path().toStdString(), m_copy->path().toStdString(),
                          std::filesystem::copy_options::recursive);
    m_settings = std::make_unique<common::Settings>(m_copy->filePath(QStringLiteral("s.ini")));
    openWindow();
}

void TestEditing::openWindow()
{
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1400, 900);
    m_window->show();
    QVERIFY(
        m_window->openProject(QString::fromStdString(path().string()), QStringLiteral("v_000")));
    QTRY_VERIFY(workspace().isSettled());
}

void TestEditing::cleanup()
{
    m_window.reset();
    m_copy.reset();
}

void TestEditing::drag(QWidget *widget, const QPoint &from, const QPoint &to,
                       Qt::KeyboardModifiers modifiers)
{
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    for (const QPoint &point : {from + (to - from) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton,
                         Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

std::vector<Segment> TestEditing::labels(const char *video)
{
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    if (!session) {
        return {};
    }
    core::edit::Document &document = session->document();
    for (const core::model::Track &track : document.tracks()) {
        if (track.role == core::model::TrackRole::Manual &&
            track.videoId == document.videoByName(video)->id) {
            const auto found = document.segments(track.id);
            return {found->begin(), found->end()};
        }
    }
    return {};
}

qint64 TestEditing::revisions()
{
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    return session ? static_cast<qint64>(session->revisions().newest(std::nullopt)->size()) : -1;
}

void TestEditing::drawsByDragging()
{
    const qint64 before = revisions();
    const std::string start = rows();
    view().setSnapping(false);
    const int from = xOf(18 * kSecond);
    const int to = xOf(20 * kSecond);
    dragOwn(from, to);
    QCOMPARE(revisions(), before + 1);
    QCOMPARE(labels().size(), std::size_t{2});
    const Segment made = labels().back();
    const auto pixel = static_cast<TimeUs>(view().axis().scale().usPerPixel);
    QVERIFY(std::abs(made.range.startUs - view().axis().timeAt(from)) <= pixel);
    QVERIFY(std::abs(made.range.endUs - view().axis().timeAt(to)) <= pixel);
    QCOMPARE(made.state, SegmentState::Confirmed);
    // It is shown, selected, and the first of the classes that the video is known to show.
    QCOMPARE(own()->segments().size(), std::size_t{2});
    QCOMPARE(view().selectedItem()->id, made.id);
    QCOMPARE(view().selectedItem()->classOrdinal, 0);
    const std::string drawn = rows();

    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
    QCOMPARE(own()->segments().size(), std::size_t{1});
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(rows(), drawn);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(rows(), drawn);
    QCOMPARE(own()->segments().size(), std::size_t{2});
}

void TestEditing::snapsToOtherEdges()
{
    // Ground truth has edges at 16.25 and 21.5 s.
    const QPoint from(xOf(16'250'000) + 4, 20);
    const QPoint to(xOf(21'500'000) - 5, 20);
    QTest::mousePress(own(), Qt::LeftButton, Qt::NoModifier, from);
    for (const QPoint &point : {from + QPoint(60, 0), to}) {
        QMouseEvent move(QEvent::MouseMove, point, own()->mapToGlobal(point), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(own(), &move);
    }
    QVERIFY(view().guide().isVisible());
    QVERIFY(view().guide().lines().contains(QStringLiteral("snapped to Ground truth")));
    QTest::mouseRelease(own(), Qt::LeftButton, Qt::NoModifier, to);
    QVERIFY(!view().guide().isVisible());
    QCOMPARE(labels().back().range.endUs, 21'500'000);
    // Away from everything an edge lies on a frame.
    view().axis().showRange({8 * kSecond, 9 * kSecond});
    dragOwn(300, 600);
    QCOMPARE(labels().size(), std::size_t{3});
    const TimeRange drawn = labels().front().range;
    QCOMPARE(drawn.startUs, player().timeOf(player().frameAt(drawn.startUs)));
    key(Qt::Key_S);
    QVERIFY(!view().isSnapping());
}

void TestEditing::movesByDragging()
{
    const std::string start = rows();
    view().setSnapping(false);
    const int middle = xOf((kLabel.startUs + kLabel.endUs) / 2);
    dragOwn(middle, middle + 100);
    const TimeRange now = labels().front().range;
    QCOMPARE(now.durationUs(), kLabel.durationUs());
    const double by = 100 * view().axis().scale().usPerPixel;
    QVERIFY(std::abs(static_cast<double>(now.startUs - kLabel.startUs) - by) < 2);
    // It stops at the end of the video.
    const int again = xOf((now.startUs + now.endUs) / 2);
    dragOwn(again, again + 4000);
    QCOMPARE(labels().front().range.endUs, view().axis().durationUs());
    QCOMPARE(labels().front().range.durationUs(), kLabel.durationUs());
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
}

void TestEditing::trimsByDragging()
{
    const std::string start = rows();
    view().setSnapping(false);
    dragOwn(xOf(kLabel.startUs) + 2, xOf(kLabel.startUs) + 22);
    const double by = 20 * view().axis().scale().usPerPixel;
    TimeRange now = labels().front().range;
    QVERIFY(std::abs(static_cast<double>(now.startUs - kLabel.startUs) - by) < 2);
    QCOMPARE(now.endUs, kLabel.endUs);
    dragOwn(xOf(kLabel.endUs) - 2, xOf(kLabel.endUs) + 38);
    const TimeUs trimmed = now.startUs;
    now = labels().front().range;
    QCOMPARE(now.startUs, trimmed);
    QVERIFY(now.endUs > kLabel.endUs + kSecond);
    // An edge never passes the other one: a frame is left.
    dragOwn(xOf(now.endUs) - 2, xOf(now.startUs) - 200);
    QCOMPARE(labels().front().range.startUs, now.startUs);
    QCOMPARE(labels().front().range.durationUs(), 40'000);
    for (int i = 0; i < 3; ++i) {
        key(Qt::Key_Z, Qt::ControlModifier);
    }
    QCOMPARE(rows(), start);
}

void TestEditing::showsTheFrameUnderADraggedEdge()
{
    view().setSnapping(false);
    const qint64 playhead = player().frame();
    QTRY_COMPARE(workspace().videoView().shownFrame(), playhead);
    const QPoint from(xOf(kLabel.endUs) - 2, 20);
    const QPoint to = from + QPoint(80, 0);
    QTest::mousePress(own(), Qt::LeftButton, Qt::NoModifier, from);
    QMouseEvent move(QEvent::MouseMove, to, own()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QApplication::sendEvent(own(), &move);
    QVERIFY(own()->gestures().drag() != nullptr);
    const qint64 edge = player().frameAt(own()->gestures().drag()->edge());
    QVERIFY(edge != playhead);
    QTRY_COMPARE(workspace().videoView().shownFrame(), edge);
    QCOMPARE(player().frame(), playhead);
    QTest::mouseRelease(own(), Qt::LeftButton, Qt::NoModifier, to);
    QCOMPARE(player().frameAt(labels().front().range.endUs), edge);
    QTRY_COMPARE(workspace().videoView().shownFrame(), playhead);
}

void TestEditing::escapeTakesADragBack()
{
    const qint64 before = revisions();
    const QPoint from(xOf(kLabel.endUs) - 2, 20);
    const QPoint to = from + QPoint(80, 0);
    QTest::mousePress(own(), Qt::LeftButton, Qt::NoModifier, from);
    QMouseEvent move(QEvent::MouseMove, to, own()->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     Qt::NoModifier);
    QApplication::sendEvent(own(), &move);
    QVERIFY(own()->gestures().drag() != nullptr);
    QVERIFY(own()->gestures().drag()->ranges().front().range.endUs > kLabel.endUs);
    key(Qt::Key_Escape);
    QVERIFY(own()->gestures().drag() == nullptr);
    QTest::mouseRelease(own(), Qt::LeftButton, Qt::NoModifier, to);
    QCOMPARE(revisions(), before);
    QCOMPARE(labels().front().range, kLabel);
}

void TestEditing::refusesToChangeLockedLanes()
{
    const std::string start = rows();
    const QSignalSpy said(&workspace(), &Workspace::noticed);
    SegmentLane *truth = lane("Ground truth");
    drag(truth, {xOf(3 * kSecond), 15}, {xOf(4 * kSecond), 15});
    QVERIFY(said.back().front().toString().startsWith(QStringLiteral("Locked:")));
    // By key, too.
    view().select(truth, {truth->segments().front().id});
    for (const Qt::Key pressed : {Qt::Key_BracketLeft, Qt::Key_Delete, Qt::Key_B, Qt::Key_2}) {
        const qsizetype before = said.count();
        key(pressed);
        QVERIFY(said.count() > before);
        QVERIFY(said.back().front().toString().startsWith(QStringLiteral("Locked:")));
    }
    QCOMPARE(rows(), start);
}

void TestEditing::splitsByMouse()
{
    key(Qt::Key_X);
    QCOMPARE(view().tool(), timeline::Tool::Split);
    view().setSnapping(false);
    const int x = xOf(12'600'000);
    QTest::mouseClick(own(), Qt::LeftButton, Qt::NoModifier, {x, 20});
    QCOMPARE(labels().size(), std::size_t{2});
    QCOMPARE(labels()[0].range.endUs, labels()[1].range.startUs);
    const auto pixel = static_cast<TimeUs>(view().axis().scale().usPerPixel);
    QVERIFY(std::abs(labels()[0].range.endUs - 12'600'000) <= pixel);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
    QCOMPARE(labels().front().range, kLabel);
    key(Qt::Key_V);
    QCOMPARE(view().tool(), timeline::Tool::Select);
}

void TestEditing::paintsByMouse()
{
    key(Qt::Key_P, Qt::ShiftModifier);
    player().seekTo(18 * kSecond);
    QTest::mousePress(own(), Qt::LeftButton, Qt::NoModifier, {200, 20});
    QVERIFY(player().isPlaying());
    QTRY_VERIFY(player().time() > 18'300'000);
    QTest::mouseRelease(own(), Qt::LeftButton, Qt::NoModifier, {200, 20});
    QVERIFY(!player().isPlaying());
    QCOMPARE(labels().size(), std::size_t{2});
    QCOMPARE(labels().back().range, (TimeRange{18 * kSecond, player().time()}));
}

void TestEditing::changesByKey_data()
{
    // With the label selected and the playhead at 12 s; what the file holds then.
    using Ranges = QList<QPair<TimeUs, TimeUs>>;
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<Ranges>("ranges");
    QTest::addColumn<QString>("className");
    QTest::addColumn<int>("state");
    const auto confirmed = static_cast<int>(SegmentState::Confirmed);
    const auto row = [&](const char *name, int key, int modifiers, const Ranges &ranges,
                         const char *className = "Jump", int state = -1) {
        QTest::newRow(name) << key << modifiers << ranges << QString::fromLatin1(className)
                            << (state < 0 ? confirmed : state);
    };
    const TimeUs s = kLabel.startUs;
    const TimeUs e = kLabel.endUs;
    row("[", Qt::Key_BracketLeft, 0, {{s - 20'000, e}});
    row("]", Qt::Key_BracketRight, 0, {{s + 20'000, e}});
    row("{", Qt::Key_BraceLeft, Qt::ShiftModifier, {{s, e - 40'000}});
    row("}", Qt::Key_BraceRight, Qt::ShiftModifier, {{s, e + 40'000}});
    row("B", Qt::Key_B, 0, {{s, 12 * kSecond}, {12 * kSecond, e}});
    row("Delete", Qt::Key_Delete, 0, {});
    row("Backspace", Qt::Key_Backspace, 0, {});
    row("Ctrl+D", Qt::Key_D, Qt::ControlModifier, {{s, e}, {e, e + 2'500'000}});
    row("1", Qt::Key_1, 0, {{s, e}}, "Run");
    row("3", Qt::Key_3, 0, {{s, e}}, "Throw");
    row("Ctrl+Backspace", Qt::Key_Backspace, Qt::ControlModifier, {{s, e}}, "Jump",
        static_cast<int>(SegmentState::Rejected));
    row("Ctrl+Shift+Enter", Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier, {{s, e}},
        "Jump", static_cast<int>(SegmentState::Draft));
}

void TestEditing::changesByKey()
{
    QFETCH(const int, key);
    QFETCH(const int, modifiers);
    using Ranges = QList<QPair<TimeUs, TimeUs>>;
    QFETCH(const Ranges, ranges);
    QFETCH(const QString, className);
    QFETCH(const int, state);
    const std::string start = rows();
    const qint64 before = revisions();
    selectLabel();
    player().seekTo(12 * kSecond);
    this->key(key, Qt::KeyboardModifiers(modifiers));
    Ranges found;
    for (const Segment &segment : labels()) {
        found.append({segment.range.startUs, segment.range.endUs});
        QCOMPARE(static_cast<int>(segment.state), state);
        QCOMPARE(QString::fromStdString(
                     workspace().project()->document().actionClass(*segment.classId)->key),
                 className);
    }
    QCOMPARE(found, ranges);
    QCOMPARE(revisions(), before + 1);
    const std::string changed = rows();
    QVERIFY(changed != start);
    this->key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
    this->key(Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(rows(), changed);
}

void TestEditing::marksInAndOut()
{
    key(Qt::Key_2); // Jump, for what is drawn from now on
    player().seekTo(17 * kSecond);
    key(Qt::Key_I);
    player().seekTo(18 * kSecond);
    key(Qt::Key_O);
    player().seekTo(2 * kSecond);
    key(Qt::Key_Return);
    QCOMPARE(labels().back().range, (TimeRange{17 * kSecond, 18 * kSecond}));
    QCOMPARE(view().selectedItem()->classOrdinal, 1);
    // Without O the playhead is the end; Escape forgets the marks.
    key(Qt::Key_I);
    player().seekTo(3 * kSecond);
    key(Qt::Key_Enter, Qt::KeypadModifier);
    const qint64 made = revisions();
    QCOMPARE(labels().front().range, (TimeRange{2 * kSecond, 3 * kSecond}));
    key(Qt::Key_I);
    player().seekTo(5 * kSecond);
    key(Qt::Key_Escape);
    view().clearSelection();
    key(Qt::Key_Return);
    QCOMPARE(revisions(), made);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
}

void TestEditing::paintsWhilePlaying()
{
    player().seekTo(20 * kSecond);
    key(Qt::Key_P);
    QVERIFY(player().isPlaying());
    QTRY_VERIFY(player().time() > 20'400'000);
    key(Qt::Key_P);
    QVERIFY(!player().isPlaying());
    QCOMPARE(labels().back().range, (TimeRange{20 * kSecond, player().time()}));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
}

void TestEditing::splitsAndMerges()
{
    const qint64 before = revisions();
    // Without a selection the label at the playhead is meant.
    player().seekTo(12 * kSecond);
    key(Qt::Key_B);
    QCOMPARE(labels().size(), std::size_t{2});
    view().select(own(), {own()->segments().front().id});
    key(Qt::Key_B, Qt::ShiftModifier);
    QCOMPARE(labels().size(), std::size_t{1});
    QCOMPARE(labels().front().range, kLabel);
    QCOMPARE(revisions(), before + 2);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{2});
    // There is nothing to split outside.
    const QSignalSpy said(&workspace(), &Workspace::noticed);
    player().seekTo(20 * kSecond);
    view().select(own(), {own()->segments().front().id});
    key(Qt::Key_B);
    QVERIFY(said.back().front().toString().contains(QStringLiteral("not inside")));
    QCOMPARE(labels().size(), std::size_t{2});
}

void TestEditing::choosesAClassByTyping()
{
    selectLabel();
    key(Qt::Key_C);
    auto *chooser = m_window->findChild<edit::ClassChooser *>();
    QVERIFY(chooser != nullptr && chooser->isVisible());
    auto *field = chooser->findChild<QLineEdit *>();
    const qint64 before = revisions();
    QTest::keyClicks(field, QStringLiteral("thr"));
    QCOMPARE(revisions(), before); // letters are letters here
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(view().selectedItem()->classOrdinal, 2);
    QCOMPARE(revisions(), before + 1);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(view().selectedItem()->classOrdinal, 1);
}

void TestEditing::writesANote()
{
    selectLabel();
    QCOMPARE(labels().front().note, "checked");
    key(Qt::Key_N);
    auto *dialog = m_window->findChild<QInputDialog *>();
    QVERIFY(dialog != nullptr);
    auto *field = dialog->findChild<QLineEdit *>();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("b[i]o"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(labels().front().note, "b[i]o");
    QCOMPARE(labels().size(), std::size_t{1});
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().front().note, "checked");
}

void TestEditing::judgesPseudoLabels()
{
    SegmentLane *pseudo = lane("Pseudo-labels");
    view().activate(pseudo);
    player().seekTo(0);
    key(Qt::Key_Tab);
    const timeline::SegmentItem first = *view().selectedItem();
    key(Qt::Key_Return, Qt::ControlModifier);
    // A copy that knows its origin; the pseudo-label itself stays, and the next one is selected.
    QCOMPARE(labels().size(), std::size_t{2});
    QCOMPARE(pseudo->segments().size(), std::size_t{4});
    QCOMPARE(view().selectionLane(), pseudo);
    QVERIFY(view().selectedItem()->id != first.id);
    const auto isCopy = [](const Segment &segment) { return !segment.originSegmentUuid.empty(); };
    std::vector<Segment> all = labels();
    const auto copy = std::find_if(all.begin(), all.end(), isCopy);
    QVERIFY(copy != all.end());
    QCOMPARE(copy->range, first.range);
    QCOMPARE(copy->state, SegmentState::Confirmed);
    // Second thoughts change the verdict on the copy.
    view().select(pseudo, {first.id});
    key(Qt::Key_Backspace, Qt::ControlModifier);
    all = labels();
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(std::find_if(all.begin(), all.end(), isCopy)->state, SegmentState::Rejected);
    const qint64 before = revisions();
    key(Qt::Key_Backspace, Qt::ControlModifier);
    QCOMPARE(revisions(), before); // said already
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
}

void TestEditing::copiesFromLockedLanes()
{
    for (const auto &[pressed, modifier] :
         {std::pair(Qt::Key_Down, Qt::AltModifier), std::pair(Qt::Key_Return, Qt::NoModifier)}) {
        SegmentLane *student = lane("Student");
        const timeline::SegmentItem item = student->segments().front();
        view().select(student, {item.id});
        key(pressed, modifier);
        QCOMPARE(labels().size(), std::size_t{2});
        QCOMPARE(view().selectionLane(), own());
        const auto made = workspace().project()->segment(workspace().project()->videos().front().id,
                                                         view().selectedItem()->id);
        QCOMPARE(made->range, item.range);
        QCOMPARE(made->state, SegmentState::Draft);
        QVERIFY(!made->originSegmentUuid.empty());
        key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(labels().size(), std::size_t{1});
    }
    // Above, everything is locked.
    const QSignalSpy said(&workspace(), &Workspace::noticed);
    selectLabel();
    key(Qt::Key_Up, Qt::AltModifier);
    QVERIFY(said.back().front().toString().contains(QStringLiteral("lane above")));
    QCOMPARE(labels().size(), std::size_t{1});
}

void TestEditing::changesManyAtOnce()
{
    const std::string start = rows();
    view().activate(lane("Pseudo-labels"));
    key(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(view().selection().size(), std::size_t{3}); // the ghost is left out
    key(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(labels().size(), std::size_t{4});
    QCOMPARE(view().selection().size(), std::size_t{3});
    key(Qt::Key_BracketRight);
    const std::vector<Segment> nudged = labels();
    key(Qt::Key_3);
    for (const Segment &segment : labels()) {
        if (!segment.originSegmentUuid.empty()) {
            QCOMPARE(workspace().project()->document().actionClass(*segment.classId)->key, "Throw");
        }
    }
    key(Qt::Key_Delete);
    QCOMPARE(labels().size(), std::size_t{1});
    // One undo each.
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(labels(), nudged);
    key(Qt::Key_Z, Qt::ControlModifier);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
}

void TestEditing::selectsManyByMouse()
{
    SegmentLane *truth = lane("Ground truth");
    const auto click = [&](TimeUs time, Qt::KeyboardModifiers modifiers) {
        QTest::mouseClick(truth, Qt::LeftButton, modifiers, {xOf(time), 15});
    };
    click(3 * kSecond, Qt::NoModifier);
    click(23 * kSecond, Qt::ControlModifier);
    QCOMPARE(view().selection().size(), std::size_t{2});
    click(23 * kSecond, Qt::ControlModifier);
    QCOMPARE(view().selection().size(), std::size_t{1});
    click(23 * kSecond, Qt::ShiftModifier);
    QCOMPARE(view().selection().size(), std::size_t{3});
    click(9 * kSecond, Qt::NoModifier);
    QVERIFY(view().selection().empty());
    // A band from empty ground over two of them.
    drag(truth, {xOf(9 * kSecond), 2}, {xOf(25 * kSecond), 25}, Qt::ControlModifier);
    QCOMPARE(view().selection().size(), std::size_t{2});
    QCOMPARE(player().frame(), player().frameAt(view().axis().timeAt(xOf(9 * kSecond))));
}

void TestEditing::copiesAndPastes()
{
    selectLabel();
    key(Qt::Key_C, Qt::ControlModifier);
    player().seekTo(20 * kSecond);
    key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{2});
    QCOMPARE(labels().back().range, (TimeRange{20 * kSecond, 22'500'000}));
    QCOMPARE(labels().back().classId, labels().front().classId);
    key(Qt::Key_X, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
    // What would end after the video is refused with the reason.
    const QSignalSpy said(&workspace(), &Workspace::noticed);
    player().seekTo(29 * kSecond);
    key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(labels().size(), std::size_t{1});
    QVERIFY(said.back().front().toString().contains(QStringLiteral("after the video")));
}

void TestEditing::setsTheStateOfTheVideo()
{
    using core::model::VideoState;
    const auto state = [this] { return workspace().project()->videos().front().state; };
    key(Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(state(), VideoState::Done);
    key(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(state(), VideoState::Untouched);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(state(), VideoState::Done);
    key(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(state(), VideoState::InWork);
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    QCOMPARE(session->document().videoByName("v_000")->state, VideoState::InWork);
}

void TestEditing::keepsALabelSet()
{
    key(Qt::Key_S, Qt::ControlModifier);
    auto *dialog = m_window->findChild<QInputDialog *>();
    QVERIFY(dialog != nullptr);
    auto *field = dialog->findChild<QLineEdit *>();
    QTest::keyClicks(field, QStringLiteral("after lunch"));
    QTest::keyClick(field, Qt::Key_Return);
    auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Read, "test");
    const auto sets = session->labelSets().labelSets();
    QVERIFY(sets);
    QCOMPARE(sets->size(), std::size_t{1});
    QCOMPARE(sets->front().name, "after lunch");
}

void TestEditing::jumpsToEdges()
{
    view().activate(own());
    player().seekTo(0);
    key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(player().frame(), player().frameAt(kLabel.startUs));
    key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(player().frame(), player().frameAt(kLabel.endUs));
    key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(player().frame(), player().frameAt(kLabel.endUs));
    key(Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(player().frame(), player().frameAt(kLabel.startUs));
}

void TestEditing::playsAroundEdges()
{
    selectLabel();
    key(Qt::Key_Q);
    QVERIFY(player().isPlaying());
    QVERIFY(player().time() < kLabel.startUs);
    QTRY_VERIFY(!player().isPlaying());
    QCOMPARE(player().frame(), player().frameAt(kLabel.startUs + 500'000));
    key(Qt::Key_W);
    QVERIFY(player().isPlaying());
    QTRY_VERIFY(!player().isPlaying());
    QCOMPARE(player().frame(), player().frameAt(kLabel.endUs + 500'000));
    key(Qt::Key_Space, Qt::ShiftModifier);
    QVERIFY(player().isPlaying());
    QVERIFY(player().time() < kLabel.endUs - kSecond);
    QTRY_VERIFY(!player().isPlaying());
    QCOMPARE(player().frame(), player().frameAt(kLabel.endUs));
}

void TestEditing::undoesAfterARestart()
{
    const std::string start = rows();
    selectLabel();
    key(Qt::Key_Delete);
    QVERIFY(labels().empty());
    m_window.reset();
    openWindow();
    QVERIFY(own()->segments().empty());
    const QString undo = m_window->actions().action(QStringLiteral("edit.undo"))->text();
    QVERIFY2(undo.contains(QStringLiteral("Deleted Jump")), qPrintable(undo));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
    QCOMPARE(own()->segments().size(), std::size_t{1});
    const QString redo = m_window->actions().action(QStringLiteral("edit.redo"))->text();
    QVERIFY2(redo.contains(QStringLiteral("Deleted Jump")), qPrintable(redo));
}

void TestEditing::goesToTheVideoOfWhatIsUndone()
{
    selectLabel();
    key(Qt::Key_BracketLeft);
    workspace().videoList().choose(QStringLiteral("v_002"));
    QCOMPARE(workspace().videoName(), QStringLiteral("v_002"));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(workspace().videoName(), QStringLiteral("v_000"));
    QCOMPARE(own()->segments().front().range, kLabel);
}

void TestEditing::keepsSelectionZoomAndPlayhead()
{
    selectLabel();
    player().seekTo(12 * kSecond);
    view().axis().showRange({10 * kSecond, 16 * kSecond});
    const TimeRange visible = view().axis().visible();
    const qint64 selected = view().selectedItem()->id;
    const SegmentLane *untouched = lane("Student");
    const auto *first = untouched->segments().data();
    key(Qt::Key_BraceRight, Qt::ShiftModifier);
    QCOMPARE(view().axis().visible(), visible);
    QCOMPARE(view().selectedItem()->id, selected);
    QCOMPARE(view().selectedItem()->range.endUs, kLabel.endUs + 40'000);
    QCOMPARE(player().frame(), player().frameAt(12 * kSecond));
    QCOMPARE(untouched->segments().data(), first); // was not read again
}

void TestEditing::leavesLettersToTextFields()
{
    const qint64 before = revisions();
    selectLabel();
    player().seekTo(12 * kSecond);
    workspace().videoList().focusFilter();
    auto *field = workspace().videoList().findChild<QLineEdit *>();
    m_window->activateWindow();
    field->setFocus();
    QTRY_VERIFY(field->hasFocus());
    const QString text = QStringLiteral("iobpcnsvxqw[]{}123");
    QTest::keyClicks(field, text);
    QCOMPARE(field->text(), text);
    QTest::keyClick(field, Qt::Key_Backspace);
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(field->text(), text.chopped(1));
    QCOMPARE(revisions(), before);
    QVERIFY(m_window->findChild<edit::ClassChooser *>() == nullptr);
}

void TestEditing::refusesInAReadOnlyProject()
{
    m_window.reset();
    const auto other = core::edit::ProjectSession::open(path(), core::edit::Access::Write, "other");
    QVERIFY(other);
    openWindow();
    const std::string start = rows();
    const QSignalSpy said(&workspace(), &Workspace::noticed);
    selectLabel();
    for (const Qt::Key pressed : {Qt::Key_Delete, Qt::Key_BracketLeft}) {
        const qsizetype before = said.count();
        key(pressed);
        QVERIFY(said.count() > before);
        QVERIFY(said.back().front().toString().contains(QStringLiteral("looking only")));
    }
    dragOwn(xOf(18 * kSecond), xOf(20 * kSecond));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(rows(), start);
}

QTEST_MAIN(TestEditing)
#include "tst_editing.moc"
