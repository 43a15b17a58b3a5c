// The inspector, the history and the arrangement of lanes in the real window.
#include <filesystem>
#include <set>

#include <QAccessible>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTranslator>
#include <QTreeWidget>
#include <QtTest>

#include "core/base/file.h"
#include "core/data/npy_file.h"
#include "core/edit/project_import.h"
#include "core/edit/project_session.h"
#include "core/model/score_curve.h"
#include "core/tal/proposals.h"

#include "ui/common/action_registry.h"
#include "ui/common/qt_convert.h"
#include "ui/edit/history_panel.h"
#include "ui/edit/segment_inspector.h"
#include "ui/edit/time_field.h"
#include "ui/main_window.h"
#include "ui/models/history_text.h"
#include "ui/models/project_model.h"
#include "ui/models/video_list_panel.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/error_style.h"
#include "ui/timeline/lane_arrangement.h"
#include "ui/timeline/lane_header.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/workspace.h"

#include "tests/support/project_factory.h"
#include "tests/ui/studio_project.h"

// Outside any namespace, as the macro demands.
static void loadTranslations()
{
    Q_INIT_RESOURCE(translations);
}

using namespace ui;
using core::model::Segment;
using core::model::SegmentState;
using timeline::LaneArrangement;
using timeline::SegmentLane;

namespace {

constexpr core::base::TimeRange kLabel = {11'500'000, 14'000'000};

} // namespace

class TestWorkspacePanels : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void readsTimes_data();
    void readsTimes();
    void changesTimesInTheInspector();
    void changesClassStateAndNoteInTheInspector();
    void judgesInTheInspector();
    void keepsItsFieldsBesideALongName();
    void tellsTheOverlapBeforeAndNow();
    void restoresAnOldRevision();
    void namesTheHistory_data();
    void namesTheHistory();
    void keepsNamesOfEditsInEnglish();
    void hidesAndShowsLanes();
    void remembersTheArrangement();
    void ordersLanes();
    void leavesFaintPredictionsOut();
    void coloursByErrorType();
    void showsTheThresholdsOfTheRun();
    void showsWhatAnotherCutWouldLeave();
    void leavesWhatWasCutFromAttention();
    void opensTheMenuOfASegment();
    void forgetsLanesThatAreGone();
    void arrangesLanesByKey();
    void measuresWhatTheTrackCovers();
    void measuresCorrections();
    void speaksOfSegments();
    void givesEachKeyToOneCommand();

private:
    Workspace &workspace() { return m_window->workspace(); }
    timeline::TimelineView &view() { return workspace().timeline(); }
    template <typename T = SegmentLane>
    T *lane(const char *title)
    {
        for (timeline::Lane *item : view().lanes()) {
            if (item->title() == QLatin1String(title)) {
                return qobject_cast<T *>(item);
            }
        }
        return nullptr;
    }
    SegmentLane *own() { return lane("My labels"); }
    template <typename T>
    T *named(const char *name)
    {
        for (T *child : m_window->findChildren<T *>()) {
            if (child->accessibleName() == QLatin1String(name)) {
                return child;
            }
        }
        return nullptr;
    }
    void openWindow();
    void selectLabel() { view().select(own(), {own()->segments().front().id}); }
    Segment label()
    {
        return *workspace().project()->segment(workspace().project()->videos().front().id,
                                               own()->segments().front().id);
    }
    void undo() { QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier); }
    std::string rows() { return tests::dumpTables(path(), {"segment", "track"}); }
    std::filesystem::path path() const
    {
        return std::filesystem::path(m_copy->path().toStdString()) / "p.talo";
    }
    // Chooses an entry of the menu that is open now.
    static bool choose(const QString &text);

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_copy;
    std::unique_ptr<common::Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestWorkspacePanels::initTestCase()
{
    tests::makeStudioProject(m_folder.path().toStdString());
}

void TestWorkspacePanels::init()
{
    m_copy = std::make_unique<QTemporaryDir>();
    std::filesystem::copy(m_folder.path().toStdString(), m_copy->path().toStdString(),
                          std::filesystem::copy_options::recursive);
    m_settings = std::make_unique<common::Settings>(m_copy->filePath(QStringLiteral("s.ini")));
    openWindow();
}

void TestWorkspacePanels::openWindow()
{
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_window->resize(1500, 1000);
    m_window->show();
    QVERIFY(
        m_window->openProject(QString::fromStdString(path().string()), QStringLiteral("v_000")));
    QTRY_VERIFY(workspace().isSettled());
}

void TestWorkspacePanels::cleanup()
{
    m_window.reset();
    m_copy.reset();
}

bool TestWorkspacePanels::choose(const QString &text)
{
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    for (QAction *action : menu != nullptr ? menu->actions() : QList<QAction *>()) {
        if (action->text().startsWith(text)) {
            action->trigger();
            menu->close();
            return true;
        }
    }
    return false;
}

void TestWorkspacePanels::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("time"); // -1: none
    QTest::newRow("seconds") << QStringLiteral("51.5") << qint64{51'500'000};
    QTest::newRow("minutes") << QStringLiteral("1:23.4") << qint64{83'400'000};
    QTest::newRow("hours") << QStringLiteral("1:00:01") << qint64{3'601'000'000};
    QTest::newRow("spaces") << QStringLiteral(" 00:51.000 ") << qint64{51'000'000};
    QTest::newRow("letters") << QStringLiteral("5a") << qint64{-1};
    QTest::newRow("negative") << QStringLiteral("-3") << qint64{-1};
    QTest::newRow("fraction of a minute") << QStringLiteral("1.5:00") << qint64{-1};
    QTest::newRow("too many") << QStringLiteral("1:2:3:4") << qint64{-1};
    QTest::newRow("empty") << QString() << qint64{-1};
    QTest::newRow("endless") << QStringLiteral("inf") << qint64{-1};
    QTest::newRow("longer than a clock counts") << QStringLiteral("9e99") << qint64{-1};
}

void TestWorkspacePanels::readsTimes()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, time);
    QCOMPARE(common::parseTime(text).value_or(-1), time);
}

void TestWorkspacePanels::changesTimesInTheInspector()
{
    const std::string start = rows();
    selectLabel();
    auto *field = named<QLineEdit>("Start");
    QCOMPARE(field->text(), QStringLiteral("00:11.500"));
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0:12.25"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(label().range.startUs, 12'250'000);
    field = named<QLineEdit>("End");
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("13.5"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(label().range, (core::base::TimeRange{12'250'000, 13'500'000}));
    // What is no time, or no end, changes nothing.
    for (const char *text : {"soon", "12"}) {
        field->selectAll();
        QTest::keyClicks(field, QLatin1String(text));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(label().range.endUs, 13'500'000);
    }
    view().setFocus();
    undo();
    undo();
    QCOMPARE(rows(), start);
    QCOMPARE(named<QLineEdit>("Start")->text(), QStringLiteral("00:11.500"));
    // Of a locked lane the times can only be read.
    view().select(lane("Ground truth"), {lane("Ground truth")->segments().front().id});
    QVERIFY(named<QLineEdit>("Start")->isReadOnly());
}

void TestWorkspacePanels::changesClassStateAndNoteInTheInspector()
{
    selectLabel();
    auto *box = named<QComboBox>("Class");
    QCOMPARE(box->currentText(), QStringLiteral("Jump"));
    box->setCurrentIndex(2);
    emit box->activated(2);
    QCOMPARE(workspace().project()->document().actionClass(*label().classId)->key, "Throw");
    auto *rejected = named<QToolButton>("Rejected");
    QTest::mouseClick(rejected, Qt::LeftButton);
    QCOMPARE(label().state, SegmentState::Rejected);
    QTest::mouseClick(named<QToolButton>("Draft"), Qt::LeftButton);
    QCOMPARE(label().state, SegmentState::Draft);
    auto *note = named<QLineEdit>("Note");
    QCOMPARE(note->text(), QStringLiteral("checked"));
    note->selectAll();
    QTest::keyClicks(note, QStringLiteral("look again"));
    QTest::keyClick(note, Qt::Key_Return);
    QCOMPARE(label().note, "look again");
    for (int i = 0; i < 4; ++i) {
        undo();
    }
    QCOMPARE(label().note, "checked");
    QCOMPARE(label().state, SegmentState::Confirmed);
    QCOMPARE(box->currentText(), QStringLiteral("Jump"));
    QVERIFY(named<QToolButton>("Confirmed")->isChecked());
}

void TestWorkspacePanels::keepsItsFieldsBesideALongName()
{
    selectLabel();
    QVERIFY(workspace().project()->addClass(QString(200, QLatin1Char('x'))));
    QCoreApplication::processEvents();
    const auto *inspector = m_window->findChild<edit::SegmentInspector *>();
    const auto *end = named<QLineEdit>("End");
    QVERIFY(end->mapTo(inspector, end->rect().topRight()).x() < inspector->width());
}

void TestWorkspacePanels::judgesInTheInspector()
{
    SegmentLane *pseudo = lane("Pseudo-labels");
    view().activate(pseudo);
    view().selectNeighbour(1);
    const qint64 first = view().selectedItem()->id;
    const auto buttons =
        m_window->findChild<edit::SegmentInspector *>()->findChildren<QPushButton *>();
    const auto press = [&](const char *text) {
        for (QPushButton *button : buttons) {
            if (button->accessibleName() == QLatin1String(text)) {
                QVERIFY(button->text().contains(QStringLiteral("Ctrl+"))); // its key
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    };
    press("Accept and next");
    QCOMPARE(own()->segments().size(), std::size_t{2});
    QVERIFY(view().selectedItem()->id != first);
    press("Reject");
    QCOMPARE(own()->segments().size(), std::size_t{3});
    const qint64 video = workspace().project()->videos().front().id;
    QCOMPARE(workspace().project()->facts(video, first)->review, SegmentState::Confirmed);
    const auto facts = workspace().project()->facts(video, view().selectedItem()->id);
    QCOMPARE(facts->review, SegmentState::Rejected);
}

void TestWorkspacePanels::tellsTheOverlapBeforeAndNow()
{
    // A student's prediction is copied and trimmed onto the ground truth.
    SegmentLane *student = lane("Student");
    view().select(student, {student->segments().front().id});
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(view().selectionLane(), own());
    const qint64 video = workspace().project()->videos().front().id;
    const auto before = workspace().project()->facts(video, view().selectedItem()->id);
    QVERIFY(before->source.has_value());
    QCOMPARE(before->sourceRole, core::model::TrackRole::Prediction);
    QCOMPARE(before->overlap, before->sourceOverlap);
    QCOMPARE(before->edits, 1);
    auto *truth = lane("Ground truth");
    const auto same =
        std::find_if(truth->segments().begin(), truth->segments().end(), [&](const auto &item) {
            return item.classOrdinal == view().selectedItem()->classOrdinal;
        });
    QVERIFY(same != truth->segments().end());
    auto *end = named<QLineEdit>("End");
    auto *start = named<QLineEdit>("Start");
    const auto type = [](QLineEdit *field, core::base::TimeUs time) {
        field->selectAll();
        QTest::keyClicks(field, QString::number(core::base::usToSeconds(time), 'f', 3));
        QTest::keyClick(field, Qt::Key_Return);
    };
    const bool isLater = same->range.startUs > view().selectedItem()->range.startUs;
    const core::base::TimeRange wanted = same->range;
    type(isLater ? end : start, isLater ? wanted.endUs : wanted.startUs);
    type(isLater ? start : end, isLater ? wanted.startUs : wanted.endUs);
    const auto now = workspace().project()->facts(video, view().selectedItem()->id);
    QCOMPARE(*now->overlap, 1.0);
    QCOMPARE(now->sourceOverlap, before->sourceOverlap);
    QCOMPARE(now->edits, 3);
}

void TestWorkspacePanels::restoresAnOldRevision()
{
    auto *panel = m_window->findChild<edit::HistoryPanel *>();
    QVERIFY(panel != nullptr);
    workspace().panels().show(panel);
    auto *list = panel->findChild<QTreeWidget *>();
    auto *button = panel->findChild<QPushButton *>();
    QVERIFY(list->topLevelItemCount() > 0);
    const int before = list->topLevelItemCount();
    const std::string start = rows();
    selectLabel();
    QTest::keyClick(m_window.get(), Qt::Key_BracketLeft);
    QTest::keyClick(m_window.get(), Qt::Key_1);
    QTest::keyClick(m_window.get(), Qt::Key_Delete);
    QVERIFY(own()->segments().empty());
    const std::string deleted = rows();
    QCOMPARE(list->topLevelItemCount(), before + 3);
    QVERIFY(list->topLevelItem(0)->text(2).startsWith(QStringLiteral("Deleted")));
    list->setCurrentItem(list->topLevelItem(0));
    QVERIFY(!button->isEnabled()); // that is how it is
    list->setCurrentItem(list->topLevelItem(3));
    QVERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(rows(), start);
    QCOMPARE(own()->segments().size(), std::size_t{1});
    undo();
    QCOMPARE(rows(), deleted);
}

void TestWorkspacePanels::namesTheHistory_data()
{
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("kept"); // in any language
    QTest::newRow("added") << QStringLiteral("Added Jump 1.000-2.000 s in v_000")
                           << QStringLiteral("v_000");
    QTest::newRow("run") << QStringLiteral("Deleted run train-1") << QStringLiteral("train-1");
    QTest::newRow("several") << QStringLiteral("Moved 3 segments") << QStringLiteral("3");
    QTest::newRow("relabelled") << QStringLiteral("Relabelled 2 segments as Jump")
                                << QStringLiteral("Jump");
    QTest::newRow("alike") << QStringLiteral("Corrected 3 labels as 0a1b2c3d")
                           << QStringLiteral("0a1b2c3d");
    QTest::newRow("set") << QStringLiteral("Took label set monday (7 segments)")
                         << QStringLiteral("7");
    QTest::newRow("import") << QStringLiteral("Imported 4 weak labels of 2 videos from a.json")
                            << QStringLiteral("a.json");
}

void TestWorkspacePanels::namesTheHistory()
{
    QFETCH(QString, label);
    QFETCH(QString, kept);
    QCOMPARE(models::historyText(label.toStdString()), label);
    loadTranslations();
    QTranslator chinese;
    QVERIFY(chinese.load(QStringLiteral(":/translations/taloscope_zh_CN.qm")));
    QCoreApplication::installTranslator(&chinese);
    const QString text = models::historyText(label.toStdString());
    QCoreApplication::removeTranslator(&chinese);
    QVERIFY2(text != label && text.contains(kept), qPrintable(text));
    QCOMPARE(models::historyText("something else"), QStringLiteral("something else"));
}

// Whoever opens the project next may read another language.
void TestWorkspacePanels::keepsNamesOfEditsInEnglish()
{
    loadTranslations();
    QTranslator chinese;
    QVERIFY(chinese.load(QStringLiteral(":/translations/taloscope_zh_CN.qm")));
    view().activate(lane("Ground truth"));
    QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier);
    const auto count = view().selection().size();
    QVERIFY(count > 1);
    QCoreApplication::installTranslator(&chinese);
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::AltModifier);
    const QString shown = workspace().project()->undoText();
    QCoreApplication::removeTranslator(&chinese);
    const auto newest = workspace().project()->session().revisions().newest(1);
    QVERIFY(newest && !newest->empty());
    QCOMPARE(newest->front().label, QStringLiteral("Copied %1 segments").arg(count).toStdString());
    QCOMPARE(shown, QStringLiteral("复制了 %1 个片段").arg(count));
}

void TestWorkspacePanels::hidesAndShowsLanes()
{
    auto *student = lane("Student");
    QVERIFY(student->isVisible());
    timeline::LaneHeader *header = nullptr;
    for (auto *item : m_window->findChildren<timeline::LaneHeader *>()) {
        if (item->parentWidget() == student->parentWidget()) {
            header = item;
        }
    }
    // The eye is left of the lock.
    QTest::mouseClick(header, Qt::LeftButton, Qt::NoModifier, {header->width() - 36, 13});
    QVERIFY(lane("Student") == nullptr);
    QVERIFY(!student->isVisible());
    // The next video keeps it so.
    QVERIFY(
        m_window->openProject(QString::fromStdString(path().string()), QStringLiteral("v_001")));
    QVERIFY(lane("Student") == nullptr);
    auto *menu = named<QToolButton>("Lanes and classes");
    QTest::mouseClick(menu, Qt::LeftButton);
    QVERIFY(choose(QStringLiteral("Student")));
    QVERIFY(lane("Student") != nullptr);
    // One lane alone, and all of them again.
    const std::size_t all = view().lanes().size();
    LaneArrangement alone = view().arrangement();
    alone.setSolo(own()->key());
    view().setArrangement(alone);
    QCOMPARE(view().lanes().size(), std::size_t{1});
    QTest::mouseClick(menu, Qt::LeftButton);
    QVERIFY(choose(QStringLiteral("Show all lanes")));
    QCOMPARE(view().lanes().size(), all);
}

void TestWorkspacePanels::remembersTheArrangement()
{
    LaneArrangement wanted = view().arrangement();
    wanted.setHidden(QStringLiteral("proposal"), true);
    wanted.setHeight(QStringLiteral("manual"), 120);
    view().setArrangement(wanted);
    QCOMPARE(own()->height(), 120);
    m_window->close();
    m_window.reset();
    openWindow();
    QCOMPARE(own()->height(), 120);
    QVERIFY(lane("Raw proposals") == nullptr);
}

void TestWorkspacePanels::ordersLanes()
{
    const auto key = [](const char *text) { return QString::fromLatin1(text); };
    const std::vector<QString> natural = {key("a"), key("b"), key("c")};
    LaneArrangement arrangement;
    QCOMPARE(arrangement.ordered(natural), natural);
    arrangement.move(natural, key("c"), -1);
    QCOMPARE(arrangement.ordered(natural), (std::vector<QString>{key("a"), key("c"), key("b")}));
    arrangement.move(arrangement.ordered(natural), key("a"), -1); // is the first already
    QCOMPARE(arrangement.ordered(natural), (std::vector<QString>{key("a"), key("c"), key("b")}));
    // A lane that is new stays behind the one before it.
    const std::vector<QString> more = {key("a"), key("x"), key("b"), key("c")};
    QCOMPARE(arrangement.ordered(more),
             (std::vector<QString>{key("a"), key("x"), key("c"), key("b")}));
    const LaneArrangement again = LaneArrangement::load(arrangement.save());
    QCOMPARE(again.ordered(natural), arrangement.ordered(natural));
    QCOMPARE(LaneArrangement::load("no json").ordered(natural), natural);
    // In the window: my labels above the student, so that Alt+Up copies there.
    LaneArrangement moved = view().arrangement();
    std::vector<QString> shown;
    for (const timeline::Lane *item : view().lanes()) {
        shown.push_back(item->key());
    }
    moved.move(shown, own()->key(), -1);
    view().setArrangement(moved);
    SegmentLane *student = lane("Student");
    view().select(student, {student->segments().front().id});
    QTest::keyClick(m_window.get(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(own()->segments().size(), std::size_t{2});
}

void TestWorkspacePanels::leavesFaintPredictionsOut()
{
    for (const timeline::SegmentItem &item : lane("Student")->segments()) {
        QVERIFY(*item.score >= 0.3);
    }
    const auto content = workspace().project()->content(workspace().project()->videos().front().id);
    std::size_t all = 0;
    for (const models::SegmentLaneContent &item : content->lanes) {
        all += item.role == core::model::TrackRole::Prediction ? item.segments.size() : 0;
    }
    QVERIFY(lane("Student")->segments().size() <= all);
    QVERIFY(lane("Student")->subtitle().contains(QStringLiteral("from .30")));
}

void TestWorkspacePanels::coloursByErrorType()
{
    // The label finds 2.5 of 4.75 s of a ground-truth instance of its class.
    QCOMPARE(own()->segments().front().error, core::tal::ErrorType::TruePositive);
    const QPoint middle = own()->rectOf(own()->segments().front().id).center().toPoint();
    const QPoint at(middle.x(), middle.y() + 8); // beside the text
    const QColor byClass = own()->grab().toImage().pixelColor(at);
    QTest::mouseClick(named<QToolButton>("Colour by Error type"), Qt::LeftButton);
    QCOMPARE(view().colourBy(), timeline::ColourBy::ErrorType);
    const QColor byError = own()->grab().toImage().pixelColor(at);
    QVERIFY(byClass != byError);
    QCOMPARE(
        byError,
        timeline::errorStyle(core::tal::ErrorType::TruePositive, *view().context().theme).color);
    // Trimmed to a fifth it is a localization error.
    selectLabel();
    auto *end = named<QLineEdit>("End");
    end->selectAll();
    QTest::keyClicks(end, QStringLiteral("12.5"));
    QTest::keyClick(end, Qt::Key_Return);
    QCOMPARE(own()->segments().front().error, core::tal::ErrorType::Localization);
}

void TestWorkspacePanels::showsTheThresholdsOfTheRun()
{
    // The lowest and the highest of the published list, on the scale of the first class's curve.
    const auto *curves = lane<timeline::CurveLane>("CAS");
    QCOMPARE(curves->thresholds().size(), std::size_t{2});
    const auto extremes = curves->curve()->extremes(curves->channels().front().channel);
    QVERIFY(static_cast<double>(extremes.min) <= curves->thresholds()[0]);
    QVERIFY(curves->thresholds()[0] < curves->thresholds()[1]);
    QVERIFY(curves->thresholds()[1] < static_cast<double>(extremes.max));
}

void TestWorkspacePanels::leavesWhatWasCutFromAttention()
{
    // What the run would have made of its curves, which the other proposals are not.
    const QTemporaryDir folder;
    const std::filesystem::path project = tests::makeStudioProject(folder.path().toStdString());
    const std::filesystem::path run = project.parent_path() / "run";
    const auto cas = core::data::readNpy(run / "v_000.npy")->toFloats();
    const auto attention = core::data::readNpy(run / "v_000.actionness.npy")->toFloats();
    const auto snippets = static_cast<std::int64_t>(attention.size());
    const std::vector<float> scores = {0.9F, 0.6F, 0.3F};
    const QJsonObject video = {{"video", "v_000"},
                               {"snippets", qint64{snippets}},
                               {"stored_snippets", qint64{snippets}},
                               {"cas", "v_000.npy"},
                               {"actionness", "v_000.actionness.npy"},
                               {"video_scores", QJsonArray{0.9, 0.6, 0.3}}};
    const QJsonObject index = {{"classes", QJsonArray{"Run", "Jump", "Throw"}},
                               {"grid", QJsonObject{{"stride_frames", 16}, {"sample_fps", 25.0}}},
                               {"videos", QJsonArray{video}}};
    QVERIFY(core::base::writeFileAtomically(run / "index.json",
                                            QJsonDocument(index).toJson().toStdString()));
    const core::tal::ScoreCurves curves{.snippets = snippets,
                                        .classes = 3,
                                        .cas = cas,
                                        .actionness = attention,
                                        .videoScores = scores,
                                        .storedSnippets = snippets};
    const core::tal::ProposalRecipe recipe = core::tal::fustalRecipe({});
    const int weak[] = {0, 1};
    core::model::DetectionSet made = tests::makeDetections(1, 0, 1);
    made.videos.front().detections = core::tal::makeProposals(curves, recipe, weak).value();
    std::set<std::pair<qint64, qint64>> ofAttention;
    {
        auto session = core::edit::ProjectSession::open(project, core::edit::Access::Write, "test");
        QVERIFY(core::edit::importDetections(*session, core::model::TrackRole::Proposal, made,
                                             {.source = "made.json"}));
    }
    core::tal::ProposalRecipe attentionOnly = recipe;
    attentionOnly.sources.erase(attentionOnly.sources.begin());
    const auto runs = core::tal::rawProposals(curves, attentionOnly, weak).value();
    for (const core::model::Detection &item : runs) {
        ofAttention.emplace(core::base::secondsToUs(item.start), core::base::secondsToUs(item.end));
    }
    QVERIFY(
        m_window->openProject(QString::fromStdString(project.string()), QStringLiteral("v_000")));
    const auto *lines = lane<timeline::CurveLane>("CAS");
    while (lines->thetas().front() < lines->thetas().back()) {
        QTest::keyClick(m_window.get(), Qt::Key_Up, Qt::ControlModifier);
    }
    const SegmentLane *proposals = lane("Raw proposals");
    int fromAttention = 0;
    int refused = 0;
    for (const timeline::SegmentItem &item : proposals->segments()) {
        const bool isOfAttention = ofAttention.contains({item.range.startUs, item.range.endUs});
        fromAttention += isOfAttention ? 1 : 0;
        refused += proposals->isPassing(item) ? 0 : 1;
        QVERIFY(!isOfAttention || proposals->isPassing(item));
    }
    QVERIFY(fromAttention > 0);
    QVERIFY(refused > 0);
}

void TestWorkspacePanels::showsWhatAnotherCutWouldLeave()
{
    SegmentLane *proposals = lane("Raw proposals");
    const QString subtitle = proposals->subtitle();
    auto *curves = lane<timeline::CurveLane>("CAS");
    const double low = curves->thetas().front();
    const auto passing = [&] {
        const auto &items = proposals->segments();
        return std::count_if(items.begin(), items.end(),
                             [&](const auto &item) { return proposals->isPassing(item); });
    };
    const auto all = passing();
    QCOMPARE(all, static_cast<std::ptrdiff_t>(proposals->segments().size()));
    while (curves->thetas().front() < curves->thetas().back()) {
        QTest::keyClick(m_window.get(), Qt::Key_Up, Qt::ControlModifier);
    }
    QVERIFY(curves->thetas().front() > low);
    const auto left = passing();
    QVERIFY(left < all);
    QCOMPARE(proposals->subtitle(),
             subtitle + QStringLiteral(" · %1 pass").arg(common::countText(left)));
    QVERIFY2(m_window->statusText().contains(QStringLiteral("of %1 proposals are left").arg(all)),
             qPrintable(m_window->statusText()));
    // What does not pass is drawn faintly, not taken away.
    QCOMPARE(static_cast<std::ptrdiff_t>(proposals->segments().size()), all);
    // The next video keeps it, until the thresholds are those of the run again.
    QVERIFY(
        m_window->openProject(QString::fromStdString(path().string()), QStringLiteral("v_001")));
    curves = lane<timeline::CurveLane>("CAS");
    QVERIFY(curves->thetas().front() > low);
    QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(curves->thetas().front(), low);
    QVERIFY(!lane("Raw proposals")->subtitle().contains(QStringLiteral("pass")));
}

void TestWorkspacePanels::opensTheMenuOfASegment()
{
    SegmentLane *pseudo = lane("Pseudo-labels");
    const timeline::SegmentItem item = pseudo->segments().front();
    const QPoint middle = pseudo->rectOf(item.id).center().toPoint();
    QContextMenuEvent event(QContextMenuEvent::Mouse, middle, pseudo->mapToGlobal(middle));
    QApplication::sendEvent(pseudo, &event);
    QVERIFY(view().selectedItem() != nullptr);
    QCOMPARE(view().selectedItem()->id, item.id);
    const auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr);
    for (const char *id :
         {"labels.accept", "labels.reject", "labels.class", "labels.split", "labels.merge",
          "labels.copy-down", "labels.note", "play.loop", "analysis.lineage"}) {
        QAction *action = m_window->actions().action(QString::fromLatin1(id));
        QVERIFY2(action != nullptr && menu->actions().contains(action), id);
        QVERIFY2(!action->shortcut().isEmpty(), id);
    }
    QVERIFY(choose(QStringLiteral("&Accept")));
    QCOMPARE(own()->segments().size(), std::size_t{2});
    const qint64 video = workspace().project()->videos().front().id;
    QCOMPARE(workspace().project()->facts(video, item.id)->review, SegmentState::Confirmed);
    // The menu key opens the same menu where the focus is.
    QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(&view(), &byKey);
    QVERIFY(choose(QStringLiteral("&Reject")));
    QCOMPARE(workspace().project()->facts(video, item.id)->review, SegmentState::Rejected);
}

// A run that ends puts other lanes there while the menu is open.
void TestWorkspacePanels::forgetsLanesThatAreGone()
{
    const auto before = view().lanes().size();
    emit view().lanesMenuWanted(m_window->mapToGlobal(QPoint(400, 400)));
    workspace().videoList().choose(QStringLiteral("v_001"));
    QVERIFY(choose(QStringLiteral("Ground truth")));
    QCOMPARE(view().lanes().size(), before);
}

void TestWorkspacePanels::arrangesLanesByKey()
{
    view().setFocus();
    view().activate(lane("Student"));
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(m_window.get(), key, modifiers);
    };
    press(Qt::Key_Up); // pseudo-labels
    press(Qt::Key_Up); // raw proposals
    QVERIFY(view().activeLane() == lane("Raw proposals"));
    press(Qt::Key_H);
    QVERIFY(lane("Raw proposals") == nullptr);
    press(Qt::Key_H, Qt::ControlModifier);
    QVERIFY(lane("Raw proposals") != nullptr);
    view().activate(own());
    const std::size_t all = view().lanes().size();
    press(Qt::Key_Up, Qt::ShiftModifier);
    QVERIFY(view().lanes()[all - 2] == own());
    const int height = own()->height();
    press(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QTRY_VERIFY(own()->height() > height);
    press(Qt::Key_H, Qt::ShiftModifier);
    QCOMPARE(view().lanes().size(), std::size_t{1});
    press(Qt::Key_H, Qt::ShiftModifier);
    QCOMPARE(view().lanes().size(), all);
}

void TestWorkspacePanels::measuresWhatTheTrackCovers()
{
    // All three videos have pseudo-labels and ground truth.
    QCOMPARE(workspace().project()->quality()->total.gtInstances, std::size_t{9});
    // Newer labels of the first video only are measured there only.
    m_window.reset();
    {
        auto session = core::edit::ProjectSession::open(path(), core::edit::Access::Write, "test");
        QVERIFY(session);
        QVERIFY(core::edit::importDetections(*session, core::model::TrackRole::PseudoLabel,
                                             tests::makeDetections(1, 3, 7),
                                             {.source = "half.json"}));
    }
    const auto project = models::ProjectModel::open(path());
    QVERIFY(project);
    QTRY_VERIFY((*project)->quality().has_value());
    QCOMPARE((*project)->quality()->videos.size(), std::size_t{1});
    QCOMPARE((*project)->quality()->total.gtInstances, std::size_t{3});
}

void TestWorkspacePanels::measuresCorrections()
{
    models::ProjectModel &project = *workspace().project();
    QTRY_VERIFY(project.correctedQuality().has_value()); // the project has one correction
    const double before = project.correctedQuality()->total.recall();
    // Ground truth copied into my labels is found, whatever the pseudo-labels do.
    view().activate(lane("Ground truth"));
    QTest::keyClick(m_window.get(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_window.get(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(own()->segments().size(), std::size_t{4});
    QTRY_VERIFY(project.correctedQuality()->total.recall() > before);
    QVERIFY(project.quality()->total.recall() < project.correctedQuality()->total.recall());
    QCOMPARE(project.correctedQuality()->videos.size(), project.quality()->videos.size());
    QTRY_COMPARE(project.videos().front().f1,
                 project.correctedQuality()->videos.front().counts.f1());
}

void TestWorkspacePanels::speaksOfSegments()
{
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(own());
    QVERIFY(list != nullptr);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->text(QAccessible::Name), QStringLiteral("My labels"));
    QCOMPARE(list->childCount(), 1);
    QAccessibleInterface *item = list->child(0);
    QCOMPARE(item->text(QAccessible::Name),
             QStringLiteral("Jump, 11.500 to 14.000 seconds, confirmed"));
    QVERIFY(!item->state().selected);
    QCOMPARE(list->indexOfChild(item), 0);
    QVERIFY(!item->rect().isEmpty());
    item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(item->state().selected);
    QCOMPARE(view().selectedItem()->range, kLabel);
    QVERIFY(own()->accessibleDescription().startsWith(QStringLiteral("Jump")));
    QTest::keyClick(m_window.get(), Qt::Key_Delete);
    QVERIFY(!item->isValid());
    QCOMPARE(list->childCount(), 0);
}

void TestWorkspacePanels::givesEachKeyToOneCommand()
{
    QHash<QString, QString> owners;
    for (const common::Command &command : m_window->actions().commands()) {
        QVERIFY2(!command.tip.isEmpty(), qPrintable(command.id));
        for (const QKeySequence &keys : command.keys) {
            const QString text = keys.toString();
            QVERIFY2(!owners.contains(text),
                     qPrintable(text + QStringLiteral(": ") + owners.value(text) +
                                QStringLiteral(", ") + command.id));
            owners.insert(text, command.id);
        }
    }
}

QTEST_MAIN(TestWorkspacePanels)
#include "tst_workspace_panels.moc"
