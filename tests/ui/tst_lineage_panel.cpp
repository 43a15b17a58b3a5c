#include <QPushButton>

#include "core/edit/lineage.h"
#include "core/edit/project_session.h"

#include "ui/analysis/lineage_panel.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::LineagePanel;
using timeline::SegmentLane;

// Why a segment is there, in the real window.
class TestLineagePanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void tellsOfAPseudoLabel();
    void tellsOfALabelAndItsEdits();
    void leadsAlongTheChain();
    void saysWhenNothingIsSelected();

private:
    LineagePanel &panel() { return m_case.window().analysis().lineage(); }
    SegmentLane *lane(const char *title);
    void select(const char *lane, std::size_t item);
    QString selected();

    tests::AnalysisWindow m_case;
};

void TestLineagePanel::init()
{
    m_case.open();
    m_case.show("analysis.lineage");
}

SegmentLane *TestLineagePanel::lane(const char *title)
{
    for (SegmentLane *lane : m_case.workspace().timeline().segmentLanes()) {
        if (lane->title() == QLatin1String(title)) {
            return lane;
        }
    }
    return nullptr;
}

// By a click on it.
void TestLineagePanel::select(const char *title, std::size_t item)
{
    SegmentLane *own = lane(title);
    QVERIFY(own != nullptr && own->segments().size() > item);
    const qint64 id = own->segments()[item].id;
    QTest::mouseClick(own, Qt::LeftButton, {}, own->rectOf(id).center().toPoint());
    QCOMPARE(own->selected(), id);
    QTRY_VERIFY(m_case.window().analysis().isSettled() && panel().lineage().has_value());
}

QString TestLineagePanel::selected()
{
    const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
    const auto segment = item == nullptr
                             ? std::nullopt
                             : m_case.project().segment(
                                   m_case.project().document().videoByName("v_000")->id, item->id);
    return segment ? QString::fromStdString(segment->uuid) : QString();
}

void TestLineagePanel::tellsOfAPseudoLabel()
{
    select("Pseudo-labels", 0);
    QCOMPARE(panel().lineage()->segment.uuid, selected().toStdString());
    QVERIFY(panel().lineage()->segment.role == core::model::TrackRole::PseudoLabel);
    const auto told =
        core::edit::lineageOf(m_case.project().session(), panel().lineage()->segment.uuid);
    QVERIFY(told);
    QCOMPARE(panel().steps().contains(QStringLiteral("Curves")), told->curve.has_value());
    QCOMPARE(panel().steps().contains(QStringLiteral("Filter")), told->filter.has_value());
    QCOMPARE(panel().steps().contains(QStringLiteral("Taught the student")), !told->taught.empty());
}

void TestLineagePanel::tellsOfALabelAndItsEdits()
{
    select("My labels", 0);
    QCOMPARE(panel().lineage()->edits.size(), std::size_t{1});
    QVERIFY(panel().steps().contains(QStringLiteral("Your edits")));
    // Every further edit is told.
    QVERIFY(m_case.project().apply({core::edit::MoveSegment{.uuid = selected().toStdString(),
                                                            .range = {12'000'000, 14'000'000}}}));
    QTRY_COMPARE(panel().lineage()->edits.size(), std::size_t{2});
}

void TestLineagePanel::leadsAlongTheChain()
{
    select("Pseudo-labels", 0);
    QTest::keyClick(&m_case.window(), Qt::Key_Down, Qt::AltModifier); // copies to My labels
    QCOMPARE(lane("My labels")->segments().size(), std::size_t{2});
    std::size_t copy = 0;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto segment =
            m_case.project().segment(m_case.project().document().videoByName("v_000")->id,
                                     lane("My labels")->segments()[i].id);
        copy = segment && !segment->originSegmentUuid.empty() ? i : copy;
    }
    select("My labels", copy);
    QTRY_VERIFY(!panel().lineage()->copiedFrom.empty());
    const QString source = QString::fromStdString(panel().lineage()->copiedFrom[0].uuid);
    const QString label = selected();
    QTRY_VERIFY(m_case.window().analysis().isSettled());
    // The links of the segment before go, and the new ones are shown, with the event loop's next
    // turn.
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const auto links = [this] {
        QList<QPushButton *> shown = panel().findChildren<QPushButton *>();
        shown.removeIf([](const QPushButton *link) { return !link->isVisible(); });
        return shown;
    };
    QTRY_VERIFY(!links().isEmpty());
    QTest::mouseClick(links().first(), Qt::LeftButton);
    QTRY_VERIFY(!selected().isEmpty() && selected() != label);
    QTRY_COMPARE(panel().lineage()->segment.uuid, selected().toStdString());
    QVERIFY(panel().lineage()->segment.role != core::model::TrackRole::Manual);
    QVERIFY(!source.isEmpty());
}

void TestLineagePanel::saysWhenNothingIsSelected()
{
    select("My labels", 0);
    QTest::keyClick(&m_case.window(), Qt::Key_Escape);
    QTRY_VERIFY(panel().message().contains(QStringLiteral("Nothing is selected")));
    QVERIFY(!panel().lineage().has_value());
}

QTEST_MAIN(TestLineagePanel)
#include "tst_lineage_panel.moc"
