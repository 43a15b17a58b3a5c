#include <QAbstractButton>
#include <QTableView>

#include "core/edit/collect.h"
#include "core/edit/project_session.h"
#include "core/edit/run_results.h"
#include "core/tal/agreement.h"

#include "ui/analysis/figure_table.h"
#include "ui/jobs/run_comparison.h"
#include "ui/jobs/runs_panel.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"
#include "ui/window_jobs.h"

#include "tests/ui/analysis_window.h"

using namespace ui;
using core::model::Detection;
using timeline::SegmentLane;

// Two runs side by side: in the lanes, per class and per video.
class TestRunComparison : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init() { m_case.open(); }
    void cleanup() { m_case.close(); }
    void tellsAgreement();
    void comparesTwoRuns();

private:
    void addRun();
    std::vector<SegmentLane *> students();

    tests::AnalysisWindow m_case;
};

void TestRunComparison::tellsAgreement()
{
    const std::vector<Detection> own = {{0, 10.0, 20.0, 1.0}, {0, 30.0, 40.0, 1.0}};
    const auto agrees = [&](std::vector<Detection> others) {
        return core::tal::agreesWith(own, others);
    };
    QCOMPARE(agrees({}), (std::vector<bool>{false, false}));
    QCOMPARE(agrees({{0, 10.0, 15.0, 0.1}}), (std::vector<bool>{true, false})); // tIoU 0.5
    QCOMPARE(agrees({{0, 10.0, 14.9, 0.1}}), (std::vector<bool>{false, false}));
    QCOMPARE(agrees({{1, 30.0, 40.0, 1.0}}), (std::vector<bool>{false, false})); // another class
    QCOMPARE(agrees({{0, 31.0, 41.0, 1.0}, {0, 9.0, 21.0, 1.0}}), (std::vector<bool>{true, true}));
}

// A second run, whose predictions are those of the first, the first of each video aside.
void TestRunComparison::addRun()
{
    core::edit::ProjectSession &session = m_case.project().session();
    auto predictions =
        core::edit::collectDetections(session, core::model::TrackRole::Prediction, "train-1");
    QVERIFY(predictions);
    for (core::model::VideoDetections &video : predictions->videos) {
        video.detections.erase(video.detections.begin());
    }
    auto run = core::edit::beginRun(session, {.kind = "train", .name = "train-2", .seed = 5}, {});
    QVERIFY(run);
    run->status = core::model::RunStatus::Finished;
    core::edit::RunResults results;
    results.predictions = *predictions;
    QVERIFY(core::edit::finishRun(session, *run, results));
    m_case.project().reload();
    QTRY_VERIFY(!m_case.project().isReading());
    m_case.window().jobs().runs().refresh();
}

std::vector<SegmentLane *> TestRunComparison::students()
{
    std::vector<SegmentLane *> lanes;
    for (SegmentLane *lane : m_case.workspace().timeline().segmentLanes()) {
        if (lane->title() == QLatin1String("Student")) {
            lanes.push_back(lane);
        }
    }
    return lanes;
}

void TestRunComparison::comparesTwoRuns()
{
    addRun();
    jobs::RunsPanel &runs = m_case.window().jobs().runs();
    m_case.workspace().showPanel(&runs);
    QCOMPARE(runs.model().rowCount(), 2);
    runs.table().selectAll();
    QTest::mouseClick(runs.findChild<QAbstractButton *>(QStringLiteral("compare")), Qt::LeftButton);
    auto *dialog = m_case.window().findChild<jobs::RunComparison *>();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY(dialog->result().has_value());
    const jobs::ComparedRuns &compared = *dialog->result();
    QCOMPARE(compared.first, QStringLiteral("train-1"));
    QCOMPARE(compared.second, QStringLiteral("train-2"));
    QVERIFY(compared.agreement > 0.0 && compared.agreement < 1.0);
    // The mean over the classes is the runs' mAP.
    double before = 0.0;
    double after = 0.0;
    for (const auto &item : compared.classes) {
        before += item.before;
        after += item.after;
    }
    const auto count = static_cast<double>(compared.classes.size());
    QVERIFY(std::abs(before / count - compared.firstMap) < 1e-9);
    QVERIFY(std::abs(after / count - compared.secondMap) < 1e-9);
    // A row a video of the test split; a double click shows it, both runs in the lanes.
    QCOMPARE(compared.videos.size(), std::size_t{2});
    auto *videos = dialog->findChild<analysis::FigureTable *>();
    QVERIFY(videos != nullptr);
    QCOMPARE(videos->rowCount(), 2);
    emit videos->cellDoubleClicked(1, 0);
    QCOMPARE(m_case.workspace().videoName(), compared.videos[1].name);
    const std::vector<SegmentLane *> lanes = students();
    QCOMPARE(lanes.size(), std::size_t{2});
    std::size_t disputed = 0;
    for (const SegmentLane *lane : lanes) {
        for (const timeline::SegmentItem &item : lane->segments()) {
            QVERIFY(item.agrees.has_value());
            disputed += *item.agrees ? 0 : 1;
        }
    }
    QVERIFY(lanes[0]->subtitle().contains(QStringLiteral("disagree")));
    const auto difference = std::abs(static_cast<int>(lanes[0]->segments().size()) -
                                     static_cast<int>(lanes[1]->segments().size()));
    QVERIFY(difference == 0 || disputed > 0 || lanes[1]->segments().empty());
}

QTEST_MAIN(TestRunComparison)
#include "tst_run_comparison.moc"
