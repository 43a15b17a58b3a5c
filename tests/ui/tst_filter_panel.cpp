#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <qcustomplot.h>

#include "core/data/detection_json.h"
#include "core/edit/collect.h"
#include "core/edit/filter_run.h"
#include "core/edit/fusion.h"
#include "core/edit/project_import.h"
#include "core/edit/project_session.h"

#include "ui/analysis/filter_form.h"
#include "ui/analysis/filter_panel.h"
#include "ui/analysis/sweep_map.h"
#include "ui/analysis/value_slider.h"
#include "ui/jobs/fuse_dialog.h"
#include "ui/jobs/run_dialog.h"
#include "ui/jobs/settings_form.h"
#include "ui/models/video_list_panel.h"
#include "ui/timeline/curve_lane.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

#include "tests/e2e/program.h"
#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::FilterPanel;
using analysis::ValueSlider;
using core::model::TrackRole;
using timeline::SegmentLane;
using timeline::SegmentLook;

// What if the filter had other settings, in the real window.
class TestFilterPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void movesWithMouseAndKeys();
    void refusesWhatNoFileCanHold();
    void refiltersTheOpenVideo();
    void measuresTheSplit();
    void filtersTheVideosOfARun();
    void measuresWhatCameMeanwhile();
    void resetsToTheSettingsInUse();
    void setsEveryParameter();
    void appliesAsTaloFilterDoes();
    void trainsWithTheFormsSettings();
    void trainsWithMovedThresholds();
    void takesValuesFromTheMap();
    void sweepsWhatAPersonChooses();
    void filtersConsensusProposals();
    void saysWhatIsMissing();

private:
    FilterPanel &panel() { return m_case.window().analysis().filter(); }
    core::model::FilterConfig config() { return panel().form().config(); }
    ValueSlider *slider(const char *key)
    {
        return m_case.child<ValueSlider>((QByteArray("slider:") + key).constData());
    }
    void type(const char *key, const QString &text);
    void settle() { QTRY_VERIFY(panel().isSettled()); }
    SegmentLane *pseudoLabels();

    tests::AnalysisWindow m_case;
};

void TestFilterPanel::init()
{
    m_case.open();
    m_case.show("analysis.filter");
    QVERIFY(panel().isVisible());
    QCOMPARE(panel().message(), QString());
}

void TestFilterPanel::type(const char *key, const QString &text)
{
    auto *field = m_case.child<QLineEdit>(key);
    QVERIFY(field != nullptr);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

SegmentLane *TestFilterPanel::pseudoLabels()
{
    for (SegmentLane *lane : m_case.workspace().timeline().segmentLanes()) {
        if (lane->title() == QLatin1String("Pseudo-labels")) {
            return lane;
        }
    }
    return nullptr;
}

void TestFilterPanel::movesWithMouseAndKeys()
{
    ValueSlider *score = slider("filter.min_score");
    QCOMPARE(config().minScore, 0.4);
    QTest::mouseClick(score, Qt::LeftButton, {}, {score->width() / 2, score->height() / 2});
    QVERIFY(std::abs(config().minScore - 0.5) < 0.03);
    const double before = config().minScore;
    score->setFocus();
    QTest::keyClick(score, Qt::Key_Right); // moves the handle, not the playhead
    QVERIFY(config().minScore > before);
    QCOMPARE(m_case.child<QLineEdit>("filter.min_score")->text().toDouble(), config().minScore);
    QTest::keyClick(score, Qt::Key_Home);
    QCOMPARE(config().minScore, score->low());
    settle();
}

void TestFilterPanel::refusesWhatNoFileCanHold()
{
    type("filter.min_density", QStringLiteral("-1"));
    QCOMPARE(config().minDensity, 0.2);
    auto *field = m_case.child<QLineEdit>("filter.min_density");
    QVERIFY(field->property("wrong").toBool());
    type("filter.min_density", QStringLiteral("7.5")); // beyond the slider
    QCOMPARE(config().minDensity, 7.5);
    QVERIFY(!field->property("wrong").toBool());
    settle();
}

void TestFilterPanel::refiltersTheOpenVideo()
{
    QVERIFY(pseudoLabels() != nullptr);
    const auto before = pseudoLabels()->segments().size();
    type("filter.min_score", QStringLiteral("0.9"));
    settle();
    // As the pure function says, proposal by proposal.
    const auto input = core::edit::filterInput(m_case.project().session());
    QVERIFY(input);
    const auto part = core::edit::videoPart(*input, "v_000");
    const auto was = core::edit::filterOutcome(part, part.inUse);
    const auto now = core::edit::filterOutcome(part, config());
    const auto &items = pseudoLabels()->segments();
    QCOMPARE(items.size(), part.proposals.set.videos[0].detections.size());
    std::size_t kept = 0;
    std::size_t leaving = 0;
    for (const timeline::SegmentItem &item : items) {
        kept += item.look == SegmentLook::Kept || item.look == SegmentLook::Enters ? 1 : 0;
        leaving += item.look == SegmentLook::Leaves ? 1 : 0;
        QVERIFY(m_case.project().segment(m_case.project().document().videoByName("v_000")->id,
                                         item.id)); // the inspector can tell about it
    }
    QCOMPARE(kept, now.kept);
    QVERIFY(leaving > 0);
    QCOMPARE(leaving, was.kept - now.kept);
    // Gone with the panel, back with it.
    m_case.window().actions().action(QStringLiteral("analysis.quality"))->trigger();
    QCOMPARE(pseudoLabels()->segments().size(), before);
    m_case.show("analysis.filter");
    QTRY_COMPARE(pseudoLabels()->segments().size(), items.size());
}

void TestFilterPanel::measuresTheSplit()
{
    QVERIFY(panel().before());
    QTRY_VERIFY(panel().after());
    type("filter.min_score", QStringLiteral("0.7"));
    type("filter.min_density", QStringLiteral("0.5"));
    settle();
    const QString out = m_case.path("kept.json");
    tests::Program talo("talo",
                        {QStringLiteral("filter"), m_case.projectPath(), QStringLiteral("--set"),
                         QStringLiteral("min_score=0.7"), QStringLiteral("--set"),
                         QStringLiteral("min_density=0.5"), QStringLiteral("--json")});
    talo.finishWithin(60);
    QCOMPARE(talo.exitCode(), 0);
    const QJsonObject told = talo.json();
    QCOMPARE(static_cast<int>(panel().after()->kept), told["kept"].toInt());
    const QJsonObject quality = told["quality"].toObject();
    QVERIFY(panel().after()->quality);
    QCOMPARE(panel().after()->quality->map, quality["map"].toDouble());
    QCOMPARE(panel().after()->quality->total.precision(), quality["precision"].toDouble());
    // One video alone.
    QTest::mouseClick(m_case.child<QToolButton>("scopeVideo"), Qt::LeftButton);
    QTRY_VERIFY(panel().isSettled());
}

// Training videos as a run, unless a person asks for all; talo says the same of either.
void TestFilterPanel::filtersTheVideosOfARun()
{
    auto *videos = m_case.child<QComboBox>("filterVideos");
    QCOMPARE(videos->currentText(), QStringLiteral("Training videos · 2"));
    const auto told = [this](const QStringList &more) {
        tests::Program talo("talo", QStringList({QStringLiteral("filter"), m_case.projectPath(),
                                                 QStringLiteral("--json")}) +
                                        more);
        talo.finishWithin(60);
        return talo.json();
    };
    const auto compare = [this](const QJsonObject &expected) {
        QVERIFY(panel().after());
        QCOMPARE(static_cast<int>(panel().after()->kept), expected["kept"].toInt());
        QCOMPARE(panel().after()->quality->map, expected["quality"].toObject()["map"].toDouble());
    };
    settle();
    const int ofTraining = static_cast<int>(panel().after()->kept);
    QVERIFY(ofTraining > 0);
    compare(told({}));
    videos->setFocus();
    QTest::keyClick(videos, Qt::Key_Down);
    settle();
    QCOMPARE(videos->currentText(), QStringLiteral("All videos · 4"));
    QVERIFY(static_cast<int>(panel().after()->kept) > ofTraining);
    compare(told({QStringLiteral("--split"), QStringLiteral("all")}));
    // Of a test video a run filters nothing; the panel says so.
    QTest::keyClick(videos, Qt::Key_Up);
    settle();
    m_case.workspace().videoList().choose(QStringLiteral("v_003"));
    QTest::mouseClick(m_case.child<QToolButton>("scopeVideo"), Qt::LeftButton);
    settle();
    const QList<QLabel *> labels = panel().findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
        return label->text().contains(QStringLiteral("it is no training video"));
    }));
}

// Proposals that are read while the split of the former ones is measured get their figures, too.
void TestFilterPanel::measuresWhatCameMeanwhile()
{
    settle();
    emit m_case.child<QComboBox>("filterTrack")->activated(0); // reads them again
    QTest::qSleep(1000);                                       // they wait to be taken over
    type("filter.min_score", QStringLiteral("0.7"));           // begins to measure
    settle();
    QCOMPARE(config().minScore, 0.7);
}

void TestFilterPanel::resetsToTheSettingsInUse()
{
    auto *reset = m_case.child<QPushButton>("filterReset");
    QVERIFY(!reset->isEnabled());
    QVERIFY(!m_case.child<QPushButton>("filterApply")->isEnabled());
    type("filter.min_score", QStringLiteral("0.8"));
    QVERIFY(reset->isEnabled());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(config().minScore, 0.4);
    QVERIFY(!reset->isEnabled());
    settle();
}

void TestFilterPanel::setsEveryParameter()
{
    QTest::mouseClick(m_case.child<QToolButton>("furtherRules"), Qt::LeftButton);
    type("filter.min_duration", QStringLiteral("1.5"));
    type("filter.max_duration", QStringLiteral("9"));
    for (const char *key : {"filter.neighbours", "filter.aggregation", "filter.when_empty"}) {
        auto *box = m_case.child<QComboBox>(key);
        QVERIFY(box->isVisible());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
    }
    QTest::mouseClick(m_case.child<QAbstractButton>("filter.only_weak_labels"), Qt::LeftButton, {},
                      {8, 8});
    const core::model::FilterConfig set = config();
    QCOMPARE(set.minDurationS, 1.5);
    QCOMPARE(set.maxDurationS, 9.0);
    QVERIFY(set.neighbours == core::model::DensityNeighbours::SameClass);
    QVERIFY(set.aggregation == core::model::DensityAggregation::MeanTop3);
    QVERIFY(set.whenEmpty == core::model::EmptyVideoPolicy::KeepBest);
    QVERIFY(set.onlyWeakLabels);
    // The run kept no proposals before NMS.
    QVERIFY(!m_case.child<QComboBox>("filter.density_stage")->isEnabled());
    settle();
    const auto input = core::edit::filterInput(m_case.project().session());
    QCOMPARE(panel().after()->kept, core::edit::filterOutcome(*input, set).kept);
}

void TestFilterPanel::appliesAsTaloFilterDoes()
{
    type("filter.min_score", QStringLiteral("0.6"));
    settle();
    const QString out = m_case.path("talo.json");
    tests::Program talo("talo",
                        {QStringLiteral("filter"), m_case.projectPath(), QStringLiteral("--set"),
                         QStringLiteral("min_score=0.6"), QStringLiteral("--out"), out});
    talo.finishWithin(60);
    QCOMPARE(talo.exitCode(), 0);
    QTest::mouseClick(m_case.child<QPushButton>("filterApply"), Qt::LeftButton);
    auto *ask = m_case.window().findChild<QInputDialog *>(QStringLiteral("filterName"));
    QVERIFY(ask != nullptr);
    ask->setTextValue(QStringLiteral("strict"));
    QTest::keyClick(ask, Qt::Key_Return);
    settle();
    QTRY_COMPARE(m_case.project().ratedTrack(), QStringLiteral("strict"));
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    // The run's file and the project's rows are what talo wrote, byte for byte.
    const QByteArray expected = tests::fileContent(out);
    QVERIFY(!expected.isEmpty());
    QCOMPARE(tests::fileContent(m_case.projectPath() +
                                QStringLiteral(".runs/strict/stage2/pseudo_labels.json")),
             expected);
    const core::edit::ProjectSession &session = m_case.project().session();
    const auto kept = core::edit::collectDetections(session, TrackRole::PseudoLabel, "strict");
    QVERIFY(kept);
    const auto text = core::data::detectionJson(*kept, core::data::DetectionForm::FustalProposals);
    QVERIFY(text);
    QCOMPARE(QByteArray::fromStdString(*text), expected);
    // A label set holds them, and these settings are in use now.
    const auto sets = session.labelSets().labelSets();
    QVERIFY(sets);
    QCOMPARE(sets->back().name, std::string("strict"));
    QCOMPARE(sets->back().baseTrack, std::string("strict"));
    QVERIFY(!panel().form().isChanged());
    QCOMPARE(config().minScore, 0.6);
    // `talo filter --apply` makes the same.
    m_case.close();
    tests::Program apply("talo", {QStringLiteral("filter"), m_case.projectPath(),
                                  QStringLiteral("--set"), QStringLiteral("min_score=0.6"),
                                  QStringLiteral("--apply"), QStringLiteral("again")});
    apply.finishWithin(60);
    QVERIFY2(apply.exitCode() == 0, apply.errors().constData());
    QCOMPARE(tests::fileContent(m_case.projectPath() +
                                QStringLiteral(".runs/again/stage2/pseudo_labels.json")),
             expected);
}

// The run dialog opens with the settings of the form and nothing else changed.
void TestFilterPanel::trainsWithTheFormsSettings()
{
    type("filter.min_score", QStringLiteral("0.6"));
    settle();
    QTest::mouseClick(m_case.child<QPushButton>("filterTrain"), Qt::LeftButton);
    auto *dialog = m_case.window().findChild<jobs::RunDialog *>();
    QVERIFY(dialog != nullptr);
    const auto &changes = dialog->settings().changes();
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes.at("filter.min_score"), QStringLiteral("0.6"));
    const core::job::RunRequest request = dialog->requests().front();
    QCOMPARE(request.config.filter.minScore, 0.6);
    QCOMPARE(request.config.filter.minDensity, config().minDensity);
    using core::data::TrainingStage;
    const std::vector<TrainingStage> stages = {TrainingStage::Filter, TrainingStage::Student};
    QVERIFY(request.stages == stages);
    QCOMPARE(request.source, std::string("train-1"));
}

// Thresholds that were moved in the CAS lane lead there, too.
void TestFilterPanel::trainsWithMovedThresholds()
{
    timeline::TimelineView &view = m_case.workspace().timeline();
    QAction *train = m_case.window().actions().action(QStringLiteral("run.with-thresholds"));
    train->trigger(); // there is nothing to take yet
    QVERIFY(m_case.window().findChild<jobs::RunDialog *>() == nullptr);
    QVERIFY(m_case.window().statusText().contains(QStringLiteral("Move a threshold")));
    timeline::CurveLane *curves = view.curveLane();
    QTest::keyClick(&m_case.window(), Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(curves->thetas().front() > curves->cuts().thetas.front());
    // From the menu of the lane.
    emit view.laneMenuWanted(curves, curves->mapToGlobal(QPoint(40, 20)));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu != nullptr && menu->actions().contains(train));
    train->trigger();
    menu->close();
    const auto *dialog = m_case.window().findChild<jobs::RunDialog *>();
    QVERIFY(dialog != nullptr);
    const core::job::RunRequest request = dialog->requests().front();
    QCOMPARE(request.config.proposals.casThresholds,
             curves->cuts().between(curves->thetas().front(), curves->thetas().back()));
    QCOMPARE(request.stages.size(), std::size_t{3});
    settle();
}

void TestFilterPanel::takesValuesFromTheMap()
{
    auto *start = m_case.child<QPushButton>("sweepStart");
    QVERIFY(start->isEnabled());
    start->click();
    settle();
    analysis::SweepMap &map = panel().sweep();
    const core::tal::FilterSweep &sweep = map.sweep();
    QCOMPARE(sweep.cells.size(), sweep.xs.size() * sweep.ys.size());
    QVERIFY(!sweep.cells.empty());
    map.plot().replot(); // places are known once it is drawn
    QTest::mouseClick(&map.plot(), Qt::LeftButton, {}, map.positionOf(14, 3));
    QCOMPARE(config().minScore, sweep.xs[14]);
    QCOMPARE(config().minDensity, sweep.ys[3]);
    settle();
    const auto &cell = sweep.cells[3 * sweep.xs.size() + 14];
    QCOMPARE(panel().after()->kept, cell.kept);
    QCOMPARE(panel().after()->quality->map, cell.map);
}

// Any two settings: choosing what the other axis shows makes them change places.
void TestFilterPanel::sweepsWhatAPersonChooses()
{
    const auto choose = [this](const char *name, Qt::Key key, int steps) {
        auto *box = m_case.child<QComboBox>(name);
        box->setFocus();
        for (int i = 0; i < steps; ++i) {
            QTest::keyClick(box, key);
        }
        return box->currentIndex();
    };
    QCOMPARE(choose("sweepAcross", Qt::Key_Down, 1), 1);
    QCOMPARE(m_case.child<QComboBox>("sweepDown")->currentIndex(), 0);
    QCOMPARE(choose("sweepAcross", Qt::Key_Down, 1), 2);
    m_case.child<QPushButton>("sweepStart")->click();
    settle();
    analysis::SweepMap &map = panel().sweep();
    const core::tal::FilterSweep &sweep = map.sweep();
    QVERIFY(!sweep.cells.empty());
    map.plot().replot();
    QTest::mouseClick(&map.plot(), Qt::LeftButton, {}, map.positionOf(7, 5));
    QCOMPARE(config().minDurationS, sweep.xs[7]);
    QCOMPARE(config().minScore, sweep.ys[5]);
    settle();
    QCOMPARE(panel().after()->kept, sweep.cells[5 * sweep.xs.size() + 7].kept);
}

// Fused in the window, chosen in the panel's list, filtered as they are: nothing was in use before.
void TestFilterPanel::filtersConsensusProposals()
{
    {
        auto beside = core::edit::ProjectSession::open(m_case.projectPath().toStdString(),
                                                       core::edit::Access::WriteBeside, "test");
        QVERIFY(beside);
        auto second = core::edit::collectDetections(*beside, TrackRole::Proposal, "train-1");
        QVERIFY(second);
        for (auto &video : second->videos) {
            for (auto &item : video.detections) {
                item.end += 0.1;
            }
        }
        QVERIFY(core::edit::importDetections(*beside, TrackRole::Proposal, *second,
                                             {.source = "other.json",
                                              .trackName = "other",
                                              .isDryRun = false,
                                              .addsUnknown = false}));
    }
    m_case.project().reload();
    auto *list = m_case.child<QComboBox>("filterTrack");
    QTRY_COMPARE(list->count(), 2);
    m_case.window().actions().action(QStringLiteral("run.fuse"))->trigger();
    auto *dialog = m_case.window().findChild<jobs::FuseDialog *>();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->findChild<QAbstractButton *>(QStringLiteral("fuse")), Qt::LeftButton);
    QTRY_COMPARE(list->count(), 3);
    QTRY_VERIFY(dialog->findChild<QAbstractButton *>(QStringLiteral("try"))->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    settle();
    // The newest is the first of the list; what was chosen stayed chosen.
    QCOMPARE(list->itemData(0).toString(), QStringLiteral("consensus"));
    QCOMPARE(list->currentData().toString(), QStringLiteral("train-1"));
    QVERIFY(!m_case.child<QPushButton>("filterApply")->isEnabled());
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Home);
    settle();
    QCOMPARE(list->currentData().toString(), QStringLiteral("consensus"));
    const auto input = core::edit::filterInput(m_case.project().session(), "consensus");
    QVERIFY(input);
    QVERIFY(!input->isFiltered);
    const std::size_t kept = core::edit::filterOutcome(*input, input->inUse).kept;
    QVERIFY(panel().after());
    QCOMPARE(panel().after()->kept, kept);

    auto *apply = m_case.child<QPushButton>("filterApply");
    QVERIFY(apply->isEnabled());
    QTest::mouseClick(apply, Qt::LeftButton);
    auto *ask = m_case.window().findChild<QInputDialog *>(QStringLiteral("filterName"));
    QVERIFY(ask != nullptr);
    ask->setTextValue(QStringLiteral("agreed"));
    QTest::keyClick(ask, Qt::Key_Return);
    settle();
    QTRY_COMPARE(m_case.project().ratedTrack(), QStringLiteral("agreed"));
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    const auto labels =
        core::edit::collectDetections(m_case.project().session(), TrackRole::PseudoLabel, "agreed");
    QVERIFY(labels);
    QCOMPARE(core::edit::countOf(*labels), kept);
    QVERIFY(!m_case.child<QPushButton>("filterApply")->isEnabled()); // in use from now on
}

void TestFilterPanel::saysWhatIsMissing()
{
    m_case.close();
    const QString empty = m_case.path("empty.talo");
    QVERIFY(core::edit::ProjectSession::create(empty.toStdString(), "empty"));
    m_case.open();
    QVERIFY(m_case.window().openProject(empty));
    m_case.show("analysis.filter");
    QVERIFY(panel().message().contains(QStringLiteral("No proposals yet")));
    QVERIFY(!m_case.child<QPushButton>("filterApply")->isEnabled());
    QFile::remove(empty);
}

QTEST_MAIN(TestFilterPanel)
#include "tst_filter_panel.moc"
