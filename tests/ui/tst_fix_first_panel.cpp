#include "core/edit/fix_first_input.h"
#include "core/edit/project_session.h"
#include "core/tal/fix_first.h"

#include "ui/analysis/fix_first_panel.h"
#include "ui/analysis/place_list.h"
#include "ui/player/playback_controller.h"
#include "ui/timeline/segment_lane.h"
#include "ui/timeline/timeline_view.h"

#include "tests/ui/analysis_window.h"

using namespace ui;
using analysis::PlaceList;
using analysis::PlaceRow;

// The fix-first queue in the real window.
class TestFixFirstPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_case.makeProject(); }
    void init();
    void cleanup() { m_case.close(); }
    void listsWhatTheCoreSays();
    void enterWalksTheList();
    void doubleClickGoesThere();
    void keysWalkFromAnywhere();
    void dropsWhatIsDone();
    void acceptingGoesOn();
    void saysWhatIsMissing();

private:
    PlaceList &list() { return m_case.window().analysis().fixFirst().list(); }
    const PlaceRow &row(int index) { return list().rows()[static_cast<std::size_t>(index)]; }
    // Whether the window shows a row's segment: video, selection and playhead.
    bool isAt(const PlaceRow &row);

    tests::AnalysisWindow m_case;
};

void TestFixFirstPanel::init()
{
    m_case.open();
    m_case.show("analysis.fix-first");
    QVERIFY(list().isVisible());
    QVERIFY(list().rows().size() > 3);
}

bool TestFixFirstPanel::isAt(const PlaceRow &row)
{
    const timeline::SegmentItem *item = m_case.workspace().timeline().selectedItem();
    const auto segment = m_case.project().segment(row.place.segment.toStdString());
    return m_case.workspace().videoName() == row.place.video && item != nullptr && segment &&
           item->id == segment->id;
}

void TestFixFirstPanel::listsWhatTheCoreSays()
{
    const auto input = core::edit::fixFirstInput(m_case.project().session());
    QVERIFY(input);
    const auto items = core::tal::fixFirst(input->labels.set, input->stages, input->isSettled);
    QVERIFY(items);
    QCOMPARE(list().rows().size(), items->size());
    QCOMPARE(m_case.window().analysis().fixFirst().waiting(), std::optional(items->size()));
    for (int i = 0; i < static_cast<int>(items->size()); ++i) {
        const core::tal::FixItem &item = (*items)[static_cast<std::size_t>(i)];
        QCOMPARE(row(i).place.segment.toStdString(),
                 input->labels.uuids[static_cast<std::size_t>(item.video)]
                                    [static_cast<std::size_t>(item.detection)]);
        QCOMPARE(row(i).value, QString::number(item.priority, 'f', 3));
        QVERIFY(row(i).tip.contains(QString::number(item.rarity, 'f', 2)));
        QVERIFY(!row(i).detail.isEmpty());
    }
}

void TestFixFirstPanel::enterWalksTheList()
{
    QVERIFY(list().hasFocus());
    const auto edits = m_case.project().document().undoCount();
    QTest::keyClick(&list(), Qt::Key_Return);
    QVERIFY(isAt(row(0)));
    QTest::keyClick(&list(), Qt::Key_Return);
    QVERIFY(isAt(row(1)));
    QTest::keyClick(&list(), Qt::Key_Down);
    QVERIFY(isAt(row(1))); // looking is not going
    QTest::keyClick(&list(), Qt::Key_Return);
    QVERIFY(isAt(row(2)));
    // Enter went to the list, not to "take the label".
    QCOMPARE(m_case.project().document().undoCount(), edits);
}

void TestFixFirstPanel::doubleClickGoesThere()
{
    const QRect place = list().visualRect(list().model()->index(3, 0));
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place.center());
    QTest::mouseDClick(list().viewport(), Qt::LeftButton, {}, place.center());
    QVERIFY(isAt(row(3)));
}

void TestFixFirstPanel::keysWalkFromAnywhere()
{
    m_case.workspace().timeline().setFocus();
    QTest::keyClick(&m_case.window(), Qt::Key_F8);
    QVERIFY(isAt(row(0)));
    QTest::keyClick(&m_case.window(), Qt::Key_F8);
    QVERIFY(isAt(row(1)));
    QTest::keyClick(&m_case.window(), Qt::Key_F8, Qt::ShiftModifier);
    QVERIFY(isAt(row(0)));
}

void TestFixFirstPanel::dropsWhatIsDone()
{
    const auto before = list().rows().size();
    QTest::keyClick(&list(), Qt::Key_Return);
    const QString first = row(0).place.segment;
    QTest::keyClick(&m_case.window(), Qt::Key_Backspace, Qt::ControlModifier); // reject
    QTRY_COMPARE(list().rows().size(), before - 1);
    for (const PlaceRow &other : list().rows()) {
        QVERIFY(other.place.segment != first);
    }
    QVERIFY(m_case.project().undo()->has_value());
    QTRY_COMPARE(list().rows().size(), before);
}

void TestFixFirstPanel::acceptingGoesOn()
{
    QTest::keyClick(&list(), Qt::Key_Return);
    const PlaceRow next = row(1);
    QTest::keyClick(&m_case.window(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(isAt(next));
    const auto before = list().rows().size();
    QTRY_COMPARE(list().rows().size(), before - 1);
    QVERIFY(isAt(next));
    QTest::keyClick(&list(), Qt::Key_Return); // nothing is left out
    QVERIFY(isAt(row(1)));
    QCOMPARE(row(0).place.segment, next.place.segment);
}

void TestFixFirstPanel::saysWhatIsMissing()
{
    m_case.close();
    const QString empty = m_case.path("empty.talo");
    QVERIFY(core::edit::ProjectSession::create(empty.toStdString(), "empty"));
    m_case.open();
    QVERIFY(m_case.window().openProject(empty));
    m_case.show("analysis.fix-first");
    QVERIFY(m_case.window().analysis().fixFirst().message().contains(
        QStringLiteral("No pseudo-labels yet")));
    QFile::remove(empty);
}

QTEST_MAIN(TestFixFirstPanel)
#include "tst_fix_first_panel.moc"
