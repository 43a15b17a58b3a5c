#include <QComboBox>
#include <QPushButton>

#include "ui/analysis/place_list.h"
#include "ui/analysis/same_error_panel.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::SameErrorPanel;
using core::model::TrackRole;

// One correction previewed everywhere and carried out as one step, in the real window.
class TestSameErrorPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init() { m_case.open(); }
    void cleanup() { m_case.close(); }
    void saysWhatToDo();
    void carriesARejectionOver();

private:
    SameErrorPanel &panel() { return m_case.window().analysis().sameError(); }
    std::size_t rejected();

    tests::AnalysisWindow m_case;
};

std::size_t TestSameErrorPanel::rejected()
{
    const auto segments =
        m_case.project().session().segments().segments(TrackRole::Manual, std::nullopt);
    return static_cast<std::size_t>(
        std::count_if(segments->begin(), segments->end(), [](const auto &segment) {
            return segment.state == core::model::SegmentState::Rejected;
        }));
}

void TestSameErrorPanel::saysWhatToDo()
{
    m_case.show("analysis.same-error");
    QVERIFY(!panel().message().isEmpty());
    QVERIFY(!m_case.child<QPushButton>("sameErrorApply")->isEnabled());
}

void TestSameErrorPanel::carriesARejectionOver()
{
    timeline::TimelineView &timeline = m_case.workspace().timeline();
    timeline::SegmentLane *kept = nullptr;
    for (timeline::SegmentLane *lane : timeline.segmentLanes()) {
        if (!lane->segments().empty() &&
            lane->segments().front().look == timeline::SegmentLook::Kept) {
            kept = lane;
        }
    }
    QVERIFY(kept != nullptr);
    timeline.select(kept, {kept->segments().front().id});
    m_case.window().actions().action(QStringLiteral("labels.reject"))->trigger();
    const std::size_t before = rejected();
    QVERIFY(before > 0);
    // The rejected copy is what the panel looks at.
    const auto segments =
        m_case.project().session().segments().segments(TrackRole::Manual, std::nullopt);
    for (const core::model::Segment &segment : *segments) {
        if (segment.state == core::model::SegmentState::Rejected) {
            panel().setSegment(QString::fromStdString(segment.uuid));
        }
    }
    auto *box = m_case.child<QComboBox>("sameErrorLikeness");
    m_case.show("analysis.same-error");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_End); // the least alike
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    QVERIFY2(panel().message().isEmpty(), qPrintable(panel().message()));
    QVERIFY(panel().list().rows().size() > 1);
    QCOMPARE(panel().list().rows().size(), panel().errors().items.size());
    panel().list().setFocus();
    QTest::keyClick(&panel().list(), Qt::Key_Return);
    QCOMPARE(m_case.workspace().videoName(), panel().list().rows()[0].place.video);
    const std::size_t all = panel().list().rows().size();
    QTest::mouseClick(m_case.child<QPushButton>("sameErrorLeaveOut"), Qt::LeftButton);
    QCOMPARE(panel().list().rows().size(), all - 1);
    QTest::mouseClick(m_case.child<QPushButton>("sameErrorApply"), Qt::LeftButton);
    QCOMPARE(rejected(), before + all - 1);
    m_case.window().actions().action(QStringLiteral("edit.undo"))->trigger();
    QCOMPARE(rejected(), before); // one step
}

QTEST_MAIN(TestSameErrorPanel)
#include "tst_same_error_panel.moc"
